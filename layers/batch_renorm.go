package layers

import (
	"errors"
	"fmt"
	"math"

	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// checkClipping checks the limits of corrections.
func (b *BatchNormalization) checkClipping() error {
	var errs []error
	for key, v := range b.RenormClipping {
		switch {
		case key != "rmin" && key != "rmax" && key != "dmax":
			errs = append(errs, received("RenormClipping", key, `"rmin", "rmax" or "dmax"`))
		case key == "dmax" && !(v >= 0):
			errs = append(errs, received(`RenormClipping["dmax"]`, v, "a number that isn't negative"))
		}
	}
	low, hasLow := b.RenormClipping["rmin"]
	high, hasHigh := b.RenormClipping["rmax"]
	if hasLow && hasHigh && high < low {
		errs = append(errs, received(`RenormClipping["rmax"]`, high, fmt.Sprintf("a number not below the rmin of %v", low)))
	}
	return errors.Join(errs...)
}

// correct returns the scale and the offset with which a batch normalized by its own mean
// and variance is nearly normalized by the averages: of (x·r + d)·gamma + beta they are
// r·gamma and d·gamma + beta. Gradients take r and d as constants.
func (b *BatchNormalization) correct(t *ops.Trace, mean, variance, gamma, beta *ops.Value) (scale, offset *ops.Value) {
	epsilon := given(b.Epsilon, 1e-3)
	usual := t.Get(b.renormStddev)
	usual = ops.Maximum(usual, ops.FullLike(usual, math.Sqrt(epsilon)))
	r := ops.Divide(ops.Sqrt(ops.AddScalar(variance, epsilon)), usual)
	d := ops.Divide(ops.Subtract(mean, t.Get(b.renormMean)), usual)
	if v, ok := b.RenormClipping["rmin"]; ok {
		r = ops.Maximum(r, ops.FullLike(r, v))
	}
	if v, ok := b.RenormClipping["rmax"]; ok {
		r = ops.Minimum(r, ops.FullLike(r, v))
	}
	if v, ok := b.RenormClipping["dmax"]; ok {
		d = ops.Clip(d, -v, v)
	}
	scale, offset = ops.StopGradient(r), ops.StopGradient(d)
	if gamma != nil {
		scale, offset = ops.Multiply(scale, gamma), ops.Multiply(offset, gamma)
	}
	if beta != nil {
		offset = ops.Add(offset, beta)
	}
	return scale, offset
}

// updateRenorm moves all averages towards the statistics of a batch. The moving variance
// is made of the average of standard deviations.
func (b *BatchNormalization) updateRenorm(t *ops.Trace, mean, variance *ops.Value) {
	epsilon := given(b.Epsilon, 1e-3)
	stddev := ops.Sqrt(ops.AddScalar(variance, epsilon))
	follow(t, b.renormMean, mean, given(b.RenormMomentum, .99))
	follow(t, b.renormStddev, stddev, given(b.RenormMomentum, .99))
	follow(t, b.movingMean, mean, given(b.Momentum, .99))
	follow(t, b.movingStddev, stddev, given(b.Momentum, .99))
	t.Set(b.movingVar, ops.Relu(ops.AddScalar(ops.Square(t.Get(b.movingStddev)), -epsilon)))
}

// rooted is an initializer that gives the square roots of what another gives.
type rooted struct{ of initializers.Initializer }

// Initialize implements [initializers.Initializer].
func (r rooted) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	x, err := r.of.Initialize(g, dt, shape)
	if err != nil {
		return nil, err
	}
	wide := x.Cast(tensor.Float64).Clone()
	for i, v := range tensor.Data[float64](wide) {
		tensor.Data[float64](wide)[i] = math.Sqrt(v)
	}
	return wide.Cast(dt), nil
}

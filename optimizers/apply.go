package optimizers

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Apply records one whole step, as Keras does it: gradients are divided by
// LossScaleFactor, accumulated and clipped, weights decay, the optimizer updates
// them, their averages follow, constraints are put on them, and the iteration is
// counted. grads holds the gradient of each of vars. The first call builds the
// optimizer; the errors of [Build] are returned, and one for gradients that
// don't fit the variables.
func Apply(t *ops.Trace, o Optimizer, vars []*ops.Variable, grads []*ops.Value) (err error) {
	if err := Build(o, vars); err != nil || len(vars) == 0 {
		return err
	}
	defer named(o, &err)
	defer ops.Catch(&err)
	b := o.base()
	if grads, err = fit(vars, grads); err != nil {
		return err
	}
	rate, err := currentRate(t, o)
	if err != nil {
		return err
	}
	dt := vars[0].DType()
	done := b.done(t)
	update := func(grads []*ops.Value) {
		s := Step{
			LearningRate: ops.Cast(rate, dt),
			Number:       ops.Cast(ops.AddScalar(done, 1), dt),
		}
		b.decayWeights(t, s.LearningRate)
		o.Update(t, s, vars, b.clip(grads))
	}
	grads = b.unscale(grads)
	if b.GradientAccumulationSteps > 0 {
		b.accumulate(t, grads, update)
	} else {
		update(grads)
	}
	if b.UseEMA {
		b.average(t, done)
	}
	for _, v := range vars {
		if v.Constraint != nil {
			t.Set(v, v.Constraint(t.Get(v)))
		}
	}
	n := t.Get(b.iteration)
	t.Set(b.iteration, ops.Add(n, ops.OnesLike(n)))
	return nil
}

// fit returns the gradients in the types of their variables.
func fit(vars []*ops.Variable, grads []*ops.Value) ([]*ops.Value, error) {
	if len(grads) != len(vars) {
		return nil, fmt.Errorf("received %d gradients, expected one for each of the %d variables", len(grads), len(vars))
	}
	list := make([]*ops.Value, len(grads))
	for i, v := range vars {
		switch g := grads[i]; {
		case g == nil:
			return nil, fmt.Errorf("variable %s: received no gradient, expected one of shape %v", v.Path, v.Shape())
		case !g.Shape.Equal(v.Shape()):
			return nil, fmt.Errorf("variable %s: received a gradient of shape %v, expected %v", v.Path, g.Shape, v.Shape())
		default:
			list[i] = ops.Cast(g, v.DType())
		}
	}
	return list, nil
}

// done returns the number of updates so far. It is a float64, in which all
// counts are exact.
func (b *Base) done(t *ops.Trace) *ops.Value {
	n := ops.Cast(t.Get(b.iteration), tensor.Float64)
	if k := b.GradientAccumulationSteps; k > 0 {
		n = floorDivide(n, k)
	}
	return n
}

func floorDivide(n *ops.Value, k int) *ops.Value {
	return ops.Floor(ops.Divide(n, ops.FullLike(n, float64(k))))
}

// divisible tells whether k divides n.
func divisible(n *ops.Value, k int) *ops.Value {
	return ops.Equal(ops.Scale(floorDivide(n, k), float64(k)), n)
}

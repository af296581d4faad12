package layers

import (
	"errors"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// gates is what the cells of Keras have in common: weights with the columns of all
// gates side by side, and dropout.
type gates struct {
	kernel, recurrent, bias *ops.Variable

	n        int // gates
	axis     int // of gates in what products give: -1, but for channels that come first
	dropping dropping
}

// dropping is a cell's dropout, of inputs and of states.
type dropping struct {
	input, recurrent float64 // rates
	masks            int     // 1 for all gates together, or one for each
	ones             bool    // whether a rate of 1 drops all; in Keras it drops nothing in most cells
	seed             *ops.Variable
}

// build makes the weights of a cell; a bias without a shape is none.
func (g *gates) build(b *Base, seed *int64, kernel, recurrent, bias Weight) {
	kernel.Name, recurrent.Name, bias.Name = "kernel", "recurrent_kernel", "bias"
	if recurrent.Initializer == nil {
		recurrent.Initializer = &initializers.Orthogonal{}
	}
	bias.Initializer = orZeros(bias.Initializer)
	g.kernel, g.recurrent = b.AddWeight(kernel), b.AddWeight(recurrent)
	if bias.Shape != nil {
		g.bias = b.AddWeight(bias)
	}
	if d := &g.dropping; d.input > 0 || d.recurrent > 0 {
		d.seed = b.AddSeed(seed)
	}
}

// draw returns the masks for values of a shape: none if nothing is dropped, and
// otherwise 0 or 1/(1-rate) for each element.
func (d *dropping) draw(t *ops.Trace, rate float64, dt tensor.DType, shape tensor.Shape) []*ops.Value {
	if !t.Training || rate == 0 || rate == 1 && !d.ones {
		return nil
	}
	masks := make([]*ops.Value, d.masks)
	for i := range masks {
		if rate == 1 {
			masks[i] = ops.Full(0, dt, shape...)
		} else {
			masks[i] = ops.Dropout(ops.Full(1, dt, shape...), t.Key(d.seed), rate)
		}
	}
	return masks
}

// between returns the part of gates from lo up to hi, of n gates along an axis of x.
func between(x *ops.Value, axis, n, lo, hi int) *ops.Value {
	if lo == 0 && hi == n {
		return x
	}
	u := x.Shape[len(x.Shape)+axis] / n
	return ops.SliceAxis(x, axis, lo*u, hi*u)
}

// gate returns the part of gate i in what products gave for all gates.
func (g *gates) gate(z *ops.Value, i int) *ops.Value { return between(z, g.axis, g.n, i, i+1) }

// product returns f(x, kernel) for the gates from lo up to hi. Before, x is multiplied
// by the masks, if there are any.
func (g *gates) product(x, kernel *ops.Value, masks []*ops.Value, lo, hi int, f func(x, kernel *ops.Value) *ops.Value) *ops.Value {
	switch len(masks) {
	case 0:
		return f(x, between(kernel, -1, g.n, lo, hi))
	case 1:
		return f(ops.Multiply(x, masks[0]), between(kernel, -1, g.n, lo, hi))
	}
	var parts []*ops.Value
	for i := lo; i < hi; i++ {
		parts = append(parts, f(ops.Multiply(x, masks[i]), between(kernel, -1, g.n, i, i+1)))
	}
	return ops.Concatenate(parts, g.axis)
}

// inputs returns x·kernel for all gates; x is the input of one step or of all.
func (g *gates) inputs(t *ops.Trace, x *ops.Value) *ops.Value {
	masks := g.dropping.draw(t, g.dropping.input, x.DType, x.Shape[len(x.Shape)-2:])
	return g.product(x, t.Get(g.kernel), masks, 0, g.n, ops.Matmul)
}

// states returns a function that gives h·recurrent for the gates from lo up to hi, of
// states h of as many rows as x has.
func (g *gates) states(t *ops.Trace, x *ops.Value) func(h *ops.Value, lo, hi int) *ops.Value {
	kernel := t.Get(g.recurrent)
	shape := tensor.Shape{x.Shape[len(x.Shape)-2], kernel.Shape[0]}
	masks := g.dropping.draw(t, g.dropping.recurrent, x.DType, shape)
	return func(h *ops.Value, lo, hi int) *ops.Value { return g.product(h, kernel, masks, lo, hi, ops.Matmul) }
}

// checkCell returns what is wrong with the settings that cells have in common.
func checkCell(size string, n int, dropout, recurrentDropout float64, implementation int, names ...activations.Name) error {
	var errs []error
	if n <= 0 {
		errs = append(errs, received(size, n, "a positive number"))
	}
	for i, rate := range []float64{dropout, recurrentDropout} {
		if !(rate >= 0 && rate <= 1) {
			errs = append(errs, received([]string{"Dropout", "RecurrentDropout"}[i], rate, "a number between 0 and 1"))
		}
	}
	if implementation < 0 || implementation > 2 {
		errs = append(errs, received("Implementation", implementation, "1 or 2"))
	}
	for _, a := range names {
		errs = append(errs, checkActivation(a))
	}
	return errors.Join(errs...)
}

// separate returns how many masks a cell of n gates draws: with implementation 1 of
// Keras one for each gate.
func separate(n, implementation int, recurrentDropout float64) int {
	if implementation == 1 || recurrentDropout > 0 {
		return n
	}
	return 1
}

// activationOr returns the name of an activation, or the default.
func activationOr(n, def activations.Name) func(*ops.Value) *ops.Value {
	if n == "" {
		n = def
	}
	return func(x *ops.Value) *ops.Value { return activate(x, n) }
}

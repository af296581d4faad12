package prim

import (
	"fmt"
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Scan runs Body N times. Its inputs are carries, which go from step to step; xs,
// of whose first axis each step sees one index; and constants, which every step
// sees as they are. The body's outputs are the next carries and ys. Scan's are the
// last carries and the ys of all steps, stacked along a new first axis. If Reverse
// is set, the steps go from the last index to the first.
type Scan struct {
	Body           *Body
	N, Carries, Xs int
	Reverse        bool
}

var _ = graph.Define(Scan{})

// Ys returns the number of ys.
func (o Scan) Ys() int { return len(o.Body.Out) - o.Carries }

// Stacked returns the type of n values of type t as one.
func Stacked(n int, t typ) typ {
	return graph.Of(t.DType, append([]int{n}, t.Shape...)...)
}

// At returns the index of a step, counted in the order in which steps are done.
func (o Scan) At(step int) int {
	if o.Reverse {
		return o.N - 1 - step
	}
	return step
}

// Infer implements graph.Op.
func (o Scan) Infer(in []typ) ([]typ, error) {
	step := slices.Clone(in)
	for i := o.Carries; i < min(o.Carries+o.Xs, len(in)); i++ {
		if s := in[i].Shape; len(s) == 0 || s[0] != o.N {
			return nil, fmt.Errorf("operand %d: received %v, expected %d steps", i, in[i], o.N)
		}
		step[i].Shape = in[i].Shape[1:]
	}
	if err := o.Body.check(step); err != nil {
		return nil, err
	}
	var out []typ
	for i, v := range o.Body.Out {
		switch {
		case i >= o.Carries && len(v.Shape) == graph.MaxRank:
			return nil, fmt.Errorf("can't stack arrays of %d axes", len(v.Shape))
		case i >= o.Carries:
			out = append(out, Stacked(o.N, v.Type))
		case !v.Type.Equal(in[i]):
			return nil, fmt.Errorf("a step makes %v of carry %d, which is %v", v.Type, i, in[i])
		default:
			out = append(out, v.Type)
		}
	}
	return out, nil
}

// VJP implements graph.Op. The gradient takes differentiating the body: package
// autodiff does so itself and never asks.
func (Scan) VJP(*node, []*value) []*value { panic("prim: the gradient of Scan is autodiff's") }

// Ref implements graph.Op.
func (o Scan) Ref(out, in []*arr) {
	m := o.Body.take()
	defer o.Body.give(m)
	for i := range o.Carries {
		copy(out[i].Bytes(), in[i].Bytes())
	}
	for i := o.Carries + o.Xs; i < len(in); i++ {
		copy(m.in[i].Bytes(), in[i].Bytes())
	}
	for step := range o.N {
		at := o.At(step)
		for i := range o.Carries {
			copy(m.in[i].Bytes(), out[i].Bytes())
		}
		for i := o.Carries; i < o.Carries+o.Xs; i++ {
			b := m.in[i].Bytes()
			copy(b, in[i].Bytes()[at*len(b):])
		}
		m.run()
		for i, y := range m.out {
			b := y.Bytes()
			if i < o.Carries {
				copy(out[i].Bytes(), b)
			} else {
				copy(out[i].Bytes()[at*len(b):], b)
			}
		}
	}
}

// Cases implements graph.Op.
func (Scan) Cases() []graph.Case {
	const n, batch, units = 3, 2, 4
	wide := func(n int, lo, hi float32, shape ...int) *arr {
		return floats(ramp(n, lo, hi), shape...).Cast(tensor.Float64)
	}
	// h ← tanh(x + h·w), a recurrent network.
	network := func(dt tensor.DType) *Body {
		h, x, w := graph.Leaf("h", graph.Of(dt, batch, units)), graph.Leaf("x", graph.Of(dt, batch, units)), graph.Leaf("w", graph.Of(dt, units, units))
		next := apply(Tanh{}, apply(Add{}, x, apply(MatMul{}, h, w)))
		return &Body{In: []*value{h, x, w}, Out: []*value{next, next}}
	}
	// a, b ← b, a + b·k: two carries that change places, and nothing else.
	a, b := graph.Leaf("a", graph.Of(tensor.Float32, units)), graph.Leaf("b", graph.Of(tensor.Float32, units))
	fibonacci := &Body{In: []*value{a, b}, Out: []*value{b, apply(Add{}, a, scale(b, .5))}}
	// The sum of integers so far.
	s, i := graph.Leaf("s", graph.Of(tensor.Int32)), graph.Leaf("i", graph.Of(tensor.Int32))
	total := apply(Add{}, s, i)
	sums := &Body{In: []*value{s, i}, Out: []*value{total, s}}

	h, x, w := ramp(batch*units, -1, 1), ramp(n*batch*units, 1, -1), ramp(units*units, -.5, .6)
	return []graph.Case{
		smooth(Scan{Body: network(tensor.Float32), N: n, Carries: 1, Xs: 1},
			floats(h, batch, units), floats(x, n, batch, units), floats(w, units, units)),
		smooth(Scan{Body: network(tensor.Float64), N: n, Carries: 1, Xs: 1, Reverse: true},
			wide(batch*units, -1, 1, batch, units), wide(n*batch*units, 1, -1, n, batch, units), wide(units*units, -.5, .6, units, units)),
		smooth(Scan{Body: fibonacci, N: 5, Carries: 2}, floats(ramp(units, 0, 1), units), floats(ramp(units, 1, -1), units)),
		rough(Scan{Body: fibonacci, N: 0, Carries: 2}, floats(ramp(units, 0, 1), units), floats(ramp(units, 1, -1), units)),
		rough(Scan{Body: sums, N: 4, Carries: 1, Xs: 1, Reverse: true}, tensor.Scalar[int32](7), tensor.FromSlice([]int32{1, 2, 3, 4})),
	}
}

package prim

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// While runs Body as long as Cond says so, at most Max times unless Max is negative.
// Its inputs are carries, which go from step to step, and constants; the body's
// outputs are the next carries, and Cond's is one truth value. While's are the last
// carries. It has no gradient.
type While struct {
	Cond, Body   *Body // of the same inputs
	Carries, Max int
}

var _ = graph.Define(While{})

// Infer implements graph.Op.
func (o While) Infer(in []typ) ([]typ, error) {
	for _, b := range []*Body{o.Cond, o.Body} {
		if err := b.check(in); err != nil {
			return nil, err
		}
	}
	if c := o.Cond.Out[0].Type; !c.Equal(graph.Of(tensor.Bool)) {
		return nil, fmt.Errorf("the condition is %v, expected one truth value", c)
	}
	for i, v := range o.Body.Out {
		if !v.Type.Equal(in[i]) {
			return nil, fmt.Errorf("a step makes %v of carry %d, which is %v", v.Type, i, in[i])
		}
	}
	return slices.Clone(in[:o.Carries]), nil
}

// VJP implements graph.Op: there is none, since nobody knows how many steps to keep.
func (o While) VJP(n *node, _ []*value) []*value {
	types := make([]typ, len(n.In))
	for i, v := range n.In {
		types[i] = v.Type
	}
	panic(&graph.TypeError{Op: o, In: types, Err: errors.New("a loop of unknown length has no gradient")})
}

// Ref implements graph.Op.
func (o While) Ref(out, in []*arr) {
	c, m := o.Cond.take(), o.Body.take()
	defer o.Cond.give(c)
	defer o.Body.give(m)
	for i, x := range in {
		copy(c.in[i].Bytes(), x.Bytes())
		copy(m.in[i].Bytes(), x.Bytes())
		if i < o.Carries {
			copy(out[i].Bytes(), x.Bytes())
		}
	}
	for step := 0; step != o.Max; step++ {
		if c.run(); !tensor.Data[bool](c.out[0])[0] {
			return
		}
		m.run()
		for i, x := range m.out {
			copy(out[i].Bytes(), x.Bytes())
		}
		for i, x := range out {
			copy(c.in[i].Bytes(), x.Bytes())
			copy(m.in[i].Bytes(), x.Bytes())
		}
	}
}

// Cases implements graph.Op.
func (While) Cases() []graph.Case {
	// a, b ← a + c, -b while a < 5.
	t := graph.Of(tensor.Int32)
	a, b, c := graph.Leaf("a", t), graph.Leaf("b", graph.Of(tensor.Int32, 2)), graph.Leaf("c", t)
	in := []*value{a, b, c}
	cond := &Body{In: in, Out: []*value{apply(Less{}, a, Full(t, 5))}}
	body := &Body{In: in, Out: []*value{apply(Add{}, a, c), apply(Neg{}, b)}}
	var cs []graph.Case
	for _, n := range []int{-1, 2, 0} {
		cs = append(cs, rough(While{cond, body, 2, n},
			tensor.Scalar[int32](0), tensor.FromSlice([]int32{1, 2}), tensor.Scalar[int32](2)))
	}
	return cs
}

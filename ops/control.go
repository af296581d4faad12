package ops

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// Scan calls body for each of n steps, as a loop does. The carries go from step to
// step: body gets those of the step before and returns the next ones, of the same
// types. xs have the steps as their first axis, and body sees one step of each; its
// ys are stacked along a new first axis. Scan returns the last carries and the
// stacked ys.
//
// With reverse the steps go from the last to the first; ys[i] still belongs to step
// i. Body is called once, when the program is recorded. It may use any value from
// outside, such as weights; what it computes of such values alone is computed once.
//
// Gradients go through the loop.
func Scan(n int, reverse bool, carries, xs []*Value, body func(carries, xs []*Value) (next, ys []*Value)) (last, ys []*Value) {
	s := &scan{n: n, reverse: reverse, carries: len(carries), body: body}
	for i, x := range xs {
		if len(x.Shape) == 0 || x.Shape[0] != n && x.Shape[0] >= 0 {
			Fail("Scan", "xs[%d]: received shape %v, expected %d steps along the first axis", i, x.Shape, n)
		}
	}
	out := doAll(s, slices.Concat(carries, xs)...)
	return out[:len(carries)], out[len(carries):]
}

// A scan is Scan as an Operation: it takes carries and then xs.
type scan struct {
	n       int
	reverse bool
	carries int
	body    func(carries, xs []*Value) (next, ys []*Value)
}

// Apply implements [Operation].
func (s *scan) Apply(in []*Value) []*Value {
	leaves := make([]*Value, len(in))
	for i, v := range in {
		t := v.Type
		if i >= s.carries {
			t.Shape = t.Shape[1:]
		}
		leaves[i] = graph.Leaf(v.Name, t)
	}
	next, ys := s.body(leaves[:s.carries], leaves[s.carries:])
	sameCarries("Scan", leaves[:s.carries], next)
	b, outer := prim.Close(leaves, slices.Concat(next, ys))
	op := prim.Scan{Body: b, N: s.n, Carries: s.carries, Xs: len(in) - s.carries, Reverse: s.reverse}
	return graph.ApplyAll(op, slices.Concat(in, outer)...)
}

// sameCarries fails unless a step of fn makes values of the carries' types of them.
func sameCarries(fn string, carries, next []*Value) {
	if len(next) != len(carries) {
		Fail(fn, "the body returned %d carries, expected %d", len(next), len(carries))
	}
	for i, v := range next {
		if !v.Type.Equal(carries[i].Type) {
			Fail(fn, "the body returned %v as carry %d, expected %v", v.Type, i, carries[i].Type)
		}
	}
}

// ForiLoop calls body with the numbers (int32) from lower up to upper, and the
// carries, of which it returns the next ones. It returns the last carries.
func ForiLoop(lower, upper int, carries []*Value, body func(i *Value, carries []*Value) []*Value) []*Value {
	n := max(upper-lower, 0)
	i := AddScalar(Arange(n, tensor.Int32), float64(lower))
	last, _ := Scan(n, false, carries, []*Value{i}, func(carries, xs []*Value) (next, ys []*Value) {
		return body(xs[0], carries), nil
	})
	return last
}

// Map calls f for each index of the first axis of xs and stacks what it returns along
// a new first axis.
func Map(xs []*Value, f func(xs []*Value) []*Value) []*Value {
	if len(xs) == 0 || len(xs[0].Shape) == 0 {
		Fail("Map", "received %d values, expected at least one, with an axis", len(xs))
	}
	_, ys := Scan(xs[0].Shape[0], false, nil, xs, func(_, xs []*Value) (next, ys []*Value) { return nil, f(xs) })
	return ys
}

// WhileLoop calls body with the carries, of which it returns the next ones, as long
// as cond returns true for them, and at most maximum times unless that is negative.
// It returns the last carries. It has no gradient.
func WhileLoop(cond func(carries []*Value) *Value, body func(carries []*Value) []*Value, carries []*Value, maximum int) []*Value {
	return doAll(&while{cond, body, maximum}, carries...)
}

// A while is WhileLoop as an Operation.
type while struct {
	cond    func(carries []*Value) *Value
	body    func(carries []*Value) []*Value
	maximum int
}

// Apply implements [Operation].
func (w *while) Apply(in []*Value) []*Value {
	leaves := make([]*Value, len(in))
	for i, v := range in {
		leaves[i] = graph.Leaf(v.Name, v.Type)
	}
	goOn, next := Cast(w.cond(leaves), tensor.Bool), w.body(leaves)
	if goOn.Size() != 1 {
		Fail("WhileLoop", "the condition has shape %v, expected a scalar", goOn.Shape)
	}
	sameCarries("WhileLoop", leaves, next)
	both, outer := prim.Close(leaves, append([]*Value{Reshape(goOn)}, next...))
	cond, body := &prim.Body{In: both.In, Out: both.Out[:1]}, &prim.Body{In: both.In, Out: both.Out[1:]}
	return graph.ApplyAll(prim.While{Cond: cond, Body: body, Carries: len(in), Max: w.maximum}, slices.Concat(in, outer)...)
}

// Cond returns what ifTrue returns where the scalar pred holds, otherwise what
// ifFalse returns. Both are computed, and one of each pair of values is chosen: no
// time is saved, and neither must fail where it isn't wanted.
func Cond(pred *Value, ifTrue, ifFalse func() []*Value) []*Value {
	if pred.Size() != 1 {
		Fail("Cond", "the condition has shape %v, expected a scalar", pred.Shape)
	}
	xs, ys := ifTrue(), ifFalse()
	if len(xs) != len(ys) {
		Fail("Cond", "received %d and %d values, expected equally many", len(xs), len(ys))
	}
	pred = Reshape(Cast(pred, tensor.Bool))
	for i, x := range xs {
		if !x.Type.Equal(ys[i].Type) {
			Fail("Cond", "received %v and %v, expected equal types", x.Type, ys[i].Type)
		}
		xs[i] = Where(pred, x, ys[i])
	}
	return xs
}

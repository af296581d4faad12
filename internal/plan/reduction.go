package plan

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// reduction leaves out reductions of single elements and splits those over axes
// that are not beside each other into one after the other.
func reduction(s *simplifier, op graph.Op, in []*graph.Value) *graph.Value {
	axes, again := ReducedAxes(op)
	if again == nil {
		return nil
	}
	x := in[0]
	long := prim.Axes(0) // the axes of more than one element
	for i, d := range x.Shape {
		if axes.Has(i) && d != 1 {
			long |= prim.AxesOf(i)
		}
	}
	kept := x.Shape[:0].Clone()
	for i, d := range x.Shape {
		if !axes.Has(i) {
			kept = append(kept, d)
		}
	}
	to := prim.Reshape{Shape: graph.DimsOf(kept...)}
	if long == 0 {
		return s.one(to, x)
	}
	if last := lastRun(long, x.Shape); last != long {
		y := s.one(again(last), x)
		// The axes before the run keep their numbers.
		return s.one(to, s.one(again(long&^last), y))
	}
	if long != axes {
		return s.one(to, s.one(again(long), x))
	}
	return nil
}

// lastRun returns those of the axes that follow each other up to the last one,
// but for kept axes of size 1 between them.
func lastRun(axes prim.Axes, shape []int) prim.Axes {
	var run prim.Axes
	for i := len(shape) - 1; i >= 0; i-- {
		switch {
		case axes.Has(i):
			run |= prim.AxesOf(i)
		case run != 0 && shape[i] != 1:
			return run
		}
	}
	return run
}

// ReducedAxes returns the axes of a reduction and how to make one like it along
// others. The latter is nil if op is no reduction.
func ReducedAxes(op graph.Op) (prim.Axes, func(prim.Axes) graph.Op) {
	switch op := op.(type) {
	case prim.ReduceSum:
		return op.Axes, func(a prim.Axes) graph.Op { return prim.ReduceSum{Axes: a} }
	case prim.ReduceMax:
		return op.Axes, func(a prim.Axes) graph.Op { return prim.ReduceMax{Axes: a} }
	case prim.ReduceMin:
		return op.Axes, func(a prim.Axes) graph.Op { return prim.ReduceMin{Axes: a} }
	}
	return 0, nil
}

package plan

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// mostPads bounds the number of arrays that pads joins.
const mostPads = 64

// pads joins arrays that are put side by side among zeros and added up: so the
// gradients of pieces of an array become that of the array.
func pads(s *simplifier, op graph.Op, in []*graph.Value) *graph.Value {
	if op != (prim.Add{}) {
		return nil
	}
	list, ok := padsOf(nil, in[0])
	if ok {
		list, ok = padsOf(list, in[1])
	}
	if !ok {
		return nil
	}
	axis := -1 // the only one along which something is put
	for _, n := range list {
		for i, d := range n.In[0].Shape {
			if d == n.Out[0].Shape[i] {
				continue
			}
			if axis >= 0 && axis != i {
				return nil
			}
			axis = i
		}
	}
	begin := func(n *graph.Node) int { return n.Op.(prim.Pad).Before.D[axis] }
	slices.SortStableFunc(list, func(a, b *graph.Node) int { return begin(a) - begin(b) })
	parts := make([]*graph.Value, len(list))
	end := begin(list[0])
	for i, n := range list {
		if begin(n) != end {
			return nil
		}
		parts[i] = n.In[0]
		end += parts[i].Shape[axis]
	}
	return s.one(list[0].Op, s.one(prim.Concat{Axis: axis}, parts...))
}

// padsOf appends the uses of Pad of which v is the sum. ok is false if it isn't one.
func padsOf(list []*graph.Node, v *graph.Value) (_ []*graph.Node, ok bool) {
	if v.Node == nil || len(list) == mostPads {
		return nil, false
	}
	switch v.Node.Op.(type) {
	case prim.Pad:
		return append(list, v.Node), true
	case prim.Add:
		if list, ok = padsOf(list, v.Node.In[0]); ok {
			return padsOf(list, v.Node.In[1])
		}
	}
	return nil, false
}

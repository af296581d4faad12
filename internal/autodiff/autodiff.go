// Package autodiff derives gradients, in reverse, by the primitives' own rules.
package autodiff

import (
	"fmt"
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// Grad returns the gradient of the scalar out with respect to each of wrt, as
// more graph. A gradient is nil where out does not depend on the value.
func Grad(out *graph.Value, wrt ...*graph.Value) []*graph.Value {
	if out.Size() != 1 {
		panic(&graph.TypeError{Err: fmt.Errorf("gradient: received a value of shape %v, expected a scalar", out.Shape)})
	}
	return VJP([]*graph.Value{out}, []*graph.Value{prim.Full(out.Type, 1)}, wrt)
}

// VJP returns, for each of wrt, the sum over outs of the gradient of an output
// contracted with its cotangent. It is nil where no output depends on the value.
func VJP(outs, cotangents, wrt []*graph.Value) []*graph.Value {
	order := graph.Order(outs...)
	wanted := needed(order, wrt)
	grads := map[*graph.Value]*graph.Value{}
	add := func(v, g *graph.Value) {
		if !v.Type.Equal(g.Type) {
			panic(&graph.TypeError{Err: fmt.Errorf("gradient of type %v for a value of type %v", g.Type, v.Type)})
		}
		if old := grads[v]; old != nil {
			g = graph.Apply(prim.Add{}, old, g)
		}
		grads[v] = g
	}
	for i, v := range outs {
		add(v, cotangents[i])
	}
	for i := len(order) - 1; i >= 0; i-- {
		n := order[i]
		if !wanted.nodes[n] {
			continue
		}
		outGrads := make([]*graph.Value, len(n.Out))
		some := false
		for j, o := range n.Out {
			outGrads[j] = grads[o]
			some = some || outGrads[j] != nil
		}
		if !some {
			continue
		}
		for j, g := range vjp(n, outGrads, wanted.inputs(n)) {
			if g != nil {
				add(n.In[j], g)
			}
		}
	}
	res := make([]*graph.Value, len(wrt))
	for i, v := range wrt {
		res[i] = grads[v]
	}
	return res
}

// vjp returns the gradients of n's inputs, of those that are wanted at least.
func vjp(n *graph.Node, grads []*graph.Value, wanted []bool) []*graph.Value {
	if op, ok := n.Op.(prim.Scan); ok {
		return scan(n, op, grads, wanted)
	}
	return n.Op.VJP(n, grads)
}

// need is the values and the nodes through which some of those are reached that
// gradients are taken by. The gradients of all others are of no use to anyone.
type need struct {
	values map[*graph.Value]bool
	nodes  map[*graph.Node]bool
}

func needed(order []*graph.Node, wrt []*graph.Value) need {
	r := need{map[*graph.Value]bool{}, map[*graph.Node]bool{}}
	for _, v := range wrt {
		r.values[v] = true
	}
	for _, n := range order {
		r.nodes[n] = slices.Contains(r.inputs(n), true)
	}
	return r
}

// inputs tells which inputs of n are needed.
func (r need) inputs(n *graph.Node) []bool {
	list := make([]bool, len(n.In))
	for i, v := range n.In {
		list[i] = r.values[v] || v.Node != nil && r.nodes[v.Node]
	}
	return list
}

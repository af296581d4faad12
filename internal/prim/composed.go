package prim

import "github.com/gokeras/keras/internal/graph"

// composed returns the gradients of the inputs of n, of which f computes what n does
// by other primitives, from the rules of these.
func composed(n *node, g []*value, f func(in []*value) []*value) []*value {
	before := map[*node]bool{}
	for _, m := range graph.Order(n.In...) {
		before[m] = true
	}
	grads := map[*value]*value{}
	add := func(v, g *value) {
		if old := grads[v]; old != nil {
			g = apply(Add{}, old, g)
		}
		grads[v] = g
	}
	out := f(n.In)
	for i, v := range out {
		if g[i] != nil {
			add(v, g[i])
		}
	}
	order := graph.Order(out...)
	for i := len(order) - 1; i >= 0; i-- {
		m := order[i]
		d := grads[m.Out[0]]
		if before[m] || d == nil {
			continue
		}
		for j, g := range m.Op.VJP(m, []*value{d}) {
			if g != nil {
				add(m.In[j], g)
			}
		}
	}
	in := make([]*value, len(n.In))
	for i, v := range n.In {
		in[i] = grads[v]
	}
	return in
}

package plan

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// uses returns the values that a program needs of its nodes.
func uses(p *graph.Program, order []*graph.Node) map[*graph.Value]bool {
	used := map[*graph.Value]bool{}
	for _, n := range order {
		for _, v := range n.In {
			used[v] = true
		}
	}
	for _, v := range p.Outputs {
		used[v] = true
	}
	for _, v := range p.Vars {
		if v.Next != nil {
			used[v.Next] = true
		}
	}
	return used
}

// wanted returns the op of n without results that nobody uses, and the results that
// are left. A loop need not stack what is not looked at.
func wanted(n *graph.Node, used map[*graph.Value]bool) (graph.Op, []*graph.Value) {
	op, ok := n.Op.(prim.Scan)
	if !ok {
		return n.Op, n.Out
	}
	body := &prim.Body{In: op.Body.In}
	var left []*graph.Value
	for i, v := range n.Out {
		if i < op.Carries || used[v] {
			body.Out = append(body.Out, op.Body.Out[i])
			left = append(left, v)
		}
	}
	if len(left) == len(n.Out) {
		return n.Op, n.Out
	}
	op.Body = body
	return op, left
}

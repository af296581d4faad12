package plan

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
)

// sources takes primitives that one group alone reads, element by element, into
// the step of that group: what they compute is used while it is in the cache, and
// never written to memory. Of several for one group the largest is taken.
func (o *ordering) sources() {
	f := o.f
	if f.target.Source == nil {
		return
	}
	kept := o.kept()
	for i, n := range f.nodes {
		if f.role[i] != alone || kept[n] || len(n.Out) != 1 {
			continue
		}
		s := o.reader(i)
		if s == nil || s.Group.Segment != s.Group.N || !f.target.Source(n, *s.Group) {
			continue
		}
		if old := s.Source; old != nil {
			if old.In[0].Size() >= n.In[0].Size() {
				continue
			}
			own := &Step{Nodes: []*graph.Node{old}}
			o.stepOf[f.index[old]] = own
			o.steps = append(o.steps, own)
		}
		s.Source = n
		o.steps = slices.DeleteFunc(o.steps, func(own *Step) bool { return own == o.stepOf[i] })
		o.stepOf[i] = s
	}
}

// kept returns the nodes whose results are outputs or values of variables.
func (o *ordering) kept() map[*graph.Node]bool {
	kept := map[*graph.Node]bool{}
	for _, v := range o.Program.Outputs {
		kept[Root(v).Node] = true
	}
	for _, v := range o.Program.Vars {
		if v.Next != nil {
			kept[Root(v.Next).Node] = true
		}
	}
	return kept
}

// reader returns the step of the one group that reads the result of node i, and
// each element of it where it computes the element of that place; nil if there is
// no such group.
func (o *ordering) reader(i int) *Step {
	f := o.f
	var s *Step
	for _, u := range f.users[i] {
		if f.role[u] == alone || s != nil && o.stepOf[u] != s {
			return nil
		}
		s = o.stepOf[u]
		for k := range f.nodes[u].In {
			if from, _ := f.operand(u, k); from != i {
				continue
			}
			if _, again := Operand(f.nodes[u], k); again != nil || f.nodes[i].Out[0].Size() != s.Group.N {
				return nil
			}
		}
	}
	return s
}

package plan

import (
	"encoding/binary"
	"fmt"

	"github.com/gokeras/keras/internal/graph"
)

// Simplify returns a program that computes what p does with fewer nodes. Results
// are the same but for the sign of zeros.
func Simplify(p *graph.Program) *graph.Program {
	s := &simplifier{
		values: map[*graph.Value]*graph.Value{},
		shared: map[use][]*graph.Value{},
		ids:    map[*graph.Value]uint64{},
		rules:  []rule{movement, algebra, pads, logic, reduction, product, convolution, hoist, fold},
	}
	order := p.Order()
	used := uses(p, order)
	for _, n := range order {
		in := make([]*graph.Value, len(n.In))
		for i, v := range n.In {
			in[i] = s.value(v)
		}
		op, out := wanted(n, used)
		for i, v := range s.apply(op, in) {
			if !v.Type.Equal(out[i].Type) {
				panic(fmt.Sprintf("plan: %s became %v, expected %v", graph.Name(op), v.Type, out[i].Type))
			}
			s.values[out[i]] = v
		}
	}
	q := &graph.Program{Name: p.Name, Inputs: p.Inputs}
	for _, v := range p.Outputs {
		q.Outputs = append(q.Outputs, s.value(v))
	}
	for _, v := range p.Vars {
		if v.Next != nil {
			v.Next = s.value(v.Next)
			if v.Next == v.Leaf {
				v.Next = nil
			}
		}
		q.Vars = append(q.Vars, v)
	}
	return q
}

// A simplifier builds the new program from the old one, from the leaves up.
type simplifier struct {
	values map[*graph.Value]*graph.Value // old to new
	shared map[use][]*graph.Value        // what has been computed already
	ids    map[*graph.Value]uint64
	rules  []rule // tried in order
}

// A use is an op with its operands, as a key.
type use struct {
	op graph.Op
	in string
}

func (s *simplifier) value(v *graph.Value) *graph.Value {
	if v.Node == nil {
		return v
	}
	return s.values[v]
}

// A rule returns the value that replaces a use of an op, nil if it doesn't apply.
// It may apply other ops to make it.
type rule func(s *simplifier, op graph.Op, in []*graph.Value) *graph.Value

// apply returns the outputs of op, from rules, from an equal use before, or from
// a new node.
func (s *simplifier) apply(op graph.Op, in []*graph.Value) []*graph.Value {
	k := use{op, s.key(in)}
	if out, ok := s.shared[k]; ok {
		return out
	}
	out := s.compute(op, in)
	s.shared[k] = out
	return out
}

func (s *simplifier) compute(op graph.Op, in []*graph.Value) []*graph.Value {
	for _, rule := range s.rules {
		if v := rule(s, op, in); v != nil {
			return []*graph.Value{v}
		}
	}
	return graph.ApplyAll(op, in...)
}

// one is apply for an op of one output.
func (s *simplifier) one(op graph.Op, in ...*graph.Value) *graph.Value { return s.apply(op, in)[0] }

// key returns the identities of the operands.
func (s *simplifier) key(in []*graph.Value) string {
	b := make([]byte, 0, 64)
	for _, v := range in {
		id, ok := s.ids[v]
		if !ok {
			id = uint64(len(s.ids))
			s.ids[v] = id
		}
		b = binary.AppendUvarint(b, id)
	}
	return string(b)
}

// from returns the op that v comes from and its operands, or nil.
func from(v *graph.Value) (graph.Op, []*graph.Value) {
	if v.Node == nil {
		return nil, nil
	}
	return v.Node.Op, v.Node.In
}

package cpu

import (
	"reflect"

	"github.com/gokeras/keras/internal/engine/cpu/elem"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A primitive whose result one group alone reads is computed within the group: a
// piece of the result, then the group over that, while it is in the cache. So a
// layer's activation is applied to what its product gave, and an optimizer updates
// weights by a gradient that is never written.

// A Source computes the result of a primitive piece by piece.
type Source interface {
	// before returns the loops that must have run, such as those that pack an operand.
	before() []Loop

	// shared returns the number of shared floats that those write.
	shared() int

	// block returns the number of elements of a piece. The last one may have less.
	block() int

	// work returns about how many additions of elements all pieces take, and scratch
	// the number of floats that a worker needs for itself.
	work() int
	scratch() int

	// piece computes piece p.
	piece(m *Memory, z []float32, p int, scratch []float32)
}

var sources = map[reflect.Type]func(op graph.Op, u Use) Source{}

// BindSource makes known how primitive P is computed within a group. If f returns nil,
// for a use that it is not made for, P is a step of its own. BindSource returns true,
// so that it can stand in a variable declaration beside f.
func BindSource[P graph.Op](f func(p P, u Use) Source) bool {
	sources[reflect.TypeFor[P]()] = func(op graph.Op, u Use) Source { return f(op.(P), u) }
	return true
}

func sourceOf(u Use) Source {
	f := sources[reflect.TypeOf(u.Op)]
	if f == nil || u.Out[0].DType != tensor.Float32 || u.Out[0].Size() == 0 {
		return nil
	}
	return f(u.Op, u)
}

// isSource tells whether n can be computed within a group.
func isSource(n *graph.Node, t plan.Tiling) bool {
	s := sourceOf(Use{
		Node: n, X: make([]int, len(n.In)), Z: make([]int, len(n.Out)),
		shadow:   func(*graph.Value) *shadow { return nil },
		resident: func(*graph.Value) *shadow { return nil },
		held:     func(*graph.Value, bool) (int, bool) { return 0, false },
	})
	return s != nil && s.block()%t.Unit == 0
}

// wholly returns the loops of a step that is what a Source computes.
func wholly(u Use) []Loop {
	s := sourceOf(u)
	if s == nil {
		return nil
	}
	return stepwise(s, u)
}

// stepwise returns the loops that compute all pieces of s.
func stepwise(s Source, u Use) []Loop {
	block, size, z := s.block(), u.Out[0].Size(), u.Z[0]
	return append(s.before(), Loop{
		Parts: (size + block - 1) / block, Work: s.work(), Scratch: s.scratch(),
		Run: func(m *Memory, lo, hi int) {
			for ; lo < hi; lo++ {
				s.piece(m, m.Floats(z)[lo*block:min((lo+1)*block, size)], lo, m.Scratch)
			}
		},
	})
}

// sourced appends the loops of a group with a source.
func (c *compiler) sourced(s *plan.Step) {
	if c.panelled[s] {
		c.throughPanels(s)
		return
	}
	n := s.Source
	x := sourceOf(Use{Node: n, X: c.numbers(n.In), Z: make([]int, len(n.Out)), shadow: c.shadowOf, resident: c.residentOf, held: c.held})
	at := x.shared() // where the group's part of the shared floats begins
	code := elem.Compile(s, c.plan, c.memory.number, x.block())
	r := &pieces{Source: x, size: n.Out[0].Size(), code: code, at: at}
	switch x := x.(type) {
	case *rows:
		r.written, r.cols = c.follows(s, x.product), x.n
	case *scattering:
		r.factors, r.sparse = c.keepsByZero(s)
	}
	c.grouped(s, code, at, append(x.before(), Loop{
		Parts: code.Parts(), Work: x.work() + code.Work(),
		Scratch: x.block() + x.scratch() + code.Scratch(), Shared: at + code.Shared(),
		Run: r.run,
	})...)
}

// follows returns the shadows of variables that a group writes, row for row of its
// source x. The group keeps them up to date.
func (c *compiler) follows(s *plan.Step, x *product) []*shadow {
	var list []*shadow
	for _, b := range s.Writes {
		if b.Kind != plan.Variable {
			continue
		}
		if v := c.shadows[b.Index]; v != nil && v.k == x.m && v.n == x.n {
			list = append(list, v)
			c.kept[b.Index] = true
		}
	}
	return list
}

// keepsByZero tells whether a group leaves variables as they are where its source is zero, as
// w - lr·g does: all that it writes is a variable less, or with, multiples of the source. It
// does if the factors, numbers in these buffers, are finite.
func (c *compiler) keepsByZero(s *plan.Step) (factors []int, keeps bool) {
	zero := map[*graph.Value]bool{s.Source.Out[0]: true}
	kept := 0
	for _, n := range s.Nodes {
		if len(n.Out) != 1 || !elem.Pointwise(n) {
			return nil, false
		}
		var in []*graph.Value
		for i := range n.In {
			root, again := plan.Operand(n, i)
			if again != nil && zero[root] {
				return nil, false
			}
			in = append(in, root)
		}
		switch n.Op.(type) {
		case prim.Mul:
			for i := range in {
				if zero[in[i]] && !zero[n.Out[0]] {
					f, ok := c.factor(n.In[1-i], in[1-i])
					factors, zero[n.Out[0]] = append(factors, f...), ok
				}
			}
		case prim.Neg, prim.Cast:
			zero[n.Out[0]] = zero[in[0]]
		case prim.Sub, prim.Add:
			b, to := c.plan.Buffer(in[0]), c.plan.Buffer(n.Out[0])
			if zero[in[1]] && b != nil && to != nil && b.Kind == plan.Variable && to.Kind == plan.Variable && b.Index == to.Index {
				kept++
			}
		}
	}
	return factors, kept == len(s.Writes)
}

// factor tells whether an operand is one number, with its root, and where it lies if it isn't
// known to be finite.
func (c *compiler) factor(v, root *graph.Value) (buffer []int, ok bool) {
	if x, ok := plan.Splat(v); ok {
		return nil, x-x == 0
	}
	b := c.plan.Buffer(root)
	if b == nil || root.Size() != 1 || root.DType != tensor.Float32 {
		return nil, false
	}
	return []int{c.memory.number(b)}, true
}

// A pieces is the loop of a group with a source.
type pieces struct {
	Source
	size    int // elements of the source's result
	code    *elem.Code
	at      int       // where the group's part of the shared floats begins
	written []*shadow // of cols columns
	cols    int
	sparse  bool  // of a scattering: rows that nothing goes to can be left alone
	factors []int // if these are finite
}

func (r *pieces) run(m *Memory, lo, hi int) {
	block, scratch := r.block(), r.scratch()
	z, own, rest := m.Scratch[:block], m.Scratch[block:][:scratch], m.Scratch[block+scratch:]
	w := r.code.Worker(m, rest, m.Shared()[r.at:])
	sparse := r.sparse
	for _, f := range r.factors {
		x := m.Floats(f)[0]
		sparse = sparse && x-x == 0
	}
	for ; lo < hi; lo++ {
		first := lo * block
		z := z[:min(block, r.size-first)]
		if sparse && r.Source.(*scattering).touch(m, z, lo, own, &w) {
			continue
		}
		r.piece(m, z, lo, own)
		w.Part(lo, z)
		for _, v := range r.written {
			v.rows(first/r.cols, (first+len(z))/r.cols)
		}
	}
}

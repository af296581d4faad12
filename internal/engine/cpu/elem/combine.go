package elem

import (
	"github.com/gokeras/keras/internal/engine/cpu/vec"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

var (
	addRelu = vec.AddRelu.Best()
	gate    = vec.Gate.Best()
)

// The roles of primitives, with a number or a slice as the second operand.
var (
	scalarRoles = map[graph.Op]role{prim.Mul{}: isMulScalar, prim.Add{}: isAddScalar}
	sliceRoles  = map[graph.Op]role{prim.Add{}: isAdd, prim.Sub{}: isSub, prim.Mul{}: isMul, prim.Div{}: isDiv, prim.Max{}: isMax}
	unaryRoles  = map[graph.Op]role{prim.Sqrt{}: isSqrt, prim.Abs{}: isAbs, prim.Relu{}: isRelu}
)

// A matcher looks for runs of instructions that one loop does: those that
// optimizers are made of (update.go), and a few others. They are told apart by the
// roles that instructions have, see role.
type matcher struct {
	*compiler
	uses    map[int]int // how often a register is read
	defined map[int]int // the instruction that sets it
	gone    map[int]bool
}

// combine replaces some runs of instructions by one that does the same, bit for
// bit.
func (c *compiler) combine() {
	m := &matcher{c, map[int]int{}, map[int]int{}, map[int]bool{}}
	for i := range c.instrs {
		in := &c.instrs[i]
		for _, o := range in.operands() {
			if o.place == reg {
				m.uses[o.i]++
			}
		}
		if in.dst.place == reg {
			m.defined[in.dst.i] = i
		}
	}
	for _, out := range c.results {
		if o := c.places[out]; o.place == reg {
			m.uses[o.i]++ // by what is behind the group
		}
	}
	for i := range c.instrs {
		if !m.update(i) && !m.addRelu(i) {
			m.gate(i)
		}
	}
	kept := c.instrs[:0]
	for i, in := range c.instrs {
		if !m.gone[i] {
			kept = append(kept, in)
		}
	}
	c.instrs = kept
	clear(c.reads)
	for i := range c.instrs {
		c.note(i)
	}
}

// inner returns the instruction that computes o for one reader only, if it has
// the given role, and its number.
func (m *matcher) inner(o operand, r role) (*instr, int) {
	if o.place != reg || m.uses[o.i] != 1 {
		return nil, 0
	}
	at, ok := m.defined[o.i]
	if !ok || m.gone[at] || m.instrs[at].role != r {
		return nil, 0
	}
	return &m.instrs[at], at
}

// addRelu combines max(a+b, 0).
func (m *matcher) addRelu(i int) bool {
	in := &m.instrs[i]
	if in.role != isRelu {
		return false
	}
	sum, at := m.inner(in.a, isAdd)
	if sum == nil {
		return false
	}
	m.gone[at] = true
	*in = instr{binary: addRelu, dst: in.dst, a: sum.a, b: sum.b}
	return true
}

// gate combines a choice of a number where another one is positive, and of 0 elsewhere.
func (m *matcher) gate(i int) {
	in := &m.instrs[i]
	zero, ok := m.filled[operand{place: imm}]
	if in.choice == nil || !ok || in.c != zero {
		return
	}
	if step, at := m.inner(in.a, isStep); step != nil {
		m.gone[at] = true
		*in = instr{binary: gate, dst: in.dst, a: step.a, b: in.b}
	}
}

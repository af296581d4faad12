package elem

import (
	"github.com/gokeras/keras/internal/engine/cpu/vec"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
)

var (
	toward       = vec.Toward.Best()
	towardSquare = vec.TowardSquare.Best()
	rootStep     = vec.RootStep.Best()
	updateAdam   = vec.Adam.Best()
	addRelu      = vec.AddRelu.Best()
	gate         = vec.Gate.Best()
)

// The roles of primitives, with a number or a slice as the second operand.
var (
	scalarRoles = map[graph.Op]role{prim.Mul{}: isMulScalar, prim.Add{}: isAddScalar}
	sliceRoles  = map[graph.Op]role{prim.Add{}: isAdd, prim.Sub{}: isSub, prim.Div{}: isDiv}
	unaryRoles  = map[graph.Op]role{prim.Sqrt{}: isSqrt, prim.Relu{}: isRelu}
)

// A matcher looks for runs of instructions that one loop does: those that
// optimizers are made of. They are told apart by the roles that instructions
// have, see role.
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
		if !m.toward(i) && !m.rootStep(i) && !m.addRelu(i) {
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

// toward combines a + (b-a)·k, where b may be a square.
func (m *matcher) toward(i int) bool {
	in := &m.instrs[i]
	if in.role != isAddScaled {
		return false
	}
	way, at := m.inner(in.b, isSub)
	if way == nil || way.b != in.a {
		return false
	}
	m.gone[at] = true
	in.scaled, in.b, in.role = toward, way.a, isToward
	if square, at := m.inner(way.a, isSquare); square != nil {
		m.gone[at] = true
		in.scaled, in.b, in.role = towardSquare, square.a, isTowardSquare
	}
	return true
}

// rootStep combines w - a·s / (√b + e).
func (m *matcher) rootStep(i int) bool {
	in := &m.instrs[i]
	if in.role != isSub {
		return false
	}
	step, at0 := m.inner(in.b, isDiv)
	if step == nil {
		return false
	}
	scaled, at1 := m.inner(step.a, isMulScalar)
	divisor, at2 := m.inner(step.b, isAddScalar)
	if scaled == nil || divisor == nil || divisor.b.place != imm {
		return false
	}
	root, at3 := m.inner(divisor.a, isSqrt)
	if root == nil {
		return false
	}
	for _, at := range []int{at0, at1, at2, at3} {
		m.gone[at] = true
	}
	*in = instr{rooted: rootStep, dst: in.dst, a: in.a, b: scaled.a, c: root.a, d: scaled.b, e: divisor.b.k}
	return true
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

// An adam is three instructions that make a whole step of Adam, over memory that
// each of them changes in place.
type adam struct{ m, v, w instr }

func (a *adam) run(e *exec) {
	updateAdam(e.slice(&a.w.dst), e.slice(&a.m.dst), e.slice(&a.v.dst), e.slice(&a.m.b),
		e.number(&a.m.c), e.number(&a.v.c), e.number(&a.w.d), a.w.e)
}

// wholeSteps replaces the three instructions of Adam's step by one, where they
// follow each other and change memory in place. It is called when all operands
// are where they will be.
func (c *compiler) wholeSteps() {
	inPlace := func(in *instr) bool {
		return in.dst.place == mem && in.a.place == mem && c.variable(in.dst) == c.variable(in.a)
	}
	kept := c.instrs[:0]
	for i := 0; i < len(c.instrs); i++ {
		if i+2 < len(c.instrs) {
			m, v, w := c.instrs[i], c.instrs[i+1], c.instrs[i+2]
			if m.role == isTowardSquare {
				m, v = v, m
			}
			if m.role == isToward && v.role == isTowardSquare && w.rooted != nil &&
				inPlace(&m) && inPlace(&v) && inPlace(&w) && m.b == v.b && m.b.slice() &&
				w.b == m.dst && w.c == v.dst && (m.b.place != mem || c.variable(m.b) < 0) {
				kept = append(kept, instr{adam: &adam{m, v, w}})
				i += 2
				continue
			}
		}
		kept = append(kept, c.instrs[i])
	}
	c.instrs = kept
}

// variable returns the number of the variable that an operand in memory is, and a
// negative number of its own if it is none.
func (c *compiler) variable(o operand) int {
	if b := c.buffer[o.i]; b.Kind == plan.Variable {
		return b.Index
	}
	return -1 - o.i
}

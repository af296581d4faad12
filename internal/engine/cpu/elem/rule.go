package elem

import (
	"github.com/gokeras/keras/internal/engine/cpu/vec"
	"github.com/gokeras/keras/internal/plan"
)

var (
	stepAdam    = vec.Adam.Best()
	stepRMSprop = vec.RMSprop.Best()
)

// A rule is instructions that make a whole step of an optimizer: averages, which are
// changed in place, and the weights' step by them. Only Adam has m.
type rule struct{ m, v, w instr }

func (r *rule) run(e *exec) {
	dst, w, v, g := e.slice(&r.w.dst), e.slice(&r.w.a), e.slice(&r.v.dst), e.slice(&r.v.b)
	k, s := e.number(&r.v.c), e.number(&r.w.d)
	if r.m.role == isToward {
		stepAdam(dst, w, e.slice(&r.m.dst), v, g, e.number(&r.m.c), k, s, r.w.e)
		return
	}
	stepRMSprop(dst, w, v, g, k, e.number(&r.v.d), r.w.k, s, r.w.e)
}

// rules replaces the instructions of a whole step by one, where they follow each other.
// It is called when all operands are where they will be.
func (c *compiler) rules() {
	kept := c.instrs[:0]
	for rest := c.instrs; len(rest) > 0; {
		r, n := c.adam(rest)
		if n == 0 {
			r, n = c.rmsprop(rest)
		}
		if n == 0 {
			kept, rest = append(kept, rest[0]), rest[1:]
			continue
		}
		kept, rest = append(kept, instr{rule: r}), rest[n:]
	}
	c.instrs = kept
}

// adam returns the rule that the first of some instructions are, and how many they are
// or 0.
func (c *compiler) adam(list []instr) (*rule, int) {
	if len(list) < 3 {
		return nil, 0
	}
	m, v, w := list[0], list[1], list[2]
	if m.role == isTowardSquare {
		m, v = v, m
	}
	if m.role != isToward || v.role != isTowardSquare || w.role != isRootStep || w.k != 1 ||
		m.b != v.b || !c.follows(&m) || !c.follows(&v) || !c.steps(&w) || w.b != m.dst || w.c != v.dst {
		return nil, 0
	}
	return &rule{m, v, w}, 3
}

// rmsprop is adam for RMSprop and Adagrad.
func (c *compiler) rmsprop(list []instr) (*rule, int) {
	if len(list) < 2 {
		return nil, 0
	}
	v, w := list[0], list[1]
	if v.role != isBlendSquare || w.role != isStepRoot ||
		!c.follows(&v) || !c.steps(&w) || w.b != v.b || w.c != v.dst {
		return nil, 0
	}
	return &rule{v: v, w: w}, 2
}

// follows tells whether an average is changed in place, by what is no variable.
func (c *compiler) follows(in *instr) bool {
	return c.inPlace(in) && (in.b.place != mem || c.variable(in.b) < 0)
}

// steps tells whether weights are changed in place, or come from a register.
func (c *compiler) steps(in *instr) bool { return c.inPlace(in) || in.a.place == reg }

func (c *compiler) inPlace(in *instr) bool {
	return in.dst.place == mem && in.a.place == mem && c.variable(in.dst) == c.variable(in.a)
}

// variable returns the number of the variable that an operand in memory is, and a
// negative number of its own if it is none.
func (c *compiler) variable(o operand) int {
	if b := c.buffer[o.i]; b.Kind == plan.Variable {
		return b.Index
	}
	return -1 - o.i
}

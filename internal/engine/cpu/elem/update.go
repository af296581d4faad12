package elem

import "github.com/gokeras/keras/internal/engine/cpu/vec"

var (
	toward       = vec.Toward.Best()
	towardSquare = vec.TowardSquare.Best()
	maxAbs       = vec.MaxAbs.Best()
	blend        = vec.Blend.Best()
	blendSquare  = vec.BlendSquare.Best()
	quotientStep = vec.QuotientStep.Best()
	rootStep     = vec.RootStep.Best()
	stepRoot     = vec.StepRoot.Best()
	rootRatio    = vec.RootRatio.Best()
)

// update combines what ends with instruction i and is part of an optimizer's rule, and
// tells whether there is such.
func (m *matcher) update(i int) bool {
	in := &m.instrs[i]
	switch in.role {
	case isAdd:
		return m.blendSquare(in, in.a, in.b) || m.blendSquare(in, in.b, in.a)
	case isSub:
		return m.step(in, in.a, in.b, 1, true) || m.blendWith(in, in.a, in.b, number(-1))
	case isAddScaled:
		return m.toward(in) || m.blendWith(in, in.a, in.b, in.c) ||
			in.c.place == imm && m.step(in, in.b, in.a, in.c.k, false)
	case isMax:
		return m.maxAbs(in)
	case isDiv:
		return m.rootRatio(in)
	}
	return false
}

func number(k float32) operand { return operand{place: imm, k: k} }

// toward combines a + (b-a)·k, where b may be a square.
func (m *matcher) toward(in *instr) bool {
	way, at := m.inner(in.b, isSub)
	if way == nil || way.b != in.a {
		return false
	}
	m.gone[at] = true
	in.scaled, in.b, in.role = toward, way.a, isToward
	if x, ok := m.square(way.a); ok {
		in.scaled, in.b, in.role = towardSquare, x, isTowardSquare
	}
	return true
}

// square returns x if o is x² and read here only, and removes that instruction.
func (m *matcher) square(o operand) (x operand, ok bool) {
	square, at := m.inner(o, isSquare)
	if square == nil {
		return operand{}, false
	}
	m.gone[at] = true
	return square.a, true
}

// blendWith combines a·s + b·t, where b may be a square, and a too if s is 1.
func (m *matcher) blendWith(in *instr, a, b, t operand) bool {
	scaled, at := m.inner(a, isMulScalar)
	if scaled == nil {
		return m.squareBlended(in, a, b, number(1), t)
	}
	m.gone[at] = true
	if !m.squareBlended(in, scaled.a, b, scaled.b, t) {
		*in = instr{blend: blend, dst: in.dst, a: scaled.a, b: b, c: scaled.b, d: t}
	}
	return true
}

// blendSquare combines a + b².
func (m *matcher) blendSquare(in *instr, a, b operand) bool {
	return m.squareBlended(in, a, b, number(1), number(1))
}

// squareBlended combines a·s + b·t if b is a square.
func (m *matcher) squareBlended(in *instr, a, b, s, t operand) bool {
	x, ok := m.square(b)
	if ok {
		*in = instr{role: isBlendSquare, blend: blendSquare, dst: in.dst, a: a, b: x, c: s, d: t}
	}
	return ok
}

// step combines w·k + q, where q or, if less is set, its negative is one of
//
//	a·s/(b+e)
//	a·s/(√b+e)
//	a·s/√(b+e)
func (m *matcher) step(in *instr, w, q operand, k float32, less bool) bool {
	quotient, at0 := m.inner(q, isDiv)
	if quotient == nil {
		return false
	}
	z := instr{dst: in.dst, a: w, b: quotient.a, d: number(1), k: k}
	gone := []int{at0}
	if root, at := m.inner(quotient.b, isSqrt); root != nil {
		sum, at1 := m.plus(root.a)
		if sum == nil {
			return false
		}
		z.role, z.step, z.c, z.e = isStepRoot, stepRoot, sum.a, sum.b.k
		gone = append(gone, at, at1)
	} else {
		sum, at := m.plus(quotient.b)
		if sum == nil {
			return false
		}
		z.step, z.c, z.e = quotientStep, sum.a, sum.b.k
		gone = append(gone, at)
		if root, at := m.inner(sum.a, isSqrt); root != nil {
			z.role, z.step, z.c = isRootStep, rootStep, root.a
			gone = append(gone, at)
		}
	}
	if scaled, at := m.inner(quotient.a, isMulScalar); scaled != nil {
		z.b, z.d = scaled.a, scaled.b
		gone = append(gone, at)
	}
	if less {
		z.d = z.d.negative()
	}
	for _, at := range gone {
		m.gone[at] = true
	}
	*in = z
	return true
}

// plus returns the instruction that adds a known number, if o is its result and read
// here only.
func (m *matcher) plus(o operand) (*instr, int) {
	sum, at := m.inner(o, isAddScalar)
	if sum == nil || sum.b.place != imm {
		return nil, 0
	}
	return sum, at
}

// maxAbs combines max(a·s, |b|).
func (m *matcher) maxAbs(in *instr) bool {
	scaled, at0 := m.inner(in.a, isMulScalar)
	abs, at1 := m.inner(in.b, isAbs)
	if scaled == nil || abs == nil {
		return false
	}
	m.gone[at0], m.gone[at1] = true, true
	*in = instr{scaled: maxAbs, dst: in.dst, a: scaled.a, b: abs.a, c: scaled.b}
	return true
}

// rootRatio combines √(a+e)·x / √(b+e).
func (m *matcher) rootRatio(in *instr) bool {
	product, at0 := m.inner(in.a, isMul)
	below, at1 := m.inner(in.b, isSqrt)
	if product == nil || below == nil {
		return false
	}
	above, at2 := m.inner(product.a, isSqrt)
	if above == nil {
		return false
	}
	a, at3 := m.plus(above.a)
	b, at4 := m.plus(below.a)
	if a == nil || b == nil || a.b != b.b {
		return false
	}
	for _, at := range []int{at0, at1, at2, at3, at4} {
		m.gone[at] = true
	}
	*in = instr{ratio: rootRatio, dst: in.dst, a: product.b, b: a.a, c: b.a, e: a.b.k}
	return true
}

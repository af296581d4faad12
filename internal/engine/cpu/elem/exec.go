package elem

// A place is where an operand is.
type place uint8

const (
	none  place = iota
	reg         // in a register: memory for a tile
	mem         // in a buffer, element by element
	imm         // a known number
	one         // in a buffer of one element
	given       // in the group's source
)

// An operand is what an instruction reads or writes.
type operand struct {
	place place
	i     int // of the register or buffer
	k     float32
	neg   bool // of one: the number's negative is meant
}

// A role tells instructions apart that can be combined.
type role uint8

const (
	other role = iota
	isAdd
	isSub
	isDiv
	isMulScalar
	isAddScalar
	isAddScaled
	isSquare
	isSqrt
	isAbs
	isMul
	isMax
	isToward
	isTowardSquare
	isBlendSquare
	isRootStep
	isStepRoot
	isStep
	isRelu
)

// An instr is one instruction. What it does is told by which function is set.
type instr struct {
	role role

	dst, a, b, c, d operand
	k, e            float32 // known numbers of step and ratio
	rule            *rule

	unary  func(dst, a []float32)
	binary func(dst, a, b []float32)
	scalar func(dst, a []float32, s float32)
	scaled func(dst, a, b []float32, s float32)
	blend  func(dst, a, b []float32, s, t float32)
	step   func(dst, w, a, b []float32, k, s, e float32)
	ratio  func(dst, x, a, b []float32, e float32)
	choice func(dst, cond, a, b []float32)
	fill   func(dst []float32, s float32)
	load   *load
	store  func(m Memory, buffer int, at int, a []float32)
	reduce *reduce
}

// exec is the state of a worker in a group.
type exec struct {
	m       Memory
	scratch []float32
	shared  []float32
	tile    int
	at, n   int // the tile's first element and its size
	part    int
	segment int
	first   bool // the tile is the part's first one

	source []float32 // the elements of the group's source from base on
	base   int
}

func (e *exec) slice(o *operand) []float32 {
	switch o.place {
	case reg:
		return e.scratch[o.i*e.tile:][:e.n:e.n]
	case given:
		return e.source[e.at-e.base:][:e.n:e.n]
	}
	return e.m.Floats(o.i)[e.at:][:e.n:e.n]
}

func (e *exec) number(o *operand) float32 {
	if o.place == imm {
		return o.k
	}
	s := e.m.Floats(o.i)[0]
	if o.neg {
		return -s
	}
	return s
}

func (e *exec) do(in *instr) {
	switch {
	case in.binary != nil:
		in.binary(e.slice(&in.dst), e.slice(&in.a), e.slice(&in.b))
	case in.scalar != nil:
		in.scalar(e.slice(&in.dst), e.slice(&in.a), e.number(&in.b))
	case in.unary != nil:
		in.unary(e.slice(&in.dst), e.slice(&in.a))
	case in.scaled != nil:
		in.scaled(e.slice(&in.dst), e.slice(&in.a), e.slice(&in.b), e.number(&in.c))
	case in.rule != nil:
		in.rule.run(e)
	case in.blend != nil:
		in.blend(e.slice(&in.dst), e.slice(&in.a), e.slice(&in.b), e.number(&in.c), e.number(&in.d))
	case in.step != nil:
		in.step(e.slice(&in.dst), e.slice(&in.a), e.slice(&in.b), e.slice(&in.c), in.k, e.number(&in.d), in.e)
	case in.ratio != nil:
		in.ratio(e.slice(&in.dst), e.slice(&in.a), e.slice(&in.b), e.slice(&in.c), in.e)
	case in.choice != nil:
		in.choice(e.slice(&in.dst), e.slice(&in.a), e.slice(&in.b), e.slice(&in.c))
	case in.reduce != nil:
		in.reduce.run(e, e.slice(&in.a))
	case in.load != nil:
		in.load.run(e.m, e.slice(&in.dst), e.at)
	case in.store != nil:
		in.store(e.m, in.b.i, e.at, e.slice(&in.a))
	case in.fill != nil:
		in.fill(e.slice(&in.dst), e.number(&in.a))
	}
}

package elem

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// Fuses tells whether n can be part of a group.
func Fuses(n *graph.Node) bool {
	in := make([]tensor.DType, len(n.In))
	for i, v := range n.In {
		in[i] = v.DType
	}
	out := n.Out[0].DType
	switch op := n.Op.(type) {
	case prim.Cast:
		return op.To == tensor.Float32 || op.To == tensor.Bool && in[0] == tensor.Float32
	case prim.ReduceSum, prim.ReduceMax, prim.ReduceMin:
		return out == tensor.Float32
	case prim.Broadcast, prim.Select:
		return masked(out)
	}
	_, ok := bound[n.Op]
	return ok && masked(out) && !slices.ContainsFunc(in, func(d tensor.DType) bool { return !masked(d) })
}

// Pointwise tells whether n, a node of a group, computes each element from those of
// its operands at the same place.
func Pointwise(n *graph.Node) bool {
	switch n.Op.(type) {
	case prim.ReduceSum, prim.ReduceMax, prim.ReduceMin:
		return false
	}
	return true
}

// masked tells whether a group holds values of type d, if only as masks.
func masked(d tensor.DType) bool { return d == tensor.Float32 || d == tensor.Bool }

// A compiler turns the nodes of a group into instructions. At first every result
// has a register of its own.
type compiler struct {
	*Code
	step   *plan.Step
	pl     *plan.Plan
	number func(*plan.Buffer) int
	buffer map[int]*plan.Buffer // by number

	places   map[*graph.Value]operand // of what is computed, by root
	loads    map[loadKey]operand
	filled   map[operand]operand
	user     map[*graph.Value]*graph.Node
	products map[*graph.Value]product
	virtual  int
	reads    map[int]int    // the last instruction that reads a buffer
	results  []*graph.Value // to be written to memory
}

type loadKey struct {
	root *graph.Value
	b    *graph.Node
}

// Compile compiles a step that is a group. number returns the numbers under which
// the group will find buffers in a Memory. If the step has a source, block is the
// number of elements of a part, for which a [Worker] is given the source.
func Compile(s *plan.Step, pl *plan.Plan, number func(*plan.Buffer) int, block int) *Code {
	buffer := map[int]*plan.Buffer{}
	c := &compiler{
		Code: &Code{}, step: s, pl: pl, buffer: buffer,
		number: func(b *plan.Buffer) int {
			n := number(b)
			buffer[n] = b
			return n
		},
		places: map[*graph.Value]operand{}, loads: map[loadKey]operand{}, filled: map[operand]operand{},
		user: map[*graph.Value]*graph.Node{}, products: map[*graph.Value]product{}, reads: map[int]int{},
	}
	c.cut(*s.Group, block)
	c.users()
	for _, n := range s.Nodes {
		c.node(n)
	}
	c.combine()
	c.write()
	c.assignRegisters()
	c.rules()
	c.widen()
	for i := range c.instrs {
		if r := c.instrs[i].reduce; r != nil && r.shared >= 0 && !r.whole {
			c.partial = append(c.partial, &c.instrs[i])
		}
	}
	return c.Code
}

func (c *compiler) node(n *graph.Node) {
	out := n.Out[0]
	switch op := n.Op.(type) {
	case prim.Broadcast:
		root, _ := plan.Operand(n, 0)
		if k, ok := plan.Splat(root); ok {
			c.define(out, instr{fill: fill, a: operand{place: imm, k: float32(k)}})
			return
		}
		c.places[out] = c.load(root, n)
		c.result(out)
	case prim.Cast:
		c.cast(op, n)
	case prim.Select:
		c.define(out, instr{choice: choose, a: c.slice(n, 0), b: c.slice(n, 1), c: c.slice(n, 2)})
	case prim.ReduceSum, prim.ReduceMax, prim.ReduceMin:
		c.reduce(n)
	default:
		if !c.postpone(n) && !c.addProduct(n) {
			c.pointwise(n, bound[n.Op])
		}
	}
}

// pointwise compiles a primitive that has loops.
func (c *compiler) pointwise(n *graph.Node, l loops) {
	in := instr{a: c.operand(n, 0)}
	if l.unary != nil {
		in.a = c.inSlice(in.a)
		in.unary = l.unary
		in.role = unaryRoles[n.Op]
		c.define(n.Out[0], in)
		return
	}
	in.b = c.operand(n, 1)
	zero := operand{place: imm}
	switch {
	case n.Op == prim.Mul{} && in.a == in.b && in.a.slice():
		in.role, in.unary, in.b = isSquare, square, operand{}
	case n.Op == prim.Greater{} && in.a.slice() && in.b == zero:
		in.role, in.unary, in.b = isStep, positive, operand{}
	case in.a.slice() && !in.b.slice() && l.right != nil:
		in.role, in.scalar = scalarRoles[n.Op], l.right
		if l.negate {
			in.b = in.b.negative()
		}
	case !in.a.slice() && in.b.slice() && l.left != nil:
		in.role, in.scalar = scalarRoles[n.Op], l.left
		in.a, in.b = in.b, in.a
	default:
		in.role, in.binary = sliceRoles[n.Op], l.binary
		in.a, in.b = c.inSlice(in.a), c.inSlice(in.b)
	}
	c.define(n.Out[0], in)
}

// cast compiles a conversion. To float32 it is a load, or nothing for a mask.
func (c *compiler) cast(op prim.Cast, n *graph.Node) {
	x := c.slice(n, 0)
	if op.To == tensor.Bool {
		c.define(n.Out[0], instr{binary: different, a: x, b: c.inSlice(operand{place: imm})})
		return
	}
	c.places[n.Out[0]] = x
	c.result(n.Out[0])
}

func (c *compiler) reduce(n *graph.Node) {
	r := &reduce{fold: foldOf(n.Op), Reduction: plan.ReductionOf(n), buffer: c.number(c.pl.Buffer(n.Out[0])), shared: -1}
	r.whole = r.N*r.Inner <= c.tiling.Unit
	if !r.whole && c.parts > 1 {
		r.shared = c.shared
		c.shared += c.Parts() * r.Inner
	}
	c.emit(instr{reduce: r, a: c.slice(n, 0)})
}

// slice tells whether an operand has an element for each of the tile.
func (o operand) slice() bool { return o.place == reg || o.place == mem || o.place == given }

// operand returns operand number i of n.
func (c *compiler) operand(n *graph.Node, i int) operand {
	if k, ok := plan.Splat(n.In[i]); ok {
		return operand{place: imm, k: float32(k)}
	}
	root, b := plan.Operand(n, i)
	if b == nil {
		if p, ok := c.products[root]; ok {
			delete(c.products, root)
			c.define(root, instr{role: isMulScalar, scalar: mulScalar, a: p.x, b: p.k})
		}
		if o, ok := c.places[root]; ok {
			return o
		}
		if src := c.step.Source; src != nil && root == src.Out[0] {
			return operand{place: given}
		}
		if root.DType == tensor.Float32 {
			return operand{place: mem, i: c.number(c.pl.Buffer(root))}
		}
	} else if root.Size() == 1 && root.DType == tensor.Float32 {
		return operand{place: one, i: c.number(c.pl.Buffer(root))}
	}
	return c.load(root, b)
}

func (c *compiler) slice(n *graph.Node, i int) operand { return c.inSlice(c.operand(n, i)) }

// inSlice makes a slice of a number: a register that is filled once for a part.
func (c *compiler) inSlice(o operand) operand {
	if o.slice() {
		return o
	}
	r, ok := c.filled[o]
	if !ok {
		r = c.register()
		c.filled[o] = r
		c.fills = append(c.fills, instr{fill: fill, dst: r, a: o})
	}
	return r
}

// load brings root, repeated by b unless that is nil, into a register.
func (c *compiler) load(root *graph.Value, b *graph.Node) operand {
	key := loadKey{root, b}
	if o, ok := c.loads[key]; ok {
		return o
	}
	l := &load{buffer: c.number(c.pl.Buffer(root)), dtype: root.DType}
	if b != nil {
		l.spread(b)
	}
	o := c.register()
	c.loads[key] = o
	c.emit(instr{load: l, dst: o})
	return o
}

func (c *compiler) register() operand {
	c.virtual++
	return operand{place: reg, i: c.virtual - 1}
}

// define makes out the result of an instruction.
func (c *compiler) define(out *graph.Value, in instr) {
	in.dst = c.register()
	c.places[out] = in.dst
	c.emit(in)
	c.result(out)
}

func (c *compiler) emit(in instr) {
	c.instrs = append(c.instrs, in)
	c.note(len(c.instrs) - 1)
}

// note notes what buffers instruction number at reads.
func (c *compiler) note(at int) {
	in := &c.instrs[at]
	for _, o := range in.operands() {
		if o.place == mem || o.place == one {
			c.reads[o.i] = at
		}
	}
	if in.load != nil {
		c.reads[in.load.buffer] = at
	}
}

// operands returns what the instruction reads.
func (in *instr) operands() []*operand { return []*operand{&in.a, &in.b, &in.c, &in.d} }

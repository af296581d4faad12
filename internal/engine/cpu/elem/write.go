package elem

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/tensor"
)

// result notes that out is to be written if it has a buffer.
func (c *compiler) result(out *graph.Value) {
	if c.pl.Buffer(out) != nil {
		c.results = append(c.results, out)
	}
}

// write adds what brings results to memory. A result of float32 is computed right
// there, unless an instruction that comes later still reads what is there; all
// others are stored at the end.
func (c *compiler) write() {
	defined := map[int]int{} // the instruction that sets a virtual register
	for i, in := range c.instrs {
		if in.dst.place == reg {
			defined[in.dst.i] = i
		}
	}
	direct := map[int]operand{}
	for _, out := range c.results {
		b := c.pl.Buffer(out)
		o, to := c.places[out], c.number(b)
		at, ok := defined[o.i]
		_, twice := direct[o.i]
		if out.DType == tensor.Float32 && o.place == reg && ok && !twice && c.lastRead(b) <= at {
			direct[o.i] = operand{place: mem, i: to}
			continue
		}
		store := storeFloats
		if out.DType == tensor.Bool {
			store = storeBools
		}
		c.instrs = append(c.instrs, instr{store: store, a: o, b: operand{i: to}})
	}
	for i := range c.instrs {
		in := &c.instrs[i]
		for _, o := range append(in.operands(), &in.dst) {
			if to, ok := direct[o.i]; ok && o.place == reg {
				*o = to
			}
		}
	}
}

// lastRead returns the last instruction that reads the memory of b, which the
// group writes, for what was there before.
func (c *compiler) lastRead(b *plan.Buffer) int {
	last := -1
	for _, r := range c.step.Reads {
		if b.Over == r || b.Kind == plan.Variable && r.Kind == plan.Variable && b.Index == r.Index {
			if at, ok := c.reads[c.number(r)]; ok {
				last = max(last, at)
			}
		}
	}
	return last
}

// assignRegisters gives registers that are not in use at the same time the same
// memory.
func (c *compiler) assignRegisters() {
	end := make([]int, c.virtual)
	for i := range c.instrs {
		in := &c.instrs[i]
		for _, o := range append(in.operands(), &in.dst) {
			if o.place == reg {
				end[o.i] = i
			}
		}
	}
	real := make([]int, c.virtual)
	for i := range c.fills { // stay for the whole part
		o := &c.fills[i].dst
		real[o.i], end[o.i] = c.regs, len(c.instrs)
		o.i = c.regs
		c.regs++
	}
	var free []int
	for i := range c.instrs {
		in := &c.instrs[i]
		for _, o := range in.operands() {
			if o.place != reg {
				continue
			}
			if end[o.i] == i {
				free = append(free, real[o.i])
				end[o.i] = -1 // once
			}
			o.i = real[o.i]
		}
		if in.dst.place != reg {
			continue
		}
		if len(free) == 0 {
			free = append(free, c.regs)
			c.regs++
		}
		v, r := in.dst.i, free[len(free)-1]
		real[v], in.dst.i = r, r
		if end[v] > i {
			free = free[:len(free)-1]
		}
	}
}

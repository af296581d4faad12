package cpu

import (
	"slices"

	"github.com/gokeras/keras/tensor"
)

// A stepper is what a worker needs to run a block: memory of its own.
type stepper struct {
	m     Memory
	pairs [][2][]float32 // where carries lie that lie nowhere else
}

func (s *scan) steppers() []stepper {
	list := make([]stepper, len(s.blocks))
	for k, b := range s.blocks {
		f := b.newFrame()
		for _, p := range slices.Concat(b.consts, b.xs, b.ys) {
			p.own(f)
		}
		st := &list[k]
		for _, c := range b.carries {
			c.in.own(f)
			c.out.own(f)
			var pair [2][]float32
			if !c.in.copied && c.begins == nil && c.ends == nil {
				pair[0], pair[1] = floatLines(c.in.n), floatLines(c.in.n)
			}
			st.pairs = append(st.pairs, pair)
		}
		f.attach()
		st.m = b.newMemory(f)
	}
	return list
}

// own gives a port that is copied an array of its own.
func (p port) own(f *frame) {
	if p.copied && p.buffer >= 0 {
		b := f.p.memory.buffers[p.buffer]
		f.set(p.buffer, tensor.New(b.Type.DType, b.Type.Shape...))
	}
}

// run goes through all steps with the rows from first on.
func (b *block) run(m *Memory, st *stepper, first int) {
	f := st.m.frame
	for _, h := range b.held {
		f.floats[h.buffer] = m.Shared()[h.at:][:h.n]
	}
	give(b.consts, m, f, 0, first)
	if b.scan.N == 0 {
		for i := range b.carries {
			c := &b.carries[i]
			copy(c.out.bytes(m, 0, first), c.in.bytes(m, 0, first))
		}
	}
	for k := range b.scan.N {
		at := b.scan.At(k)
		give(b.xs, m, f, at, first)
		for i := range b.ys {
			if y := &b.ys[i]; !y.copied {
				f.floats[y.buffer] = y.floats(m, at, first)
			}
		}
		for i := range b.carries {
			b.carries[i].begin(b.scan, m, f, st.pairs[i], k, first)
		}
		for i := range b.tasks {
			t := &b.tasks[i]
			t.Run(&st.m, 0, t.Parts)
		}
		for i := range b.ys {
			if y := &b.ys[i]; y.copied {
				copy(y.bytes(m, at, first), f.bytes(y.buffer))
			}
		}
		for i := range b.carries {
			b.carries[i].end(b.scan, m, f, k, first)
		}
	}
	b.letGo(f)
}

// letGo forgets what lies around the loop, which may be the caller's.
func (b *block) letGo(f *frame) {
	for _, list := range [][]port{b.consts, b.xs, b.ys} {
		for i := range list {
			list[i].letGo(f)
		}
	}
	for i := range b.carries {
		b.carries[i].in.letGo(f)
		b.carries[i].out.letGo(f)
	}
}

func (p *port) letGo(f *frame) {
	if !p.copied && p.buffer >= 0 {
		f.floats[p.buffer] = nil
	}
}

// give lets the body see what ports are in a step.
func give(ports []port, m *Memory, f *frame, at, first int) {
	for i := range ports {
		if p := &ports[i]; p.copied {
			copy(f.bytes(p.buffer), p.bytes(m, at, first))
		} else {
			f.floats[p.buffer] = p.floats(m, at, first)
		}
	}
}

// floats returns the piece of the outer buffer that a port is.
func (p *port) floats(m *Memory, at, first int) []float32 {
	return m.Floats(p.outer)[at*p.step+first*p.row:][:p.n:p.n]
}

// bytes is floats for any type.
func (p *port) bytes(m *Memory, at, first int) []byte {
	return m.bytes(p.outer)[(at*p.step+first*p.row)*p.size:][:p.n*p.size]
}

// begin gives step k what the one before has made of the carry.
func (c *carry) begin(s *scan, m *Memory, f *frame, pair [2][]float32, k, first int) {
	at := s.At(k)
	if c.in.copied {
		from := f.bytes(c.out.buffer)
		if k == 0 {
			from = c.in.bytes(m, 0, first)
		}
		if c.in.buffer >= 0 {
			copy(f.bytes(c.in.buffer), from)
		}
		if c.begins != nil {
			copy(c.begins.bytes(m, at, first), from)
		}
		return
	}
	in := f.floats[c.out.buffer]
	if k == 0 {
		in = c.in.floats(m, 0, first)
		if c.begins != nil {
			slot := c.begins.floats(m, at, first)
			copy(slot, in)
			in = slot
		}
	}
	if c.in.buffer >= 0 {
		f.floats[c.in.buffer] = in
	}
	out := pair[k&1]
	switch {
	case c.ends != nil:
		out = c.ends.floats(m, at, first)
	case k == s.N-1:
		out = c.out.floats(m, 0, first)
	case c.begins != nil:
		out = c.begins.floats(m, s.At(k+1), first)
	}
	f.floats[c.out.buffer] = out
}

// end takes what step k has made of the carry.
func (c *carry) end(s *scan, m *Memory, f *frame, k, first int) {
	if c.ends != nil && c.in.copied {
		copy(c.ends.bytes(m, s.At(k), first), f.bytes(c.out.buffer))
	}
	if k == s.N-1 && (c.in.copied || c.ends != nil) {
		copy(c.out.bytes(m, 0, first), f.bytes(c.out.buffer))
	}
}

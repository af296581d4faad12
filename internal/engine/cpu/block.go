package cpu

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A block is the body of a scan, compiled for the rows of a part.
type block struct {
	*Program
	scan   *scan
	around *compiler
	body   *prim.Body
	cut    []bool // the inputs of which it sees some rows
	rows   int

	carries []carry
	consts  []port
	xs, ys  []port
	held    []holding
}

// A port is a buffer of the body: an input or an output, which is a piece of a buffer
// around it. Of float32 it is used there, unless an array is needed.
type port struct {
	buffer, outer int
	step, row, n  int // elements in a step of the outer buffer, in a row, and here
	size          int // of an element
	copied        bool
}

// A holding is a buffer of the body that has panels: some of the shared floats.
type holding struct{ buffer, at, n int }

// A carry is a carry of the body. Where its values are ys too, they lie there.
type carry struct {
	in, out port  // the first value, the last one
	begins  *port // ys that are what steps begin with; nil for none
	ends    *port // ys that are what steps end with
}

// newBlock compiles the body for so many rows.
func (c *compiler) newBlock(s *scan, body *prim.Body, cut []bool, rows int) *block {
	b := &block{scan: s, around: c, body: body, cut: cut, rows: rows}
	next, ys := body.Out[:s.Carries], body.Out[s.Carries:]
	begins, ends, others := homes(body.In[:s.Carries], next, ys)
	p := &graph.Program{Name: "step", Inputs: body.In, Outputs: slices.Clone(next)}
	for _, j := range others {
		p.Outputs = append(p.Outputs, ys[j])
	}
	sub := &compiler{Program: &Program{source: p}, block: b, shadows: map[int]*shadow{}, kept: map[int]bool{}}
	sub.steps()
	b.Program = sub.Program

	inputs, outputs := b.buffers(plan.Input, len(p.Inputs)), b.buffers(plan.Output, len(p.Outputs))
	stacked := func(j, buffer int) *port {
		if j < 0 {
			return nil
		}
		y := b.port(buffer, s.use.Z[s.Carries+j], ys[j], true, true)
		return &y
	}
	for k, j := range others {
		b.ys = append(b.ys, *stacked(j, outputs[s.Carries+k]))
	}
	for i, v := range body.In {
		stepped := i >= s.Carries && i < s.Carries+s.Xs
		in := b.port(inputs[i], s.use.X[i], v, stepped, cut[i])
		switch {
		case i < s.Carries:
			out := b.port(outputs[i], s.use.Z[i], v, false, cut[i])
			in.copied = in.copied || out.copied
			out.copied = in.copied
			b.carries = append(b.carries, carry{in, out, stacked(begins[i], -1), stacked(ends[i], -1)})
		case in.buffer < 0: // not used
		case stepped:
			b.xs = append(b.xs, in)
		default:
			b.consts = append(b.consts, in)
		}
	}
	return b
}

// homes returns, for each carry, which ys it is where steps begin, or else where they
// end, -1 for none; and which ys are no carry.
func homes(carries, next, ys []*graph.Value) (begins, ends, others []int) {
	taken := make([]bool, len(ys))
	take := func(v *graph.Value) int {
		for j, y := range ys {
			if y == v && !taken[j] {
				taken[j] = true
				return j
			}
		}
		return -1
	}
	for i, v := range carries {
		begin, end := take(v), -1
		if begin < 0 {
			end = take(next[i])
		}
		begins, ends = append(begins, begin), append(ends, end)
	}
	for j := range ys {
		if !taken[j] {
			others = append(others, j)
		}
	}
	return begins, ends, others
}

// buffers returns the numbers of the program's buffers of a kind, -1 for those that
// nobody uses.
func (b *block) buffers(k plan.Kind, n int) []int {
	list := slices.Repeat([]int{-1}, n)
	for i, buf := range b.memory.buffers {
		if buf.Kind == k && buf.Index >= 0 {
			list[buf.Index] = i
		}
	}
	return list
}

// port returns the port of v, a value of the body.
func (b *block) port(buffer, outer int, v *graph.Value, stepped, cut bool) port {
	p := port{buffer: buffer, outer: outer, n: v.Size(), size: v.DType.Size(), copied: v.DType != tensor.Float32}
	if row := p.n / b.rows; cut {
		p.row = row
	}
	if stepped {
		p.step = p.n / b.rows * b.scan.batch
	}
	for _, r := range b.calls {
		for _, a := range slices.Concat(r.in, r.out) {
			p.copied = p.copied || a.buffer == buffer
		}
	}
	return p
}

// constant returns the value around the loop that v, a whole constant of the body,
// stands for, nil if it is none.
func (b *block) constant(v *graph.Value) *graph.Value {
	if i := b.operand(v); i >= 0 {
		return b.scan.use.In[i]
	}
	return nil
}

// operand returns which operand of the loop v, a whole constant, is; -1 if it is none.
func (b *block) operand(v *graph.Value) int {
	if i := slices.Index(b.body.In, v); i >= b.scan.Carries+b.scan.Xs && !b.cut[i] {
		return i
	}
	return -1
}

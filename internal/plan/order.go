package plan

import (
	"cmp"
	"slices"

	"github.com/gokeras/keras/internal/graph"
)

// An ordering is the steps of a plan on their way into an order.
type ordering struct {
	*Plan
	f      *fusion
	stepOf []*Step // by node
	steps  []*Step
	last   []*Step         // those that write variables when all is done
	next   map[*Buffer]int // the variable that a buffer is to become the memory of
}

func newOrdering(pl *Plan, f *fusion) *ordering {
	o := &ordering{Plan: pl, f: f, stepOf: make([]*Step, len(f.nodes)), next: map[*Buffer]int{}}
	for i, n := range f.nodes {
		if f.role[i] == nothing {
			continue
		}
		r := f.find(i)
		if o.stepOf[r] == nil {
			s := &Step{}
			if f.role[i] != alone {
				t := f.tiling[r]
				t.Segment = cmp.Or(t.Segment, t.N)
				s.Group = &t
			}
			o.stepOf[r] = s
			o.steps = append(o.steps, s)
		}
		o.stepOf[i] = o.stepOf[r]
		o.stepOf[i].Nodes = append(o.stepOf[i].Nodes, n)
	}
	o.sources()
	return o
}

// connect finds what each step reads and writes.
func (o *ordering) connect() {
	for _, s := range o.steps {
		if s.Source != nil {
			for _, v := range s.Source.In {
				o.read(s, Root(v))
			}
		}
		for _, n := range s.Nodes {
			for i, v := range n.In {
				if s.Group == nil {
					o.read(s, Root(v))
					continue
				}
				if _, known := Splat(v); known {
					continue
				}
				root, _ := Operand(n, i)
				if root.Node == nil || o.stepOf[o.f.index[root.Node]] != s {
					o.read(s, root)
				}
			}
			if s.Group == nil {
				for _, v := range n.Out {
					o.written(v)
				}
			}
		}
	}
	for i, v := range o.Program.Vars {
		if v.Next != nil {
			o.assign(i, Root(v.Next))
		}
	}
	for i, v := range o.Program.Outputs {
		v = Root(v)
		if v.Node != nil && constant(v) == nil {
			if b := o.written(v); b.Kind == Arena && o.unclaimed(b) {
				b.Kind, b.Index = Output, i
				continue
			}
		}
		o.copy(v, &Buffer{Kind: Output, Index: i, Type: v.Type})
	}
}

func (o *ordering) unclaimed(b *Buffer) bool {
	_, claimed := o.next[b]
	return !claimed
}

// assign makes v, a root, the next value of variable number i.
func (o *ordering) assign(i int, v *graph.Value) {
	if v.Node != nil && constant(v) == nil {
		if b := o.written(v); o.unclaimed(b) {
			o.next[b] = i
			return
		}
	}
	from := o.memory(v)
	if from.Kind == Variable && o.Program.Vars[from.Index].Next != nil {
		// The old value of a variable that changes too.
		from = &Buffer{Type: v.Type}
		o.copy(v, from)
	}
	o.store(i, from)
}

// store adds a step that copies from to variable number i at the very end.
func (o *ordering) store(i int, from *Buffer) {
	s := &Step{}
	s.read(from)
	s.Writes = []*Buffer{o.buffers[o.Program.Vars[i].Leaf]}
	o.last = append(o.last, s)
}

// copy adds a step that copies the elements of v, a root.
func (o *ordering) copy(v *graph.Value, to *Buffer) {
	s := &Step{Writes: []*Buffer{to}}
	to.writer = s
	o.steps = append(o.steps, s)
	o.read(s, v)
}

// read makes s a reader of v, a root that s doesn't compute.
func (o *ordering) read(s *Step, v *graph.Value) {
	b := o.memory(v)
	if s.reads(b) {
		return
	}
	s.read(b)
	if b.writer != nil {
		s.deps = append(s.deps, b.writer)
		b.writer.used = true
	}
}

func (s *Step) read(b *Buffer) {
	s.Reads = append(s.Reads, b)
	b.readers = append(b.readers, s)
}

// memory returns the buffer of v, a root.
func (o *ordering) memory(v *graph.Value) *Buffer {
	if b := o.buffers[v]; b != nil {
		return b
	}
	if t := constant(v); t != nil {
		b := &Buffer{Kind: Constant, Array: t, Type: v.Type}
		o.buffers[v] = b
		return b
	}
	return o.written(v)
}

// written returns the buffer of v, an output of a step.
func (o *ordering) written(v *graph.Value) *Buffer {
	b := o.buffers[v]
	if b == nil {
		s := o.stepOf[o.f.index[v.Node]]
		b = &Buffer{Type: v.Type, writer: s}
		s.Writes = append(s.Writes, b)
		o.buffers[v] = b
	}
	return b
}

// sort lists the steps. A step that no other depends on can stand anywhere behind
// those it depends on, and so behind those that read the variable it writes.
func (o *ordering) sort() {
	var inner, ends []*Step
	for _, s := range o.steps {
		s.at = -1
	}
	for _, s := range o.steps {
		if !s.used {
			ends = append(ends, s)
			inner = depthFirst(inner, s)
		}
	}
	for _, s := range ends {
		for _, d := range s.deps {
			s.at = max(s.at, d.at)
		}
	}
	for _, s := range ends {
		for _, b := range s.Writes {
			i, ok := o.next[b]
			if !ok {
				continue
			}
			for _, r := range o.buffers[o.Program.Vars[i].Leaf].readers {
				s.at = max(s.at, r.at)
			}
		}
	}
	slices.SortStableFunc(ends, func(a, b *Step) int { return a.at - b.at })
	for i, s := range inner {
		for len(ends) > 0 && ends[0].at < i {
			o.Steps, ends = append(o.Steps, ends[0]), ends[1:]
		}
		o.Steps = append(o.Steps, s)
	}
	o.Steps = append(o.Steps, ends...)
	for i, s := range o.Steps {
		s.at = i
	}
	o.settle()
	o.Steps = append(o.Steps, o.last...)
	for i, s := range o.Steps {
		s.at = i
	}
}

// depthFirst appends the steps that end depends on, each behind those it depends
// on itself, and numbers them.
func depthFirst(order []*Step, end *Step) []*Step {
	type frame struct {
		s    *Step
		next int
	}
	stack := []frame{{s: end}}
	for len(stack) > 0 {
		f := &stack[len(stack)-1]
		if f.next < len(f.s.deps) {
			d := f.s.deps[f.next]
			f.next++
			if d.at == -1 {
				d.at = -2 // on the stack
				stack = append(stack, frame{s: d})
			}
			continue
		}
		if f.s != end {
			f.s.at = len(order)
			order = append(order, f.s)
		}
		stack = stack[:len(stack)-1]
	}
	return order
}

// settle decides which values are written into the memory of variables at once:
// those whose variable's old value nobody reads later. The others are copied when
// all is done.
func (o *ordering) settle() {
	for i, v := range o.Program.Vars {
		if v.Next == nil {
			continue
		}
		b := o.buffers[Root(v.Next)]
		if j, ok := o.next[b]; !ok || j != i {
			continue
		}
		old := o.buffers[v.Leaf]
		now := true
		for _, r := range old.readers {
			now = now && (r.at < b.writer.at || r == b.writer && r.pointwise(old, o.Plan))
		}
		if now {
			b.Kind, b.Index = Variable, i
		} else {
			o.store(i, b)
		}
	}
}

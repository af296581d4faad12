package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/elem"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
)

// A task is a loop in the list of a program.
type task struct {
	Loop
	serial bool // done by the first worker
	wait   bool // it begins when so many parts before it are done
	before int64

	reads, writes []*plan.Buffer
	shared        bool // uses the floats that loops have in common
}

// A compiler turns the steps of a plan into tasks.
type compiler struct {
	*Program
	shadows map[int]*shadow // of variables, by number
	kept    map[int]bool    // those that a group keeps up to date
	// The variables, by number, that reside in panels, and the groups that change them.
	resident map[int]bool
	panelled map[*plan.Step]bool
	current  *plan.Step

	products map[panelKey]int          // of each right operand
	panels   map[panelKey]*plan.Buffer // that several products read
	block    *block                    // of a loop whose step is compiled, nil for a whole program
}

// steps plans the program and compiles its steps.
func (c *compiler) steps() {
	c.plan = plan.New(c.source, plan.Target{Fuse: elem.Fuses, Tile: elem.Tile, Source: isSource})
	c.memory = newLayout()
	c.countProducts()
	c.residents()
	for _, s := range c.plan.Steps {
		c.current = s
		c.step(s)
	}
}

func (c *compiler) step(s *plan.Step) {
	switch {
	case s.Group != nil:
		c.group(s)
	case len(s.Nodes) == 0:
		c.add(s, []Loop{c.copy(s.Reads[0], s.Writes[0])})
	default:
		n := s.Nodes[0]
		u := Use{Node: n, X: c.numbers(n.In), Z: c.numbers(n.Out), shadow: c.shadowOf, resident: c.residentOf, held: c.held, lasts: c.lasts}
		loops := c.scan(u)
		if loops == nil {
			loops = loopsOf(u)
		}
		if loops == nil {
			loops = []Loop{c.ref(u)}
		}
		c.add(s, loops)
	}
}

func (c *compiler) numbers(vs []*graph.Value) []int {
	ns := make([]int, len(vs))
	for i, v := range vs {
		ns[i] = c.memory.number(c.plan.Buffer(v))
	}
	return ns
}

// add appends the loops of a step.
func (c *compiler) add(s *plan.Step, loops []Loop) {
	shared := 0
	for _, l := range loops {
		shared = max(shared, l.Shared)
	}
	c.Program.shared = max(c.Program.shared, shared)
	for _, l := range loops {
		c.scratch = max(c.scratch, l.Scratch)
		c.tasks = append(c.tasks, task{Loop: l, reads: s.Reads, writes: s.Writes, shared: shared > 0})
	}
}

// group appends the loops of a group.
func (c *compiler) group(s *plan.Step) {
	if s.Source != nil {
		c.sourced(s)
		return
	}
	code := elem.Compile(s, c.plan, c.memory.number, 0)
	c.grouped(s, code, 0, Loop{
		Parts: code.Parts(), Work: code.Work(), Scratch: code.Scratch(), Shared: code.Shared(),
		Run: func(m *Memory, lo, hi int) { code.Run(m, m.Scratch, m.shared, lo, hi) },
	})
}

// grouped appends loops that do the parts of a group, and the one that combines
// what they leave in the shared floats from at on.
func (c *compiler) grouped(s *plan.Step, code *elem.Code, at int, loops ...Loop) {
	if code.Shared() > 0 {
		loops = append(loops, Loop{
			Parts: 1, Work: code.Shared(),
			Run: func(m *Memory, _, _ int) { code.Combine(m, m.shared[at:]) },
		})
	}
	c.add(s, loops)
	if code.Shared() > 0 {
		t := &c.tasks[len(c.tasks)-1]
		t.reads, t.writes = nil, nil
		for _, b := range code.Combined() {
			t.writes = append(t.writes, c.memory.buffers[b])
		}
	}
}

// copy returns a loop that copies one buffer to another, some pages at a time.
func (c *compiler) copy(from, to *plan.Buffer) Loop {
	const part = 1 << 16
	x, z, n := c.memory.number(from), c.memory.number(to), from.Bytes()
	return Loop{
		Parts: max((n+part-1)/part, 1), Work: n / 4,
		Run: func(m *Memory, lo, hi int) {
			copy(m.bytes(z)[lo*part:min(hi*part, n)], m.bytes(x)[lo*part:])
		},
	}
}

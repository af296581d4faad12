package cpu

import (
	"slices"

	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/team"
)

const (
	// little is the work below which a loop is not shared out: about three
	// microseconds, some times what it takes workers to meet.
	little = 1 << 15
	// longest bounds how many tasks are done without meeting, and so the time
	// that scheduling takes.
	longest = 64
)

// schedule decides which tasks are shared out and where workers have to meet.
func (c *compiler) schedule() {
	c.workers = 1
	var phase []*task // since workers met
	for i := range c.tasks {
		t := &c.tasks[i]
		t.serial = t.Parts == 1 || t.Work < little
		if !t.serial {
			c.workers = max(c.workers, t.Parts)
		}
		if len(phase) == longest || slices.ContainsFunc(phase, t.conflicts) {
			t.wait = true
			phase = phase[:0]
		}
		phase = append(phase, t)
	}
}

// conflicts tells whether t must not begin before u, which comes before it, has
// ended. Tasks of the first worker alone never meet.
func (t *task) conflicts(u *task) bool {
	if t.serial && u.serial {
		return false
	}
	return t.shared && u.shared || meet(t.writes, u.reads) || meet(t.writes, u.writes) || meet(t.reads, u.writes)
}

// meet tells whether some of two lists of buffers share memory.
func meet(as, bs []*plan.Buffer) bool {
	for _, a := range as {
		for _, b := range bs {
			if a == b || a.Kind == b.Kind && a.Kind != plan.Constant && overlap(a, b) {
				return true
			}
		}
	}
	return false
}

func overlap(a, b *plan.Buffer) bool {
	if a.Kind != plan.Arena {
		return a.Index == b.Index
	}
	return a.Offset < b.Offset+b.Bytes() && b.Offset < a.Offset+a.Bytes()
}

// walk does a worker's share of a run.
func (f *frame) walk(w team.Worker) {
	m := &f.workers[w.ID]
	for i := range f.p.tasks {
		t := &f.p.tasks[i]
		if t.wait {
			w.Wait()
		}
		if t.serial {
			if w.ID == 0 {
				t.Run(m, 0, t.Parts)
			}
			continue
		}
		if lo, hi := w.Range(t.Parts); lo < hi {
			t.Run(m, lo, hi)
		}
	}
}

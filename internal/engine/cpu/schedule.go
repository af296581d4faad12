package cpu

import (
	"slices"
	"sync/atomic"

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
			t.wait, t.before = true, c.parts
			phase = phase[:0]
		}
		phase = append(phase, t)
		c.parts += int64(t.Parts)
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

// A claim is how far a worker's range of the parts of a task has come in a run.
type claim struct {
	next atomic.Int32 // the first part that nobody has claimed
	_    [line - 4]byte
}

// walk does a worker's share of a run: it claims parts of one task after the
// other. No worker waits for one that has claimed nothing, such as one whose
// processor is busy with something else.
func (f *frame) walk(w team.Worker) {
	m := &f.workers[w.ID]
	for i := range f.p.tasks {
		t := &f.p.tasks[i]
		if t.wait {
			w.Until(&f.done, t.before)
		}
		if t.serial {
			if w.ID == 0 {
				t.Run(m, 0, t.Parts)
				f.done.Add(int64(t.Parts))
			}
			continue
		}
		if n := f.share(t, f.claims[i*f.ranges:(i+1)*f.ranges], m, w.ID); n > 0 {
			f.done.Add(n)
		}
	}
	if w.ID == 0 {
		w.Until(&f.done, f.p.parts)
	}
}

// share does parts of a task as long as there are any, and returns how many. Each
// worker has a range of its own, the same in every run, whose data may still be in
// its caches; when that is done it helps with those of the others.
func (f *frame) share(t *task, claims []claim, m *Memory, id int) (done int64) {
	n := len(claims)
	for i := range n {
		of := (id + i) % n
		last := (of + 1) * t.Parts / n
		for {
			// The fewer parts are left, the fewer are claimed, so that workers end at
			// nearly the same time also if one is slower.
			left := last - int(claims[of].next.Load())
			size := max(1, left/4)
			hi := int(claims[of].next.Add(int32(size)))
			lo := hi - size
			if lo >= last {
				break
			}
			hi = min(hi, last)
			t.Run(m, lo, hi)
			done += int64(hi - lo)
		}
	}
	return done
}

// begin sets the claims of a run of up to n workers.
func (f *frame) begin(n int) {
	f.ranges = n
	if need := n * len(f.p.tasks); len(f.claims) < need {
		f.claims = make([]claim, need)
	}
	for i := range f.p.tasks {
		for w := range n {
			f.claims[i*n+w].next.Store(int32(w * f.p.tasks[i].Parts / n))
		}
	}
	f.done.Store(0)
}

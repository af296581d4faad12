package team

import "sync/atomic"

// A Worker is one of the N parallel calls of a Run's function.
type Worker struct {
	ID   int // 0 … N-1
	N    int
	team *Team
}

// Wait returns when all workers of the run have called it. What they wrote
// before is visible to all of them afterwards. With N = 1 it returns at once.
// All workers must call it equally often.
func (w Worker) Wait() {
	if w.N > 1 {
		w.team.barrier(w.N)
	}
}

// Until returns when count has reached n. Workers that count what they have done
// wait by it for one another's results, and for nobody who has none to give.
func (w Worker) Until(count *atomic.Int64, n int64) {
	for s := (spinner{}); count.Load() < n; s.pause() {
		if w.team != nil && w.team.failed.Load() {
			panic(errStopped)
		}
	}
}

func (t *Team) barrier(n int) {
	phase := t.phase.Load()
	if int(t.arrived.Add(1)) == n {
		t.arrived.Store(0)
		t.phase.Store(phase + 1)
		return
	}
	for s := (spinner{}); t.phase.Load() == phase; {
		if t.failed.Load() {
			panic(errStopped)
		}
		s.pause()
	}
}

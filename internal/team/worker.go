package team

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

// Range returns the part [lo, hi) of n items that falls to the worker. The
// parts differ by one item at most.
func (w Worker) Range(n int) (lo, hi int) {
	return w.ID * n / w.N, (w.ID + 1) * n / w.N
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
			panic(stopped)
		}
		s.pause()
	}
}

package team

import (
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gokeras/keras/internal/allocs"
)

// procs runs a test under several values of GOMAXPROCS with a team of its own.
func procs(t *testing.T, f func(t *testing.T, team *Team, n int)) {
	for _, n := range []int{1, 2, 7} {
		t.Run(fmt.Sprintf("GOMAXPROCS=%d", n), func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(n))
			var team Team
			defer team.Close()
			f(t, &team, Workers(n))
		})
	}
}

func TestRun(t *testing.T) {
	procs(t, func(t *testing.T, team *Team, n int) {
		for range 100 {
			for _, ask := range []int{n, 1, 100, 2, -1} {
				want := max(1, min(ask, n))
				calls := make([]int, want)
				team.Run(ask, func(w Worker) {
					if w.N != want {
						t.Errorf("N = %d, want %d", w.N, want)
					}
					calls[w.ID]++
				})
				for id, c := range calls {
					if c != 1 {
						t.Fatalf("worker %d of %d was called %d times", id, want, c)
					}
				}
			}
		}
	})
}

func TestRunAfterSleep(t *testing.T) {
	procs(t, func(t *testing.T, team *Team, n int) {
		var calls atomic.Int32
		for range 5 {
			team.Run(n, func(Worker) { calls.Add(1) })
			time.Sleep(2 * rest)
		}
		if got := int(calls.Load()); got != 5*n {
			t.Errorf("%d calls, want %d", got, 5*n)
		}
	})
}

func TestWait(t *testing.T) {
	procs(t, func(t *testing.T, team *Team, n int) {
		const phases = 50
		seen := make([][phases]int, n)
		team.Run(n, func(w Worker) {
			for p := range phases {
				seen[w.ID][p] = p + 1
				w.Wait()
				for id := range seen { // what the others wrote is visible
					if seen[id][p] != p+1 {
						t.Errorf("phase %d: worker %d does not see the work of %d", p, w.ID, id)
					}
				}
				w.Wait()
			}
		})
	})
}

// TestShare hands out pieces of work, in phases, and checks that every one is done
// once, and none before those of the phase before.
func TestShare(t *testing.T) {
	procs(t, func(t *testing.T, team *Team, n int) {
		for range 200 {
			const phases, pieces = 5, 7
			var next [phases]atomic.Int32
			var times [phases][pieces]atomic.Int32
			var done atomic.Int64
			team.Share(n, func(w Worker) {
				for p := range phases {
					w.Until(&done, int64(p*pieces))
					for {
						i := int(next[p].Add(1)) - 1
						if i >= pieces {
							break
						}
						times[p][i].Add(1)
						for j := range pieces {
							if p > 0 && times[p-1][j].Load() != 1 {
								t.Errorf("phase %d began before piece %d of the one before was done", p, j)
							}
						}
						done.Add(1)
					}
				}
			})
			for p := range phases {
				for i := range pieces {
					if got := times[p][i].Load(); got != 1 {
						t.Fatalf("piece %d of phase %d was done %d times", i, p, got)
					}
				}
			}
		}
	})
}

// TestShareWaitsForNobody has helpers kept from their work: a Share goes on
// without them, and they do nothing when they come.
func TestShareWaitsForNobody(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	if Workers(2) == 1 {
		return // no helpers on this platform
	}
	var team Team
	defer team.Close()
	team.Run(2, func(Worker) {})
	h := team.helpers[0]
	for range 100 {
		var calls atomic.Int32
		team.Share(2, func(w Worker) {
			if w.ID == 0 && h.begin(team.run) { // as if the caller were done already
				team.working.Add(-1)
			}
			calls.Add(1)
		})
		if c := calls.Load(); c < 1 || c > 2 {
			t.Fatalf("%d calls", c)
		}
	}
	team.Run(2, func(w Worker) { w.Wait() }) // the helper is as good as new
}

func TestSharePanic(t *testing.T) {
	procs(t, func(t *testing.T, team *Team, n int) {
		failure := errors.New("broken")
		var done atomic.Int64
		got := caught(func() {
			team.Share(n, func(w Worker) {
				if w.ID == 0 {
					panic(failure)
				}
				w.Until(&done, 1)
			})
		})
		if got != failure {
			t.Fatalf("caught %v", got)
		}
		team.Run(n, func(w Worker) { w.Wait() })
	})
}

func TestNestedRunIsSerial(t *testing.T) {
	procs(t, func(t *testing.T, team *Team, n int) {
		var inner atomic.Int32
		team.Run(n, func(w Worker) {
			team.Run(n, func(w Worker) {
				if w.ID != 0 || w.N != 1 {
					t.Errorf("worker %d of %d", w.ID, w.N)
				}
				w.Wait()
				inner.Add(1)
			})
			if n > 1 && team.try(n, func(Worker) { t.Error("called") }, false) {
				t.Error("a run of a team in use")
			}
		})
		if int(inner.Load()) != n {
			t.Errorf("%d inner runs, want %d", inner.Load(), n)
		}
	})
}

func TestManyCallers(t *testing.T) {
	procs(t, func(t *testing.T, team *Team, n int) {
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				for range 50 {
					var sum atomic.Int32
					var size atomic.Int32
					team.Run(n, func(w Worker) {
						size.Store(int32(w.N))
						w.Wait()
						sum.Add(1)
					})
					if sum.Load() != size.Load() {
						t.Errorf("%d calls for %d workers", sum.Load(), size.Load())
					}
				}
			})
		}
		wg.Wait()
	})
}

// caught returns what f panics with.
func caught(f func()) (value any) {
	defer func() { value = recover() }()
	f()
	return nil
}

func TestPanic(t *testing.T) {
	procs(t, func(t *testing.T, team *Team, n int) {
		failure := errors.New("broken")
		for bad := range n {
			for _, others := range []string{"return", "wait"} {
				got := caught(func() {
					team.Run(n, func(w Worker) {
						if w.ID == bad {
							panic(failure)
						}
						if others == "wait" {
							w.Wait()
							t.Error("the barrier opened")
						}
					})
				})
				if got != failure {
					t.Fatalf("worker %d of %d panics, others %s: caught %v", bad, n, others, got)
				}
				// The team is as good as new.
				var calls atomic.Int32
				team.Run(n, func(w Worker) {
					w.Wait()
					calls.Add(1)
					w.Wait()
				})
				if int(calls.Load()) != n {
					t.Fatalf("after a panic: %d calls, want %d", calls.Load(), n)
				}
			}
		}
	})
}

func TestGoexit(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	if Workers(2) == 1 {
		return // no helpers on this platform
	}
	var team Team
	defer team.Close()
	for _, bad := range []int{0, 1} {
		var value any
		returned := false
		var wg sync.WaitGroup
		wg.Go(func() {
			value = caught(func() {
				team.Run(2, func(w Worker) {
					if w.ID == bad {
						runtime.Goexit()
					}
					w.Wait()
				})
			})
			returned = true
		})
		wg.Wait()
		if bad == 0 && returned || bad == 1 && value != any(errExited) {
			t.Errorf("Goexit in worker %d: returned %v, caught %v", bad, returned, value)
		}
		var calls atomic.Int32
		team.Run(2, func(w Worker) {
			w.Wait()
			calls.Add(1)
		})
		if calls.Load() != 2 {
			t.Errorf("after Goexit in worker %d: %d calls, want 2", bad, calls.Load())
		}
	}
}

func TestNoHelpersAlone(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	var team Team
	team.Run(8, func(w Worker) {
		if w.N != 1 {
			t.Errorf("N = %d, want 1", w.N)
		}
	})
	if len(team.helpers) != 0 {
		t.Errorf("%d helpers with one processor", len(team.helpers))
	}
}

func TestIdleTeamSleeps(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	var team Team
	defer team.Close()
	team.Run(2, func(w Worker) { w.Wait() })
	for _, h := range team.helpers {
		for deadline := time.Now().Add(5 * time.Second); !h.asleep.Load(); {
			if time.Now().After(deadline) {
				t.Fatal("a helper does not fall asleep")
			}
			time.Sleep(time.Millisecond)
		}
	}
}

func TestCloseEndsGoroutines(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	before := runtime.NumGoroutine()
	for range 2 {
		var team Team
		team.Run(4, func(w Worker) { w.Wait() })
		time.Sleep(rest)
		team.Close()
		team.Close()
	}
	for deadline := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before; {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines, want %d", runtime.NumGoroutine(), before)
		}
		time.Sleep(time.Millisecond)
	}
}

func TestRunAllocates(t *testing.T) {
	procs(t, func(t *testing.T, team *Team, n int) {
		f := func(w Worker) { w.Wait() }
		team.Run(n, f)
		if a := allocs.PerRun(20, func() { team.Run(n, f) }); a != 0 {
			t.Errorf("%v allocations per Run", a)
		}
	})
}

func TestShared(t *testing.T) {
	var calls atomic.Int32
	Run(2, func(w Worker) { calls.Add(1) })
	if got := int(calls.Load()); got != Workers(2) {
		t.Errorf("%d calls, want %d", got, Workers(2))
	}
}

func BenchmarkRun(b *testing.B) {
	var team Team
	defer team.Close()
	n := runtime.GOMAXPROCS(0)
	b.Run("fork", func(b *testing.B) {
		f := func(Worker) {}
		for b.Loop() {
			team.Run(n, f)
		}
	})
	b.Run("barrier", func(b *testing.B) {
		count := b.N
		team.Run(n, func(w Worker) {
			for range count {
				w.Wait()
			}
		})
	})
	b.Run("asleep", func(b *testing.B) {
		f := func(Worker) {}
		var total time.Duration
		for b.Loop() {
			time.Sleep(2 * rest)
			s := time.Now()
			team.Run(n, f)
			total += time.Since(s)
		}
		b.ReportMetric(float64(total.Nanoseconds())/float64(b.N), "ns/fork")
	})
}

// TestIdleHelpersEnd waits until the goroutines of an idle team have ended, and runs it
// again.
func TestIdleHelpersEnd(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	before := runtime.NumGoroutine()
	var team Team
	for range 2 {
		var calls atomic.Int32
		team.Run(4, func(w Worker) { calls.Add(1); w.Wait() })
		if calls.Load() != 4 {
			t.Fatalf("%d calls, expected 4", calls.Load())
		}
		deadline := time.Now().Add(20 * tenure)
		for runtime.NumGoroutine() > before {
			if time.Now().After(deadline) {
				t.Fatalf("%d goroutines, %d before", runtime.NumGoroutine(), before)
			}
			time.Sleep(tenure / 10)
		}
	}
}

// TestCrowd has several goroutines share work at the same time, and then one alone.
func TestCrowd(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	var team Team
	defer team.Close()
	most := func() (n int) {
		team.Share(4, func(w Worker) {
			if w.ID == 0 {
				n = w.N
			}
		})
		return n
	}
	if n := most(); n != 4 {
		t.Errorf("alone: %d workers, expected 4", n)
	}
	team.Share(4, func(w Worker) {
		if w.ID == 0 { // as if another goroutine did
			if n := most(); n != 1 {
				t.Errorf("while the team is in use: %d workers, expected 1", n)
			}
		}
	})
	if n := most(); n != 2 {
		t.Errorf("where two were at work before: %d workers, expected 2", n)
	}
	for range memory {
		most()
	}
	if n := most(); n != 4 {
		t.Errorf("alone again: %d workers, expected 4", n)
	}
}

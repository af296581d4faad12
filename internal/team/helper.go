package team

import (
	"errors"
	"runtime"
	"sync/atomic"
)

// A helper is a goroutine of a team.
type helper struct {
	team *Team
	id   int
	quit atomic.Bool   // set before the last call
	wake chan struct{} // gets a value when asleep is reset by a call

	_      pad
	next   atomic.Uint32 // number of the run to do
	asleep atomic.Bool
	_      pad
}

// call makes h do the run of that number.
func (h *helper) call(run uint32) {
	h.next.Store(run)
	if h.asleep.CompareAndSwap(true, false) {
		h.wake <- struct{}{} // has room: asleep was set
	}
}

// await returns when there is another run than last, and its number.
func (h *helper) await(last uint32) uint32 {
	for s := (spinner{}); s.waited < rest; s.pause() {
		if run := h.next.Load(); run != last {
			return run
		}
	}
	h.asleep.Store(true)
	// A call since the last look may have missed that h is asleep.
	if h.next.Load() == last || !h.asleep.CompareAndSwap(true, false) {
		<-h.wake
	}
	return h.next.Load()
}

// loop does one run after another, the first one after last.
func (h *helper) loop(last uint32) {
	// f may end the goroutine; the helper goes on in another.
	defer func() {
		if !h.quit.Load() {
			go h.loop(last)
		}
	}()
	for {
		last = h.await(last)
		if h.quit.Load() {
			return
		}
		h.work()
	}
}

// work does the helper's share of a run.
func (h *helper) work() {
	t, done := h.team, false
	defer func() {
		if !done {
			reason := recover()
			if reason == nil { // no panic, but runtime.Goexit
				reason = exited
			}
			t.fail(reason)
		}
		t.working.Add(-1)
	}()
	t.f(Worker{h.id, t.size, t})
	done = true
}

// Why a worker can end early without a panic of its own.
var (
	stopped = errors.New("team: another worker failed")
	exited  = errors.New("team: runtime.Goexit called in a worker")
)

// parallel says whether goroutines can run at the same time.
const parallel = runtime.GOARCH != "wasm"

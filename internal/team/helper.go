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
	next   atomic.Uint64 // the run to do: its number, and whether it has begun
	asleep atomic.Bool
	_      pad
}

// begun is what a run is marked with by the helper that begins it, or by the
// caller that does without.
const begun = 1

// begin marks a run as begun, and tells whether it wasn't.
func (h *helper) begin(run uint32) bool {
	return h.next.CompareAndSwap(uint64(run)<<1, uint64(run)<<1|begun)
}

// call makes h do the run of that number.
func (h *helper) call(run uint32) {
	h.next.Store(uint64(run) << 1)
	if h.asleep.CompareAndSwap(true, false) {
		h.wake <- struct{}{} // has room: asleep was set
	}
}

// await returns when there is another run than last, and its number.
func (h *helper) await(last uint32) uint32 {
	for s := (spinner{}); s.waited < rest; s.pause() {
		if run := h.called(); run != last {
			return run
		}
	}
	h.asleep.Store(true)
	// A call since the last look may have missed that h is asleep.
	if h.called() == last || !h.asleep.CompareAndSwap(true, false) {
		<-h.wake
	}
	return h.called()
}

// called returns the number of the run that h was last called for.
func (h *helper) called() uint32 { return uint32(h.next.Load() >> 1) }

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
		if h.begin(last) {
			h.work()
		}
	}
}

// work does the helper's share of a run.
func (h *helper) work() {
	t, done := h.team, false
	defer func() {
		if !done {
			reason := recover()
			if reason == nil { // no panic, but runtime.Goexit
				reason = errExited
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
	errStopped = errors.New("team: another worker failed")
	errExited  = errors.New("team: runtime.Goexit called in a worker")
)

// parallel says whether goroutines can run at the same time.
const parallel = runtime.GOARCH != "wasm"

package team

import (
	"errors"
	"runtime"
	"sync/atomic"
	"time"
)

// A helper is a goroutine of a team.
type helper struct {
	team *Team
	id   int
	quit atomic.Bool   // set before the last call
	wake chan struct{} // gets a value when asleep is reset by a call
	idle *time.Timer   // of a sleep

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

// await returns when there is another run than last, and its number. ok is false if
// there has been none for so long that h is no longer of the team.
func (h *helper) await(last uint32) (run uint32, ok bool) {
	for s := (spinner{}); s.waited < rest; s.pause() {
		if run := h.called(); run != last {
			return run, true
		}
	}
	h.asleep.Store(true)
	// A call since the last look may have missed that h is asleep.
	if h.called() == last || !h.asleep.CompareAndSwap(true, false) {
		if !h.sleep() {
			return 0, false
		}
	}
	return h.called(), true
}

// sleep returns true when h has been called, and false when it has left the team.
func (h *helper) sleep() bool {
	for {
		h.idle.Reset(tenure)
		select {
		case <-h.wake:
			h.idle.Stop()
			return true
		case <-h.idle.C:
			if h.leave() {
				return false
			}
		}
	}
}

// leave takes h, which sleeps, out of its team, unless others came after it or it has
// been called.
func (h *helper) leave() bool {
	t := h.team
	if !t.busy.CompareAndSwap(false, true) {
		return false
	}
	defer t.busy.Store(false)
	last := len(t.helpers) - 1
	if last < 0 || t.helpers[last] != h || !h.asleep.CompareAndSwap(true, false) {
		return false
	}
	t.helpers = t.helpers[:last]
	return true
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
		run, ok := h.await(last)
		if !ok {
			h.quit.Store(true)
		}
		if h.quit.Load() {
			return
		}
		last = run
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

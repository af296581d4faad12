// Package team runs one function on several processors at once.
//
// A Team keeps its goroutines from one Run to the next: after a Run they look
// for the next one for a moment, in which a fork costs less than a
// microsecond, and then sleep until there is one. An idle team costs nothing, and
// after a second its goroutines end.
//
// All workers of a Run execute the same function, and meet in Worker.Wait
// between its phases. In a Share they meet nobody: they hand out work among
// themselves, and a worker that comes late finds it done.
package team

import (
	"runtime"
	"sync/atomic"
	"time"
)

// A Team is a set of workers. Its zero value is ready for use. Goroutines are
// started by the first Run that needs them.
type Team struct {
	crowd   crowd
	busy    atomic.Bool
	helpers []*helper // changed only by the goroutine that holds busy
	run     uint32    // number of the current run
	sharing bool      // the current run is one of Share
	size    int       // workers of the current run
	f       func(Worker)

	_       pad
	working atomic.Int32 // helpers that have not finished the current run
	_       pad
	arrived atomic.Int32 // workers waiting at the barrier
	_       pad
	phase   atomic.Uint32 // counts the barriers passed
	failing atomic.Bool   // a worker has claimed failure
	failed  atomic.Bool   // failure is set
	failure any           // why the run cannot complete
	_       pad
}

// pad keeps what different processors write in different cache lines, and in
// different pairs of lines, which some processors fetch together.
type pad [128]byte

var shared Team

// Run is Run of a team that the whole process shares.
func Run(n int, f func(Worker)) { shared.Run(n, f) }

// Share is Share of the team that the whole process shares.
func Share(n int, f func(Worker)) { shared.Share(n, f) }

// Workers returns the number of workers that a Run of n workers gets now if
// the team is free: at most GOMAXPROCS, at least 1.
func Workers(n int) int {
	if !parallel {
		return 1
	}
	return max(1, min(n, runtime.GOMAXPROCS(0)))
}

// Run calls f once for every worker, with the numbers 0 … N-1, at the same
// time, and returns when all calls have returned. N is Workers(n); it is 1 if
// the team is in use, as it is within f. The caller is worker 0. Run allocates
// nothing once the helpers exist.
//
// If f panics in one worker, Run panics with the same value when all workers
// have ended; those that wait at a barrier are ended by a panic there. If f
// ends a helper by runtime.Goexit, Run panics.
func (t *Team) Run(n int, f func(Worker)) {
	if !t.try(n, f, false) {
		f(Worker{N: 1})
	}
}

// Share is Run for an f that hands out its work: the caller does all that no
// helper does. N is less than Workers(n) where several goroutines call Share at the same
// time. Helpers that have not begun when the caller is done are not waited
// for, and not called: their processors may be busy with something else. f must
// not call Wait.
func (t *Team) Share(n int, f func(Worker)) {
	if !t.try(n, f, true) {
		f(Worker{N: 1})
	}
}

// try is Run or Share if the team is free. Otherwise it does nothing and returns
// false.
func (t *Team) try(n int, f func(Worker), sharing bool) bool {
	n = Workers(n)
	if sharing {
		n = t.crowd.enter(n)
		defer t.crowd.leave()
	}
	if n == 1 {
		f(Worker{N: 1})
		return true
	}
	if !t.busy.CompareAndSwap(false, true) {
		return false
	}
	t.sharing = sharing
	t.start(n, f)
	done := false
	defer t.finish(&done)
	f(Worker{0, n, t})
	done = true
	return true
}

// Close ends the goroutines of the team once they are idle. It must not be
// called during a Run; a later Run starts new ones.
func (t *Team) Close() {
	if !t.busy.CompareAndSwap(false, true) {
		panic("team: Close during a Run")
	}
	t.run++
	for _, h := range t.helpers {
		h.quit.Store(true)
		h.call(t.run)
	}
	t.helpers = nil
	t.busy.Store(false)
}

// start sets the helpers 1 … n-1 to work.
func (t *Team) start(n int, f func(Worker)) {
	t.run++
	t.f, t.size = f, n
	t.working.Store(int32(n - 1))
	for len(t.helpers) < n-1 {
		h := &helper{team: t, id: len(t.helpers) + 1, wake: make(chan struct{}, 1), idle: time.NewTimer(tenure)}
		h.next.Store(uint64(t.run-1)<<1 | begun)
		t.helpers = append(t.helpers, h)
		go h.loop(t.run - 1)
	}
	for _, h := range t.helpers[:n-1] {
		h.call(t.run)
	}
}

// finish waits for the helpers and releases the team. It is deferred, so that
// it runs whether the caller's share ended by itself or not.
func (t *Team) finish(done *bool) {
	if !*done {
		t.fail(errStopped)
	} else if t.sharing {
		for _, h := range t.helpers[:t.size-1] {
			if h.begin(t.run) {
				t.working.Add(-1)
			}
		}
	}
	for s := (spinner{}); t.working.Load() != 0; {
		s.pause()
	}
	failure, failed := t.failure, t.failed.Load()
	t.f, t.failure = nil, nil
	t.failing.Store(false)
	t.failed.Store(false)
	t.arrived.Store(0)
	t.busy.Store(false)
	if failed && failure != errStopped {
		// A helper failed first. What ended the caller, if anything did, was
		// the barrier.
		recover()
		panic(failure)
	}
}

// fail records why the run cannot complete. Only the first reason counts.
func (t *Team) fail(reason any) {
	if t.failing.CompareAndSwap(false, true) {
		t.failure = reason
		t.failed.Store(true)
	}
}

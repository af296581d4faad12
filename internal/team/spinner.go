package team

import (
	"runtime"
	"time"
)

const (
	// patience is how long a worker looks for a change at full speed. After it,
	// other goroutines may have its processor between two looks.
	patience = 50 * time.Microsecond
	// rest is when an idle helper falls asleep. It outlasts what a program
	// does between two training steps.
	rest = 200 * time.Microsecond
	// tenure is how long a helper sleeps before it ends.
	tenure = time.Second
	// nap is how long a worker that has waited longer than rest sleeps between two
	// looks. Whom it waits for has probably lost its processor to another program,
	// which gets on faster if this one leaves it alone.
	nap = 20 * time.Microsecond
)

// A spinner is the state of a loop that looks for a change.
type spinner struct {
	looks  uint
	start  time.Time
	waited time.Duration // since the first looks
}

// pause stands between two looks.
func (s *spinner) pause() {
	s.looks++
	if s.waited <= patience && s.looks%256 != 0 {
		return
	}
	if s.start.IsZero() {
		s.start = time.Now()
		return
	}
	s.waited = time.Since(s.start)
	switch {
	case s.waited > rest:
		time.Sleep(nap)
	case s.waited > patience:
		runtime.Gosched()
	}
}

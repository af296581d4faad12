package team

import (
	"runtime"
	"syscall"
	"testing"
	"time"
)

// cpuTime returns what the process has used so far.
func cpuTime(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestIdleTeamBurnsNothing(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	var team Team
	defer team.Close()
	team.Run(4, func(w Worker) { w.Wait() })
	time.Sleep(5 * rest)
	before := cpuTime(t)
	const idle = 100 * time.Millisecond
	time.Sleep(idle)
	if used := cpuTime(t) - before; used > idle/5 {
		t.Errorf("an idle team used %v in %v", used, idle)
	}
}

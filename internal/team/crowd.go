package team

import (
	"runtime"
	"sync/atomic"
)

// A crowd is the callers of a team that run at the same time. Each gets its share of the
// processors: two callers that work alone are done sooner than if each waits for the
// other's workers.
type crowd struct {
	now  atomic.Int32 // callers
	peak atomic.Int32 // of late
	left atomic.Int32 // calls until what was of late is forgotten
}

// memory is the number of calls after which a crowd is forgotten.
const memory = 64

// enter counts a caller that would have n workers, and returns how many it gets.
func (c *crowd) enter(n int) int {
	now := c.now.Add(1)
	if now > c.peak.Load() || c.left.Add(-1) < 0 {
		c.peak.Store(now)
		c.left.Store(memory)
	}
	if peak := int(c.peak.Load()); peak > 1 {
		n = max(1, min(n, runtime.GOMAXPROCS(0)/peak))
	}
	return n
}

func (c *crowd) leave() { c.now.Add(-1) }

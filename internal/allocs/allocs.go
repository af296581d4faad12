// Package allocs counts allocations in tests.
package allocs

import "testing"

// tries is how often PerRun counts at most.
const tries = 5

// PerRun returns how many times a call of f allocates memory: the least of several
// averages of so many calls by [testing.AllocsPerRun]. That counts the whole
// process, in which a goroutine that falls asleep or the collector of garbage
// may allocate something once; what f allocates is there every time.
func PerRun(runs int, f func()) float64 {
	least := testing.AllocsPerRun(runs, f)
	for i := 1; i < tries && least > 0; i++ {
		least = min(least, testing.AllocsPerRun(runs, f))
	}
	return least
}

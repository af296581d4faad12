package main

import (
	"os"
	"syscall"
)

// maxResident returns the bytes of memory that an ended process had at most; 0 if
// the system doesn't tell.
func maxResident(p *os.ProcessState) int64 {
	u, ok := p.SysUsage().(*syscall.Rusage)
	if !ok {
		return 0
	}
	return u.Maxrss << 10
}

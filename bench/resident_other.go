//go:build !linux

package main

import "os"

// maxResident returns 0: only Linux tells, in a unit that is known.
func maxResident(*os.ProcessState) int64 { return 0 }

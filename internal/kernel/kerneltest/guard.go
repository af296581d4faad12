//go:build !linux

package kerneltest

import "testing"

// Guarded returns two slices of n zeros. On Linux they lie beside pages that
// nobody may touch; here they are ordinary memory.
func Guarded(t testing.TB, n int) (atStart, atEnd []float32) {
	t.Helper()
	return make([]float32, n), make([]float32, n)
}

package kerneltest

import (
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Guarded returns two slices of n zeros: one that begins right behind a page
// which nobody may touch, and one that ends right before such a page. They
// live until the test ends.
func Guarded(t testing.TB, n int) (atStart, atEnd []float32) {
	t.Helper()
	page := unix.Getpagesize()
	size := max((4*n+page-1)/page, 1) * page
	mem, err := unix.Mmap(-1, 0, size+2*page, unix.PROT_NONE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := unix.Munmap(mem); err != nil {
			t.Error(err)
		}
	})
	if err := unix.Mprotect(mem[page:page+size], unix.PROT_READ|unix.PROT_WRITE); err != nil {
		t.Fatal(err)
	}
	all := unsafe.Slice((*float32)(unsafe.Pointer(&mem[page])), size/4)
	return all[:n:n], all[len(all)-n:]
}

package roof

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

const hugePage = 2 << 20

// allocate returns n zeros in huge pages, if the system has some, and what frees
// them: with ordinary pages the tables of pages would be measured too.
func allocate(n int) (memory []float32, free func()) {
	size := 4*n + hugePage
	mem, err := unix.Mmap(-1, 0, size, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return make([]float32, n), func() {}
	}
	// No huge pages are no error: the memory is as good, but slower.
	_ = unix.Madvise(mem, unix.MADV_HUGEPAGE)
	skip := -int(uintptr(unsafe.Pointer(&mem[0]))) & (hugePage - 1)
	return unsafe.Slice((*float32)(unsafe.Pointer(&mem[skip])), n), func() { _ = unix.Munmap(mem) }
}

// Package roof measures what this machine can do at most: fused multiply-adds a
// second, square roots and quotients, and bytes a second from each level of its
// memory. Speeds of programs are told as fractions of that.
//
// A rate is the best of many short tries, which the noise of other programs
// hardly touches. A rate of several threads is that of all of them together.
package roof

import (
	"runtime"
	"sync"
	"time"

	"github.com/gokeras/keras/internal/cpu"
	"github.com/gokeras/keras/internal/kernel"
)

//go:generate go run -C ../engine/cpu/_asm ./roof -isa avx512 -pkg roof -out ../../../roof/probe_avx512_amd64.s -stubs ../../../roof/probe_avx512_amd64.go
//go:generate go run -C ../engine/cpu/_asm ./roof -isa avx2 -pkg roof -out ../../../roof/probe_avx2_amd64.s -stubs ../../../roof/probe_avx2_amd64.go

// A Rate is one limit of the machine.
type Rate struct {
	What    string  `json:"what"`               // fma, root, read or update
	ISA     string  `json:"isa"`                // the instructions that reach it
	Level   string  `json:"level,omitempty"`    // of memory: see Levels
	Threads int     `json:"threads"`            // at the same time
	GFLOPS  float64 `json:"gflops,omitempty"`   // of fma: 1e9 operations a second, two for a multiply-add
	GRoots  float64 `json:"groots,omitempty"`   // of root: 1e9 square roots a second, with a quotient each, as Adam takes them
	GBps    float64 `json:"gb_per_s,omitempty"` // of read and update: 1e9 bytes a second; what update reads and writes counts twice
}

// Measure measures everything, with one thread and with GOMAXPROCS: arithmetic with
// each instruction set that may be used, and memory with the best of them. A rate
// takes about span; 50 milliseconds are enough.
func Measure(span time.Duration) []Rate {
	threads := []int{1}
	if n := runtime.GOMAXPROCS(0); n > 1 {
		threads = append(threads, n)
	}
	var all []Rate
	for _, n := range threads {
		if cpu.Level() == "generic" {
			all = append(all, Probes.Generic.fma("generic", n, span), Probes.Generic.root("generic", n, span))
		}
		for _, im := range Probes.Impls() {
			if *im.Available {
				all = append(all, im.Run.fma(im.Name, n, span), im.Run.root(im.Name, n, span))
			}
		}
	}
	size := 0
	for _, level := range Levels {
		for _, n := range threads {
			size = max(size, level.floats(n)*n)
		}
	}
	memory, free := allocate(size)
	defer free()
	for i := range memory {
		memory[i] = 1
	}
	for _, level := range Levels {
		for _, n := range threads {
			all = append(all, level.measure(n, memory, span)...)
		}
	}
	return all
}

// GFLOPS returns how many 1e9 floating-point operations a second so many threads
// can do, with the instruction set in use. It measures once in a process.
func GFLOPS(threads int) float64 {
	measured.Lock()
	defer measured.Unlock()
	r, ok := measured.gflops[threads]
	if !ok {
		r = Probes.Best().fma(cpu.Level(), threads, 50*time.Millisecond).GFLOPS
		measured.gflops[threads] = r
	}
	return r
}

var measured = struct {
	sync.Mutex
	gflops map[int]float64
}{gflops: map[int]float64{}}

// Probes holds the loops that are timed.
var Probes = kernel.Func[Probe]{Name: "roof", Generic: Probe{Flops: 2 * chains, FMA: fmaGeneric, Roots: chains, Root: rootGeneric, Read: readGeneric, Update: updateGeneric}}

// A Probe is the loops of an instruction set.
type Probe struct {
	Flops  int               // operations of a round of FMA
	FMA    func(rounds int)  // multiplies and adds in registers; rounds ≥ 1
	Roots  int               // square roots of a round of Root, and as many quotients
	Root   func(rounds int)  // takes them in registers; rounds ≥ 1
	Read   func(p []float32) // reads p, whose length is a positive multiple of 128
	Update func(p []float32) // reads and writes p, and leaves its numbers alone
}

package roof

import (
	"time"

	"github.com/gokeras/keras/internal/cpu"
	"github.com/gokeras/keras/internal/team"
)

const (
	// tries is how often each rate is measured; the first is a warm-up, in which
	// the processor finds its clock.
	tries = 12
	// slice is about how long one call of a loop may take: the runtime cannot
	// interrupt it.
	slice = 20 * time.Microsecond
	// calls is how many of them stand between two looks at the clock, when
	// threads wait for each other.
	calls = 8
)

// fma measures the multiply-adds of a probe.
func (p Probe) fma(isa string, threads int, span time.Duration) Rate {
	n, perSecond := arithmetic(p.FMA, threads, span)
	return Rate{What: "fma", ISA: isa, Threads: n, GFLOPS: perSecond * float64(p.Flops) / 1e9}
}

// root measures the square roots and quotients of a probe.
func (p Probe) root(isa string, threads int, span time.Duration) Rate {
	n, perSecond := arithmetic(p.Root, threads, span)
	return Rate{What: "root", ISA: isa, Threads: n, GRoots: perSecond * float64(p.Roots) / 1e9}
}

// arithmetic returns the number of threads and the rounds a second that all of them do.
func arithmetic(loop func(rounds int), threads int, span time.Duration) (workers int, perSecond float64) {
	rounds := 1
	var alone team.Team
	for timed(&alone, 1, func(team.Worker) { loop(rounds) }) < slice {
		rounds *= 2
	}
	workers, perSecond = fastest(threads, span, func(team.Worker) {
		for range calls {
			loop(rounds)
		}
	})
	return workers, perSecond * float64(calls*rounds)
}

// A Level is a level of memory, given by how much of it is walked through.
type Level struct {
	Name  string
	each  int // bytes a thread
	total int // bytes of all threads, if each is 0
}

// Levels are the levels, the smallest first. The caches of today's processors
// have 32 to 48 KiB, 256 KiB to 2 MiB for each core, and 16 MiB and more for many.
// "step" is the weights of the network 784-500-500-10 and Adam's two averages.
var Levels = []Level{
	{Name: "L1", each: 24 << 10},
	{Name: "L2", each: 192 << 10},
	{Name: "step", total: 3 * 4 * 648010},
	{Name: "L3", each: 6 << 20},
	{Name: "DRAM", total: 512 << 20},
}

// block is the number of floats that all lengths are multiples of.
const block = 128

// floats returns how many floats each of so many threads walks through.
func (l Level) floats(threads int) int {
	bytes := l.each
	if bytes == 0 {
		bytes = l.total / threads
	}
	return bytes / 4 / block * block
}

// measure measures reading and updating.
func (l Level) measure(threads int, memory []float32, span time.Duration) []Rate {
	size := l.floats(threads)
	p := Probes.Best()
	var rates []Rate
	for _, way := range []struct {
		what  string
		loop  func([]float32)
		moved int // bytes for a float
	}{{"read", p.Read, 4}, {"update", p.Update, 8}} {
		// A part is what one call takes: no more than slice, at 20 GB/s.
		part := min(size, 64<<10)
		passes := max(1, 4<<20/size)
		n, perSecond := fastest(threads, span, func(w team.Worker) {
			own := memory[w.ID*size:][:size]
			for range passes {
				for lo := 0; lo < size; lo += part {
					way.loop(own[lo:min(lo+part, size)])
				}
			}
		})
		rates = append(rates, Rate{
			What: way.what, ISA: cpu.Level(), Level: l.Name, Threads: n,
			GBps: perSecond * float64(passes*size) * float64(way.moved) / 1e9,
		})
	}
	return rates
}

// fastest calls f again and again, in so many threads at the same time if there
// are as many, and returns their number and the calls a second of all of them in
// the best try.
func fastest(threads int, span time.Duration, f func(team.Worker)) (workers int, perSecond float64) {
	workers = team.Workers(threads)
	var t team.Team // its own: the one that all share may be in use
	defer t.Close()
	for i := range tries {
		n := 0
		var spent time.Duration
		for spent < span/tries {
			spent += timed(&t, workers, f)
			n += workers
		}
		if i > 0 {
			perSecond = max(perSecond, float64(n)/spent.Seconds())
		}
	}
	return workers, perSecond
}

// timed returns how long it takes until all workers have called f once, from when
// all of them stand ready.
func timed(t *team.Team, workers int, f func(team.Worker)) time.Duration {
	var spent time.Duration
	t.Run(workers, func(w team.Worker) {
		w.Wait()
		begin := time.Now()
		f(w)
		w.Wait()
		if w.ID == 0 {
			spent = time.Since(begin)
		}
	})
	return spent
}

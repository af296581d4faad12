package roof

import (
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/gokeras/keras/internal/cpu"
	"github.com/gokeras/keras/internal/kernel/kerneltest"
)

func TestProbes(t *testing.T) {
	kerneltest.Each(t, &Probes, func(t *testing.T, p Probe) {
		p.FMA(1)
		p.FMA(1000)
		p.Root(1)
		p.Root(1000)
		if p.Flops <= 0 || p.Roots <= 0 {
			t.Errorf("Flops = %d, Roots = %d", p.Flops, p.Roots)
		}
		for _, n := range []int{block, 3 * block} {
			atStart, atEnd := kerneltest.Guarded(t, n)
			for _, mem := range [][]float32{atStart, atEnd} {
				for i := range mem {
					mem[i] = float32(i) - 7.5
				}
				want := slices.Clone(mem)
				p.Read(mem)
				p.Update(mem)
				if !slices.Equal(mem, want) {
					t.Errorf("%d floats: changed to %v", n, mem)
				}
			}
		}
	})
}

func TestMeasure(t *testing.T) {
	defer func(l []Level) { Levels = l }(Levels)
	Levels = []Level{{Name: "each", each: 16 << 10}, {Name: "total", total: 1 << 20}}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))
	seen := map[Rate]bool{}
	for _, r := range Measure(5 * time.Millisecond) {
		switch {
		case r.What == "fma" && r.GFLOPS > 0.01 && r.GFLOPS < 1e6 && r.GBps == 0 && r.GRoots == 0 && r.Level == "":
		case r.What == "root" && r.GRoots > 0.001 && r.GRoots < 1e5 && r.GBps == 0 && r.GFLOPS == 0 && r.Level == "":
		case (r.What == "read" || r.What == "update") && r.GBps > 0.01 && r.GBps < 1e6 && r.GFLOPS == 0 && r.GRoots == 0:
		default:
			t.Errorf("%+v", r)
		}
		r.GFLOPS, r.GBps, r.GRoots = 0, 0, 0
		if seen[r] {
			t.Errorf("twice: %+v", r)
		}
		seen[r] = true
	}
	for _, threads := range []int{1, 2} {
		want := []Rate{{What: "fma", ISA: cpu.Level(), Threads: threads}, {What: "root", ISA: cpu.Level(), Threads: threads}}
		for _, level := range []string{"each", "total"} {
			want = append(want, Rate{What: "read", ISA: cpu.Level(), Level: level, Threads: threads},
				Rate{What: "update", ISA: cpu.Level(), Level: level, Threads: threads})
		}
		for _, r := range want {
			if !seen[r] {
				t.Errorf("missing: %+v", r)
			}
		}
	}
}

func TestGFLOPS(t *testing.T) {
	first := GFLOPS(1)
	if first <= 0 {
		t.Errorf("GFLOPS(1) = %v", first)
	}
	if again := GFLOPS(1); again != first {
		t.Errorf("measured again: %v, then %v", first, again)
	}
}

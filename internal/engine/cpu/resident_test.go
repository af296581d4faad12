package cpu_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A pair is two layers that are trained by momentum.
type pair struct {
	w1, w2, v1, v2 *ops.Variable
}

func newPair(in, mid, out int) *pair {
	return &pair{
		ops.NewVariable("w1", ramp(in, mid)), ops.NewVariable("w2", ramp(mid, out)),
		ops.NewVariable("v1", tensor.New(tensor.Float32, in, mid)), ops.NewVariable("v2", tensor.New(tensor.Float32, mid, out)),
	}
}

// step returns the program of a step with so many rows.
func (p *pair) step(rows int) *graph.Program {
	tr := ops.NewTrace(true)
	x := ops.Input("x", tensor.Float32, rows, p.w1.Shape()[0])
	h := ops.Tanh(ops.Matmul(x, tr.Get(p.w1)))
	y := ops.Tanh(ops.Matmul(h, tr.Get(p.w2)))
	loss := ops.Mean(ops.Square(ops.Subtract(y, ops.FullLike(y, .3))))
	ws, vs := []*ops.Variable{p.w1, p.w2}, []*ops.Variable{p.v1, p.v2}
	for i, g := range tr.Gradients(loss, tr.Get(p.w1), tr.Get(p.w2)) {
		v := ops.Subtract(ops.Scale(tr.Get(vs[i]), .9), ops.Scale(g, .05))
		tr.Set(vs[i], v)
		tr.Set(ws[i], ops.Add(tr.Get(ws[i]), v))
	}
	return tr.Program("step", []*ops.Value{x}, []*ops.Value{loss, y})
}

func (p *pair) all() []*ops.Variable { return []*ops.Variable{p.w1, p.w2, p.v1, p.v2} }

// TestResidents trains two layers by batches of all sizes in turn, beside the plain
// engine, with somebody who now and then reads and changes weights.
func TestResidents(t *testing.T) {
	for _, units := range [][3]int{{40, 70, 33}, {300, 260, 150}, {64, 520, 10}, {33, 128, 300}, {50, 40, 1}} {
		a, b := newPair(units[0], units[1], units[2]), newPair(units[0], units[1], units[2])
		programs := map[int]*cpu.Program{}
		plain := map[int]*graph.Program{}
		sizes := []int{1, 3, 10, 40, 100, 300}
		for _, rows := range sizes {
			c, err := cpu.Compile(a.step(rows))
			if err != nil {
				t.Fatal(err)
			}
			programs[rows], plain[rows] = c, b.step(rows)
		}
		for i := range 12 {
			rows := sizes[i*5%len(sizes)]
			x := ramp(rows, units[0])
			out := []*tensor.Tensor{tensor.New(tensor.Float32), tensor.New(tensor.Float32, rows, units[2])}
			if err := programs[rows].Run([]*tensor.Tensor{x}, out); err != nil {
				t.Fatal(err)
			}
			want, err := ref.Run(plain[rows], x)
			if err != nil {
				t.Fatal(err)
			}
			for j := range out {
				if !out[j].AllClose(want[j], 1e-4, 1e-5) {
					t.Fatalf("%v, run %d of %d rows: output %d differs", units, i, rows, j)
				}
			}
			if i%4 != 3 {
				continue
			}
			for j, v := range a.all() {
				if w := b.all()[j]; !v.Store().AllClose(w.Store(), 1e-4, 1e-5) {
					t.Fatalf("%v, after run %d: %s differs", units, i, v.Name)
				}
			}
			// One is assigned, another changed where it lies.
			for _, p := range []*pair{a, b} {
				if err := p.w1.Assign(ramp(units[0], units[1])); err != nil {
					t.Fatal(err)
				}
				tensor.Data[float32](p.w2.Store())[7] = float32(i) / 10
				p.w2.Changed()
			}
		}
	}
}

// TestResidentBits trains by several numbers of workers.
func TestResidentBits(t *testing.T) {
	var want string
	for _, procs := range []int{1, 2, 5, 7} {
		before := runtime.GOMAXPROCS(procs)
		p := newPair(300, 260, 150)
		var got string
		for _, rows := range []int{1, 10, 100, 300} {
			c, err := cpu.Compile(p.step(rows))
			if err != nil {
				t.Fatal(err)
			}
			out := []*tensor.Tensor{tensor.New(tensor.Float32), tensor.New(tensor.Float32, rows, 150)}
			for range 3 {
				if err := c.Run([]*tensor.Tensor{ramp(rows, 300)}, out); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, v := range p.all() {
			got += fmt.Sprintf("%x", v.Store().Bytes())
		}
		runtime.GOMAXPROCS(before)
		if want == "" {
			want = got
		}
		if got != want {
			t.Errorf("GOMAXPROCS %d gives other bits", procs)
		}
	}
}

// TestResidentReadAgain multiplies by a weight before and after it is changed, and by
// its transpose after it.
func TestResidentReadAgain(t *testing.T) {
	for _, rows := range []int{1, 10, 40, 300} {
		var programs []*graph.Program
		var weights []*ops.Variable
		for range 2 {
			w := ops.NewVariable("w", ramp(64, 96))
			tr := ops.NewTrace(true)
			x, z := ops.Input("x", tensor.Float32, rows, 64), ops.Input("z", tensor.Float32, rows, 96)
			y := ops.Tanh(ops.Matmul(x, tr.Get(w)))
			tr.Set(w, ops.Subtract(tr.Get(w), ops.Scale(ops.Matmul(ops.Transpose(x), y), .01)))
			next := tr.Get(w)
			out := []*ops.Value{ops.Sum(y), ops.Tanh(ops.Matmul(x, next)), ops.Matmul(z, ops.Transpose(next))}
			programs = append(programs, tr.Program("again", []*ops.Value{x, z}, out))
			weights = append(weights, w)
		}
		c, err := cpu.Compile(programs[0])
		if err != nil {
			t.Fatal(err)
		}
		in := []*tensor.Tensor{ramp(rows, 64), ramp(rows, 96)}
		for run := range 3 {
			out := outputs(programs[0])
			if err := c.Run(in, out); err != nil {
				t.Fatal(err)
			}
			want, err := ref.Run(programs[1], in...)
			if err != nil {
				t.Fatal(err)
			}
			for i := range want {
				if !out[i].AllClose(want[i], 1e-4, 1e-5) {
					t.Errorf("%d rows, run %d: output %d differs", rows, run, i)
				}
			}
		}
		if !weights[0].Store().AllClose(weights[1].Store(), 1e-4, 1e-5) {
			t.Errorf("%d rows: the weight differs", rows)
		}
	}
}

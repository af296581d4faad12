// Package enginetest holds an engine to the plain one, package ref.
package enginetest

import (
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// A Runner runs a program: from inputs to outputs, with the variables' stores
// changed where the program says so.
type Runner func(inputs []*tensor.Tensor) ([]*tensor.Tensor, error)

// An Engine compiles a program.
type Engine func(p *graph.Program) (Runner, error)

// Run tests that the engine computes what ref does: every primitive in all its
// cases, random graphs, and a network in training. It also tests that results are
// the same bits for any GOMAXPROCS.
func Run(t *testing.T, e Engine) {
	t.Run("Primitives", func(t *testing.T) { primitives(t, e) })
	t.Run("Graphs", func(t *testing.T) { graphs(t, e) })
	t.Run("Training", func(t *testing.T) { training(t, e) })
	t.Run("Variables", func(t *testing.T) { variables(t, e) })
}

// plain is ref as an Engine.
func plain(p *graph.Program) (Runner, error) {
	return func(in []*tensor.Tensor) ([]*tensor.Tensor, error) { return ref.Run(p, in...) }, nil
}

// primitives tries every case of every primitive, and those with float32 in it in float64
// too, where the primitive takes that.
func primitives(t *testing.T, e Engine) {
	for _, op := range graph.Ops() {
		t.Run(graph.Name(op), func(t *testing.T) {
			for i, c := range op.Cases() {
				t.Run(fmt.Sprint(i), func(t *testing.T) { single(t, e, c.Op, c.In) })
				if wide, ok := widened(c); ok {
					t.Run(fmt.Sprint(i, " in float64"), func(t *testing.T) { single(t, e, c.Op, wide) })
				}
			}
		})
	}
}

// single checks a program of one primitive.
func single(t *testing.T, e Engine, op graph.Op, in []*tensor.Tensor) {
	p := &graph.Program{Name: graph.Name(op)}
	for j, x := range in {
		p.Inputs = append(p.Inputs, graph.Leaf(fmt.Sprint("in", j), graph.Type{DType: x.DType(), Shape: x.Shape()}))
	}
	p.Outputs = graph.ApplyAll(op, p.Inputs...)
	check(t, e, p, in)
}

// widened returns the inputs of a case with float64 in place of float32, and whether
// there is any and the primitive takes it.
func widened(c graph.Case) (in []*tensor.Tensor, ok bool) {
	var types []graph.Type
	for _, x := range c.In {
		if x.DType() == tensor.Float32 {
			x, ok = x.Cast(tensor.Float64), true
		}
		in = append(in, x)
		types = append(types, graph.Type{DType: x.DType(), Shape: x.Shape()})
	}
	if !ok {
		return nil, false
	}
	_, err := c.Op.Infer(types)
	return in, err == nil
}

// check compares what the engine and ref make of a program that changes no
// variables.
func check(t *testing.T, e Engine, p *graph.Program, in []*tensor.Tensor) {
	t.Helper()
	want, err := ref.Run(p, in...)
	if err != nil {
		t.Fatal(err)
	}
	run, err := e(p)
	if err != nil {
		t.Fatal(err)
	}
	sameBits(t, func() []*tensor.Tensor {
		got, err := run(in)
		if err != nil {
			t.Fatal(err)
		}
		return got
	}, want)
}

// sameBits compares what f returns with what is wanted, and with what it returns
// for other numbers of processors.
func sameBits(t *testing.T, f func() []*tensor.Tensor, want []*tensor.Tensor) {
	t.Helper()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first []*tensor.Tensor
	for _, procs := range []int{1, 2, 7} {
		runtime.GOMAXPROCS(procs)
		got := f()
		for i := range want {
			if first == nil {
				Compare(t, fmt.Sprintf("output %d", i), got[i], want[i])
			} else if string(first[i].Bytes()) != string(got[i].Bytes()) {
				t.Errorf("output %d: other bits with GOMAXPROCS=%d", i, procs)
			}
		}
		if first == nil {
			first = got
		}
	}
}

// tolerance is how far floating-point numbers may be from those of ref, relative
// to themselves and to the largest element of the array: sums may cancel.
const tolerance = 1e-5

// Compare holds an array to the one that ref computes. Integers and truth values
// must be the same.
func Compare(t *testing.T, what string, got, want *tensor.Tensor) {
	t.Helper()
	if got.DType() != want.DType() || !got.Shape().Equal(want.Shape()) {
		t.Errorf("%s is %v%v, want %v%v", what, got.DType(), got.Shape(), want.DType(), want.Shape())
		return
	}
	if !want.DType().IsFloat() {
		if string(got.Bytes()) != string(want.Bytes()) {
			t.Errorf("%s differs", what)
		}
		return
	}
	g, w := tensor.Data[float64](got.Cast(tensor.Float64)), tensor.Data[float64](want.Cast(tensor.Float64))
	scale := 0.0
	for _, x := range w {
		if !math.IsInf(x, 0) && !math.IsNaN(x) {
			scale = max(scale, math.Abs(x))
		}
	}
	bad := 0
	for i, x := range w {
		near := math.Abs(g[i]-x) <= tolerance*(math.Abs(x)+scale)
		if !near && g[i] != x && !(math.IsNaN(g[i]) && math.IsNaN(x)) {
			if bad++; bad < 4 {
				t.Errorf("%s: element %d is %v, want %v", what, i, g[i], x)
			}
		}
	}
	if bad > 3 {
		t.Errorf("%s: %d of %d elements differ", what, bad, len(w))
	}
}

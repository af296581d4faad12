package kerastest

import (
	"fmt"
	"math"
	"runtime"
	"testing"

	"github.com/gokeras/keras/internal/allocs"
	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A step is a program with its inputs, and the variables that it uses.
type step struct {
	program *graph.Program
	inputs  []*tensor.Tensor
	vars    []*ops.Variable
}

// An array is a result of a step: an output, or what became of a variable.
type array struct {
	what string
	*tensor.Tensor
}

// record traces f for the inputs. The error is one that f's ops panicked with.
func record(training bool, inputs []*tensor.Tensor, f func(*ops.Trace, []*ops.Value) []*ops.Value) (s *step, err error) {
	defer ops.Catch(&err)
	t := ops.NewTrace(training)
	in := make([]*ops.Value, len(inputs))
	for i, x := range inputs {
		in[i] = ops.Input(fmt.Sprint("input ", i), x.DType(), x.Shape()...)
	}
	return &step{program: t.Program("test", in, f(t, in)), inputs: inputs}, nil
}

// state returns copies of the variables' values.
func (s *step) state() []*tensor.Tensor {
	var list []*tensor.Tensor
	for _, v := range s.vars {
		list = append(list, v.Store().Clone())
	}
	return list
}

// restore gives the variables the values of a state.
func (s *step) restore(state []*tensor.Tensor) {
	for i, v := range s.vars {
		set(v, state[i])
	}
}

// set gives a variable the value of an array of its own type.
func set(v *ops.Variable, value *tensor.Tensor) {
	copy(v.Store().Bytes(), value.Bytes())
	v.Changed()
}

// plain runs the step on the plain engine, from the variables' values now, to which
// they are set back. It returns the outputs and what became of the variables.
func (s *step) plain() ([]array, error) {
	before := s.state()
	defer s.restore(before)
	out, err := ref.Run(s.program, s.inputs...)
	if err != nil {
		return nil, err
	}
	return s.results(out), nil
}

func (s *step) results(out []*tensor.Tensor) []array {
	var list []array
	for i, o := range out {
		list = append(list, array{fmt.Sprint("output ", i), o.Clone()})
	}
	for _, v := range s.vars {
		list = append(list, array{v.Path, v.Store().Clone()})
	}
	return list
}

// engines checks that the fast engine computes what the plain one does, the same bits
// on one processor and on four, and that it allocates nothing once it has run.
func (s *step) engines(t testing.TB) {
	t.Helper()
	want, err := s.plain()
	if err != nil {
		t.Errorf("engine: %v", err)
		return
	}
	compiled, err := cpu.Compile(s.program)
	if err != nil {
		t.Errorf("engine: %v", err)
		return
	}
	out := make([]*tensor.Tensor, len(s.program.Outputs))
	for i, v := range s.program.Outputs {
		out[i] = tensor.New(v.DType, v.Shape...)
	}
	before := s.state()
	defer s.restore(before)
	run := func(procs int) []array {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
		s.restore(before)
		if err := compiled.Run(s.inputs, out); err != nil {
			t.Errorf("engine: %v", err)
		}
		return s.results(out)
	}
	serial, parallel := run(1), run(4)
	for i, w := range want {
		if err := near(serial[i].Tensor, w.Tensor, 2e-5); err != nil {
			t.Errorf("engine: %s: %v, as engine/ref has it", w.what, err)
		}
		if string(serial[i].Bytes()) != string(parallel[i].Bytes()) {
			t.Errorf("parallel: %s: received other bits on 4 processors, expected those on 1", w.what)
		}
	}
	if n := allocs.PerRun(5, func() { err = compiled.Run(s.inputs, out) }); n > 0 && err == nil {
		t.Errorf("allocation: received %v allocations in a step, expected none", n)
	}
}

// near returns where numbers differ by more than tolerance, relative to themselves
// and to the largest of them.
func near(got, want *tensor.Tensor, tolerance float64) error {
	if !got.Shape().Equal(want.Shape()) {
		return fmt.Errorf("received shape %v, expected %v", got.Shape(), want.Shape())
	}
	g, w := numbers(got), numbers(want)
	largest := 0.0
	for _, x := range w {
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			largest = max(largest, math.Abs(x))
		}
	}
	for i, x := range w {
		same := g[i] == x || math.IsNaN(g[i]) && math.IsNaN(x)
		if !same && !(math.Abs(g[i]-x) <= tolerance*(math.Abs(x)+largest)) {
			return fmt.Errorf("received %v at element %d, expected %v", g[i], i, x)
		}
	}
	return nil
}

func numbers(t *tensor.Tensor) []float64 { return tensor.Data[float64](t.Cast(tensor.Float64)) }

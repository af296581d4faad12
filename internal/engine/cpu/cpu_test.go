package cpu_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/gokeras/keras/internal/allocs"
	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/enginetest"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// engine is cpu as enginetest sees engines.
func engine(p *graph.Program) (enginetest.Runner, error) {
	c, err := cpu.Compile(p)
	if err != nil {
		return nil, err
	}
	return func(in []*tensor.Tensor) ([]*tensor.Tensor, error) {
		out := outputs(p)
		return out, c.Run(in, out)
	}, nil
}

func outputs(p *graph.Program) []*tensor.Tensor {
	var out []*tensor.Tensor
	for _, v := range p.Outputs {
		out = append(out, tensor.New(v.DType, v.Shape...))
	}
	return out
}

func TestEngine(t *testing.T) { enginetest.Run(t, engine) }

func TestAllocations(t *testing.T) {
	n := enginetest.NewNetwork(100, 100, 200, 10)
	check := func(name string, p *graph.Program, in []*tensor.Tensor) {
		c, err := cpu.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		out := outputs(p)
		if a := allocs.PerRun(10, func() {
			if err := c.Run(in, out); err != nil {
				t.Fatal(err)
			}
		}); a != 0 {
			t.Errorf("%s: %v allocations", name, a)
		}
	}
	check("training", n.Program, n.Batch())
	for _, op := range graph.Ops() {
		for _, c := range op.Cases() {
			p := &graph.Program{}
			for _, x := range c.In {
				p.Inputs = append(p.Inputs, graph.Leaf("", graph.Type{DType: x.DType(), Shape: x.Shape()}))
			}
			p.Outputs = graph.ApplyAll(c.Op, p.Inputs...)
			check(graph.Name(op), p, c.In)
		}
	}
}

// TestConcurrent runs one program many times at once.
func TestConcurrent(t *testing.T) {
	tr := ops.NewTrace(false)
	w := ops.NewVariable("w", tensor.New(tensor.Float32, 300, 200))
	w.Store().Fill(.25)
	x := ops.Input("x", tensor.Float32, 50, 300)
	p := tr.Program("predict", []*ops.Value{x}, []*ops.Value{ops.Softmax(ops.Sigmoid(ops.Matmul(x, tr.Get(w))), -1)})
	c, err := cpu.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for k := range 8 {
		wg.Go(func() {
			in := tensor.New(tensor.Float32, 50, 300)
			for i := range tensor.Data[float32](in) {
				tensor.Data[float32](in)[i] = float32((i*k)%7) / 100
			}
			want, err := ref.Run(p, in)
			if err != nil {
				t.Error(err)
				return
			}
			for range 20 {
				out := outputs(p)
				if err := c.Run([]*tensor.Tensor{in}, out); err != nil {
					t.Error(err)
					return
				}
				enginetest.Compare(t, "output", out[0], want[0])
			}
		})
	}
	wg.Wait()
}

func TestErrors(t *testing.T) {
	x := ops.Input("x", tensor.Float32, 2)
	y := ops.Exp(x)
	c, err := cpu.Compile(&graph.Program{Name: "test", Inputs: []*graph.Value{x}, Outputs: []*graph.Value{y}})
	if err != nil {
		t.Fatal(err)
	}
	good := []*tensor.Tensor{tensor.New(tensor.Float32, 2)}
	for _, tt := range []struct {
		name    string
		in, out []*tensor.Tensor
		want    string
	}{
		{"no input", nil, good, "received 0 inputs, expected 1"},
		{"no output", good, nil, "received 0 outputs, expected 1"},
		{"nil", []*tensor.Tensor{nil}, good, `input 0 ("x"): received nil, expected float32(2,)`},
		{"shape", []*tensor.Tensor{tensor.New(tensor.Float32, 3)}, good, "received float32(3,), expected float32(2,)"},
		{"type", good, []*tensor.Tensor{tensor.New(tensor.Int32, 2)}, "output 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := c.Run(tt.in, tt.out); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
	stray := &graph.Program{Name: "test", Outputs: []*graph.Value{y}}
	if _, err := cpu.Compile(stray); err == nil || !strings.Contains(err.Error(), `"x" (float32(2,)) is used`) {
		t.Errorf("a program with a stray leaf: error %v", err)
	}
}

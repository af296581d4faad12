package optimizers_test

import (
	"encoding/json"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

type named struct {
	Name, Path string
	Value      golden.Array
}

// load returns n new variables and the gradients of each step, which a family has.
func load(t *testing.T, inputs string, n int) (vars []*ops.Variable, grads [][]*tensor.Tensor) {
	t.Helper()
	c := golden.Load[struct {
		Variables []named
		Gradients [][]golden.Array
	}](t, inputs)[0]
	for _, v := range c.Variables[:n] {
		vars = append(vars, ops.NewVariable(v.Name, v.Value.Tensor(t)))
	}
	for _, step := range c.Gradients {
		var list []*tensor.Tensor
		for _, g := range step[:n] {
			list = append(list, g.Tensor(t))
		}
		grads = append(grads, list)
	}
	return vars, grads
}

// program returns one step of the optimizer, whose inputs are the gradients.
func program(t *testing.T, o optimizers.Optimizer, vars []*ops.Variable) *graph.Program {
	t.Helper()
	trace := ops.NewTrace(true)
	var grads []*ops.Value
	for _, v := range vars {
		grads = append(grads, ops.Input("gradient", v.DType(), v.Shape()...))
	}
	if err := optimizers.Apply(trace, o, vars, grads); err != nil {
		t.Fatal(err)
	}
	return trace.Program("step", grads, nil)
}

func run(t *testing.T, p *graph.Program, inputs ...*tensor.Tensor) []*tensor.Tensor {
	t.Helper()
	out, err := ref.Run(p, inputs...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func closeTo(t *testing.T, v *ops.Variable, want golden.Array) {
	t.Helper()
	if v.DType().String() != want.DType || !v.Shape().Equal(want.Shape) {
		t.Errorf("%s: %v%v, want %s%v", v.Path, v.DType(), v.Shape(), want.DType, want.Shape)
		return
	}
	if !golden.Close(t, tensor.Data[float32](v.Store().Cast(tensor.Float32)), want, 1e-6, 1e-7) {
		t.Errorf("that was variable %s", v.Path)
	}
}

// TestKeras takes every recorded optimizer through the recorded steps.
func TestKeras(t *testing.T) {
	for family, inputs := range map[string]string{"optimizers": "optimizer_inputs", "more_optimizers": "more_optimizer_inputs"} {
		for _, c := range golden.Load[trained](t, family) {
			t.Run(c.Name, func(t *testing.T) { c.compare(t, inputs) })
		}
	}
}

// trained is what became of variables and of the optimizer.
type trained struct {
	Name      string
	Optimizer json.RawMessage
	Steps     []struct {
		Step   int
		Values []golden.Array
	}
	Variables []named
	Finalized []golden.Array
}

// compare does what was done in Keras with the inputs of a family.
func (c trained) compare(t *testing.T, inputs string) {
	o, err := config.Decode[optimizers.Optimizer](c.Optimizer)
	if err != nil {
		t.Fatal(err)
	}
	steps := c.Steps
	vars, grads := load(t, inputs, len(steps[0].Values))
	p := program(t, o, vars)
	for i, g := range grads {
		run(t, p, g...)
		if len(steps) > 0 && steps[0].Step == i+1 {
			for j, v := range vars {
				closeTo(t, v, steps[0].Values[j])
			}
			steps = steps[1:]
		}
		if t.Failed() {
			t.Fatalf("after step %d", i+1)
		}
	}
	if len(steps) > 0 {
		t.Fatalf("%d recorded steps were not compared", len(steps))
	}
	own := optimizers.Variables(o)
	if len(own) != len(c.Variables) {
		t.Fatalf("%d variables, want %d", len(own), len(c.Variables))
	}
	for i, want := range c.Variables {
		if v := own[i]; v.Name != want.Name || v.Path != want.Path {
			t.Errorf("variable %d is %s (%s), want %s (%s)", i, v.Name, v.Path, want.Name, want.Path)
		}
		closeTo(t, own[i], want.Value)
	}
	if err := optimizers.Finalize(o); err != nil {
		t.Fatal(err)
	}
	for i, want := range c.Finalized {
		closeTo(t, vars[i], want)
	}
}

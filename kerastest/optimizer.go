package kerastest

import (
	"fmt"
	"math"
	"testing"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// An OptimizerCase is an optimizer with one choice of settings.
type OptimizerCase struct {
	// New returns a new optimizer, with the same settings at every call. Required.
	New func() optimizers.Optimizer

	// Steps is after how many steps the loss (w-3)² must be smaller than at the
	// weights w that it began with. Default: 50.
	Steps int

	// NotSaved says that the optimizer can't be saved. Default: false.
	NotSaved bool
}

// Optimizer tests an optimizer:
//   - its settings are right, and its config can be read again, with every field;
//   - its variables have different paths;
//   - its steps change every weight, and make a simple loss smaller;
//   - another one with the same values of the variables goes on where it was;
//   - it keeps the type of weights of float64;
//   - engines agree, on any number of processors, and allocate nothing.
func Optimizer(t testing.TB, c OptimizerCase) {
	t.Helper()
	if c.New == nil {
		t.Fatalf("case: New: received nil, expected a function that returns a new optimizer")
		return
	}
	if c.Steps == 0 {
		c.Steps = 50
	}
	if !anew(t, c.New(), c.New()) {
		return
	}
	if err := optimizers.Check(c.New()); err != nil {
		t.Errorf("settings: received the error %v, expected none", err)
		return
	}
	if !c.NotSaved {
		roundTrip(t, c.New(), "call keras.Register for it")
	}
	d, err := c.descend(tensor.Float32)
	if err != nil {
		t.Errorf("build: %v", err)
		return
	}
	d.variables(t)
	first := d.loss()
	if !d.run(t, c.Steps) {
		return
	}
	if now := d.loss(); !(now < first) {
		t.Errorf("steps: received the loss %v after %d steps, expected less than the %v before", now, c.Steps, first)
	}
	for i, v := range d.weights {
		if string(v.Store().Bytes()) == string(d.start[i].Bytes()) {
			t.Errorf("steps: weight %s: received the value that it had, expected another after %d steps", v.Path, c.Steps)
		}
	}
	c.resume(t, d)
	c.double(t)
	fresh, err := c.descend(tensor.Float32)
	if err != nil {
		t.Errorf("engine: %v", err)
		return
	}
	fresh.engines(t)
}

// A descent is an optimizer that makes the loss Σ(w-3)² of some weights smaller.
type descent struct {
	*step
	optimizer optimizers.Optimizer
	weights   []*ops.Variable
	start     []*tensor.Tensor
}

func (c *OptimizerCase) descend(dt tensor.DType) (*descent, error) {
	d := &descent{optimizer: c.New()}
	g := random.New(1)
	for i, shape := range []tensor.Shape{{4, 3}, {3}, {40, 50}} {
		x := make([]float32, shape.Size())
		g.Uniform(x, -1, 1)
		v := ops.NewVariable(fmt.Sprint("w", i), tensor.FromSlice(x, shape...).Cast(dt))
		v.Path, v.Trainable = fmt.Sprint("layer/w", i), true
		d.weights, d.start = append(d.weights, v), append(d.start, v.Store().Clone())
	}
	s, err := record(true, nil, func(t *ops.Trace, _ []*ops.Value) []*ops.Value {
		var loss *ops.Value
		by := make([]*ops.Value, len(d.weights))
		for i, v := range d.weights {
			by[i] = t.Get(v)
			loss = total(loss, ops.Sum(ops.Square(ops.AddScalar(by[i], -3))))
		}
		grads := t.Gradients(optimizers.ScaleLoss(d.optimizer, loss), by...)
		if err := optimizers.Apply(t, d.optimizer, d.weights, grads); err != nil {
			panic(&ops.Error{Func: "optimizer", Err: err})
		}
		return []*ops.Value{loss}
	})
	if err != nil {
		return nil, err
	}
	d.step = s
	d.vars = append(append([]*ops.Variable{}, d.weights...), optimizers.Variables(d.optimizer)...)
	return d, nil
}

// run takes steps on the plain engine.
func (d *descent) run(t testing.TB, steps int) bool {
	t.Helper()
	for range steps {
		out, err := d.plain()
		if err != nil {
			t.Errorf("steps: %v", err)
			return false
		}
		for i, v := range d.vars {
			set(v, out[len(d.program.Outputs)+i].Tensor)
		}
	}
	return true
}

func (d *descent) loss() float64 {
	sum := 0.0
	for _, v := range d.weights {
		for _, w := range numbers(v.Store()) {
			sum += (w - 3) * (w - 3)
		}
	}
	return sum
}

func (d *descent) variables(t testing.TB) {
	t.Helper()
	paths := map[string]bool{}
	for _, v := range optimizers.Variables(d.optimizer) {
		if paths[v.Path] {
			t.Errorf("variables: received the path %q twice, expected another for each", v.Path)
		}
		paths[v.Path] = true
	}
}

// resume checks that an optimizer that was given the variables of another takes the
// same steps.
func (c *OptimizerCase) resume(t testing.TB, d *descent) {
	t.Helper()
	other, err := c.descend(tensor.Float32)
	if err != nil {
		t.Errorf("resume: %v", err)
		return
	}
	other.restore(d.state())
	if !d.run(t, 3) || !other.run(t, 3) {
		return
	}
	for i, v := range d.vars {
		if string(v.Store().Bytes()) != string(other.vars[i].Store().Bytes()) {
			t.Errorf("resume: %s: received other bits of an optimizer with the same variables, expected the same: is all of its state among them?", v.Path)
		}
	}
}

// double checks that weights of float64 are trained as those of float32 are.
func (c *OptimizerCase) double(t testing.TB) {
	t.Helper()
	a, errA := c.descend(tensor.Float32)
	b, errB := c.descend(tensor.Float64)
	if errA != nil || errB != nil {
		t.Errorf("float64: %v, %v", errA, errB)
		return
	}
	if !a.run(t, 3) || !b.run(t, 3) {
		return
	}
	for i, v := range a.weights {
		if err := near(b.weights[i].Store(), v.Store(), 1e-4); err != nil {
			t.Errorf("float64: %s: %v, as in float32", v.Path, err)
		}
	}
	if math.IsNaN(b.loss()) {
		t.Errorf("float64: received NaN, expected numbers")
	}
}

package kerastest

import (
	"testing"

	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// A LossCase is a loss with one choice of settings, and what it is given.
type LossCase struct {
	// New returns a new loss, with the same settings at every call. Required.
	New func() losses.Loss

	// Shape is the shape of a sample of the predictions. Default: [4].
	Shape tensor.Shape

	// Values returns n targets, and predictions of the given shape. Default: both
	// are float32 numbers from 0.05 to 0.95.
	Values func(g *random.Generator, n int, shape tensor.Shape) (yTrue, yPred *tensor.Tensor)

	// NotSaved says that the loss can't be saved. Default: false.
	NotSaved bool
}

// Loss tests a loss:
//   - its settings are right, and its config can be read again, with every field;
//   - it gives a number for each sample, which doesn't depend on other samples;
//   - training reduces those to a scalar, in which samples count by their weights;
//   - the gradient by the predictions is the slope of that scalar;
//   - it computes in float64 if asked to;
//   - engines agree, on any number of processors, and allocate nothing.
func Loss(t testing.TB, c LossCase) {
	t.Helper()
	if c.New == nil {
		t.Fatalf("case: New: received nil, expected a function that returns a new loss")
		return
	}
	if c.Shape == nil {
		c.Shape = tensor.Shape{4}
	}
	if !anew(t, c.New(), c.New()) {
		return
	}
	if err := losses.Check(c.New()); err != nil {
		t.Errorf("settings: received the error %v, expected none", err)
		return
	}
	if !c.NotSaved {
		roundTrip(t, c.New(), "call keras.Register for it")
	}
	const n = 6
	y, p := c.batch(n)
	values := c.values(t, y, p)
	if values == nil {
		return
	}
	if values.Rank() == 0 || values.Len() != n {
		t.Errorf("values: received shape %v for %d samples, expected one number or more for each", values.Shape(), n)
		return
	}
	for i := range n {
		if alone := c.values(t, y.Rows(i, i+1), p.Rows(i, i+1)); alone != nil {
			if err := near(alone, values.Rows(i, i+1), 1e-5); err != nil {
				t.Errorf("values: sample %d alone: %v, as in a batch of %d", i, err, n)
			}
		}
	}
	c.weights(t, y, p)
	c.gradient(t, y, p)
	s, err := c.step(c.New(), true, y, p)
	if err != nil {
		t.Errorf("engine: %v", err)
		return
	}
	s.engines(t)
}

func (c *LossCase) batch(n int) (yTrue, yPred *tensor.Tensor) {
	g, shape := random.New(1), batched(n, c.Shape)
	if c.Values != nil {
		return c.Values(g, n, shape)
	}
	list := [2][]float32{make([]float32, shape.Size()), make([]float32, shape.Size())}
	for _, x := range list {
		g.Uniform(x, .05, .95)
	}
	return tensor.FromSlice(list[0], shape...), tensor.FromSlice(list[1], shape...)
}

// values computes what the loss gives for each sample.
func (c *LossCase) values(t testing.TB, inputs ...*tensor.Tensor) *tensor.Tensor {
	t.Helper()
	return c.compute(t, "values", inputs, func(t *ops.Trace, in []*ops.Value) *ops.Value {
		return losses.Values(t, c.New(), in[0], in[1])
	})
}

func (c *LossCase) compute(t testing.TB, check string, inputs []*tensor.Tensor, f func(*ops.Trace, []*ops.Value) *ops.Value) *tensor.Tensor {
	t.Helper()
	s, err := record(true, inputs, func(t *ops.Trace, in []*ops.Value) []*ops.Value { return []*ops.Value{f(t, in)} })
	if err == nil {
		var out []array
		if out, err = s.plain(); err == nil {
			return out[0].Tensor
		}
	}
	t.Errorf("%s: %v", check, err)
	return nil
}

// weights checks that samples of weight 0 don't count, and others by their weights.
func (c *LossCase) weights(t testing.TB, y, p *tensor.Tensor) {
	t.Helper()
	n := y.Len()
	half := make([]float32, n)
	for i := range n / 2 {
		half[i] = 2
	}
	total := func(y, p, w *tensor.Tensor) *tensor.Tensor {
		return c.compute(t, "weights", []*tensor.Tensor{y, p, w}, func(t *ops.Trace, in []*ops.Value) *ops.Value {
			l := c.New()
			if !setField(l, "Reduction", losses.Sum) {
				return ops.Sum(losses.Compute(t, l, in[0], in[1], in[2]))
			}
			return losses.Compute(t, l, in[0], in[1], in[2])
		})
	}
	if !setField(c.New(), "Reduction", losses.Sum) {
		return // a name, whose reduction is a mean
	}
	some := total(y, p, tensor.FromSlice(half))
	want := total(y.Rows(0, n/2), p.Rows(0, n/2), tensor.FromSlice(half[:n/2]))
	ones := make([]float32, n/2)
	for i := range ones {
		ones[i] = 1
	}
	once := total(y.Rows(0, n/2), p.Rows(0, n/2), tensor.FromSlice(ones))
	if some == nil || want == nil || once == nil {
		return
	}
	if some.Rank() != 0 {
		t.Errorf("weights: received shape %v of a sum, expected a scalar", some.Shape())
		return
	}
	if err := near(some, want, 1e-5); err != nil {
		t.Errorf("weights: samples of weight 0 beside others: %v, as without them", err)
	}
	twice := tensor.Scalar(2 * numbers(once)[0])
	if err := near(want, twice, 1e-5); err != nil {
		t.Errorf("weights: samples of weight 2: %v, twice that of weight 1", err)
	}
}

// step records the loss and its gradient by the predictions.
func (c *LossCase) step(l losses.Loss, training bool, y, p *tensor.Tensor) (*step, error) {
	return record(training, []*tensor.Tensor{y, p}, func(t *ops.Trace, in []*ops.Value) []*ops.Value {
		v := ops.Sum(losses.Compute(t, l, in[0], in[1], nil))
		return append([]*ops.Value{v}, t.Gradients(v, in[1])...)
	})
}

// gradient compares the gradient with slopes, in float64.
func (c *LossCase) gradient(t testing.TB, y, p *tensor.Tensor) {
	t.Helper()
	l := c.New()
	if !setField(l, "DType", "float64") {
		return // a name, which is float32
	}
	if y.DType().IsFloat() {
		y = y.Cast(tensor.Float64)
	}
	p64 := p.Cast(tensor.Float64)
	s, err := c.step(l, true, y, p64)
	if err != nil {
		t.Errorf("gradient: %v", err)
		return
	}
	if dt := s.program.Outputs[0].DType; dt != tensor.Float64 {
		t.Errorf("float64: received %v, expected float64", dt)
		return
	}
	s.gradients(t, []source{{"the predictions", p64, 1}})
	single, err := c.step(c.New(), true, y.Cast(tensor.Float32), p)
	if err != nil {
		t.Errorf("float64: %v", err)
		return
	}
	a, errA := s.plain()
	b, errB := single.plain()
	if errA != nil || errB != nil {
		t.Errorf("float64: %v, %v", errA, errB)
		return
	}
	if err := near(a[0].Tensor, b[0].Tensor, 1e-4); err != nil {
		t.Errorf("float64: %v, as in float32", err)
	}
}

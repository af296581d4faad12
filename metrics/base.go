// Package metrics holds the metrics: what is measured while a model is trained and
// evaluated, summed up over batches.
//
// A metric is a pointer to a struct, such as &metrics.MeanSquaredError{}, or is had
// by name: see [Name]. What it sums up is kept in variables, which the program of a
// training step updates with all others.
//
// A metric of one's own is a struct that embeds [Base] and has a method Update, or a
// function: see [Func].
package metrics

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A Metric measures predictions, batch by batch. A type becomes one by embedding
// [Base], which has Build and Result for the average over samples.
type Metric interface {
	// Build makes the metric's state, at its initial value, for targets and
	// predictions of these types.
	Build(yTrue, yPred ops.Type) error

	// Update records how a batch changes the state. The weight, of each sample or
	// of each element, may be nil.
	Update(t *ops.Trace, yTrue, yPred, weight *ops.Value)

	// Result returns what the state amounts to.
	Result(t *ops.Trace) *ops.Value

	base() *Base
}

// Base is what all metrics have in common. By itself it holds an average over the
// samples of all batches; a metric that embeds it adds to that with
// [Base.Average], and one that keeps something else has its own Build, with
// [Base.State], and its own Result.
type Base struct {
	// Name is the metric's name in results.
	// Default: the name of the type in snake case, such as "mean_squared_error".
	Name string `json:"name"`

	// DType is the type of the state: "float32" or "float64". That of [IoU] and its like may
	// be "int32" or "int64" too, and is "int32" by itself. Default: "float32".
	DType string `json:"dtype" keras:"plain"`

	states []state
	counts bool // whether the state is counts
}

type state struct {
	*ops.Variable
	initial float64
}

func (b *Base) base() *Base { return b }

// Build implements [Metric]: the state is a sum of values, total, and one of
// weights, count, both 0.
func (b *Base) Build(_, _ ops.Type) error {
	if _, err := b.State("total", tensor.Shape{}, 0); err != nil {
		return err
	}
	_, err := b.State("count", tensor.Shape{}, 0)
	return err
}

// State returns the variable that a metric keeps under a name, all of whose
// elements begin as initial. Called again, as when a model is built again, it sets
// the variable back, or makes another if the shape is.
func (b *Base) State(name string, shape tensor.Shape, initial float64) (*ops.Variable, error) {
	dt, err := b.dtype()
	if err != nil {
		return nil, err
	}
	t := tensor.New(dt, shape...)
	t.Fill(initial)
	for i := range b.states {
		s := &b.states[i]
		if s.Name != name {
			continue
		}
		if s.DType() != dt || !s.Shape().Equal(shape) {
			s.Variable = ops.NewVariable(name, t)
		}
		s.initial = initial
		return s.Variable, s.Assign(t)
	}
	v := ops.NewVariable(name, t)
	b.states = append(b.states, state{v, initial})
	return v, nil
}

// Average records that the average takes in values, one for each sample of the
// batch: the first axis is the samples, over the others values are averaged first.
// The weight may be nil; it has the shape of the values or of their leading axes. A
// mask of predictions is taken in by [losses.MaskWeight].
func (b *Base) Average(t *ops.Trace, values, weight *ops.Value) {
	total, count := b.states[0].Variable, b.states[1].Variable
	values, weight = samples(t, values, weight, total.DType(), ops.Mean)
	n := ops.Const(1, total.DType())
	switch {
	case weight != nil:
		n = ops.Sum(weight)
	case len(values.Shape) > 0:
		n = ops.Const(float64(values.Shape[0]), total.DType())
	}
	t.Set(total, ops.Add(t.Get(total), ops.Sum(values)))
	t.Set(count, ops.Add(t.Get(count), n))
}

// Result implements [Metric]: the average so far, 0 if there is none.
func (b *Base) Result(t *ops.Trace) *ops.Value {
	return ops.DivideNoNaN(t.Get(b.states[0].Variable), t.Get(b.states[1].Variable))
}

// average takes in values of predictions; what their mask leaves out has weight 0.
func (b *Base) average(t *ops.Trace, yPred, values, weight *ops.Value) {
	b.Average(t, values, losses.MaskWeight(weight, t.Mask(yPred), values.DType))
}

// loss takes in the values of a loss.
func (b *Base) loss(t *ops.Trace, l losses.Loss, yTrue, yPred, weight *ops.Value) {
	b.average(t, yPred, losses.Values(t, l, yTrue, yPred), weight)
}

// samples reduces values and weights to one for each sample, the values times the
// weights.
func samples(t *ops.Trace, values, weight *ops.Value, dt tensor.DType, reduce func(*ops.Value, ...int) *ops.Value) (v, w *ops.Value) {
	v = ops.Cast(values, dt)
	if weight != nil {
		w = losses.MaskWeight(weight, t.Mask(values), dt)
		v, w = losses.SameRank(v, w)
		n := len(w.Shape)
		v = over(v, n, reduce)
		w = ops.BroadcastTo(w, v.Shape...)
		v = over(ops.Multiply(v, w), 1, reduce)
		if n > 1 {
			w = over(w, 1, reduce)
		}
	}
	return over(v, 1, reduce), w
}

// over reduces the axes of x from the n-th on.
func over(x *ops.Value, n int, reduce func(*ops.Value, ...int) *ops.Value) *ops.Value {
	var axes []int
	for i := n; i < len(x.Shape); i++ {
		axes = append(axes, i)
	}
	if axes == nil {
		return x
	}
	return reduce(x, axes...)
}

func register[T any](aliases ...string) bool {
	return config.Register[T]("keras.metrics", aliases...)
}

// or returns *p, or the default if p is nil.
func or[T any](p *T, def T) T {
	if p == nil {
		return def
	}
	return *p
}

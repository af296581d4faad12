package keras

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// A StepFunc records a training step of one's own, in place of the usual one: what is
// computed of a batch, which losses are made small and how, what is reported. It is
// called once for every kind of batch, and what it records is then run for each. It
// may use functions of package ops, and panic as they do. The usual step is
//
//	func(s *keras.Step) {
//		predicted := s.Predict(s.X...)
//		loss := s.Loss(predicted...)
//		s.Minimize(loss, s.Model.Optimizer(), s.Model)
//		s.Report("loss", loss)
//		s.Metrics(predicted...)
//	}
type StepFunc func(s *Step)

// A Step is a training step that is being recorded.
type Step struct {
	*ops.Trace

	// Model is what is trained.
	Model *Model

	// X is the batch's inputs, in the types of the model's.
	X []*ops.Value

	// Y is the batch's targets.
	Y []*ops.Value

	// SampleWeight is the weights of the batch's samples; there may be none.
	SampleWeight []*ops.Value

	r     *recording
	names []string
	out   []*ops.Value
}

// Predict records what the model gives for inputs.
func (s *Step) Predict(in ...*ops.Value) []*ops.Value { return s.Call(s.Model, in...) }

// Call records what a layer or a model gives for inputs. It must be built: part of
// the model, or built before.
func (s *Step) Call(l layers.Layer, in ...*ops.Value) []*ops.Value {
	return layers.Apply(s.Trace, l, in...)
}

// Loss records the loss as Compile was told: that of the outputs against Y, what
// layers added, and the penalties on weights.
func (s *Step) Loss(predicted ...*ops.Value) *ops.Value {
	s.check("Loss", predicted)
	return s.Model.loss(s.r, predicted)
}

// check fails unless there is a prediction for each output.
func (s *Step) check(method string, predicted []*ops.Value) {
	if n := len(s.Model.compiled.outputs); len(predicted) != n || slices.Contains(predicted, nil) {
		ops.Fail("step", "%s: predicted: received %v, expected a value for each of the %d outputs", method, predicted, n)
	}
}

// Minimize records a step of an optimizer that makes a scalar smaller, by changing the
// weights of the given layers or models that are trainable. Several optimizers may
// take turns, each with the same layers at every call. What is recorded after it sees
// the changed weights. Of the optimizers the one of Compile is saved with the model.
func (s *Step) Minimize(loss *ops.Value, o optimizers.Optimizer, of ...layers.Layer) {
	checkScalar("Minimize: loss", loss)
	checkOptimizer(o)
	vars := trainable(of)
	at := make([]*ops.Value, len(vars))
	for i, v := range vars {
		at[i] = s.Get(v)
	}
	s.Update(o, vars, s.Gradients(optimizers.ScaleLoss(o, loss), at...))
}

// Update records a step of an optimizer with gradients of one's own, one for each of
// the variables.
func (s *Step) Update(o optimizers.Optimizer, vars []*ops.Variable, gradients []*ops.Value) {
	checkOptimizer(o)
	if err := optimizers.Apply(s.Trace, o, vars, gradients); err != nil {
		ops.Fail("step", "%w", err)
	}
}

// checkOptimizer fails if there is none.
func checkOptimizer(o optimizers.Optimizer) {
	if o == nil || isNilPointer(o) {
		ops.Fail("step", "optimizer: received nil, expected one such as Model.Optimizer()")
	}
}

// checkScalar fails unless x is a number.
func checkScalar(what string, x *ops.Value) {
	switch {
	case x == nil:
		ops.Fail("step", "%s: received nil, expected a scalar", what)
	case x.Size() != 1:
		ops.Fail("step", "%s: received a value of shape %v, expected a scalar", what, x.Shape)
	}
}

// trainable returns the weights of layers that training changes.
func trainable(list []layers.Layer) []*ops.Variable {
	var vars []*ops.Variable
	seen := map[*ops.Variable]bool{}
	for _, l := range list {
		for _, v := range layers.TrainableWeights(l) {
			if !seen[v] {
				seen[v] = true
				vars = append(vars, v)
			}
		}
	}
	return vars
}

// Report makes a scalar one of the numbers that Fit reports: its average over the
// batches of an epoch, each counting as many times as it has samples.
func (s *Step) Report(name string, x *ops.Value) {
	checkScalar(fmt.Sprintf("Report %q", name), x)
	if slices.Contains(s.names, name) {
		ops.Fail("step", "Report: received the name %q twice", name)
	}
	s.add(name, s.Model.compiled.averageOf(name, s.r, x))
}

func (s *Step) add(name string, x *ops.Value) {
	s.names, s.out = append(s.names, name), append(s.out, ops.Cast(x, tensor.Float32))
}

// Metrics takes up the batch in the metrics of Compile, and reports them, and what else
// is usual: the losses of several outputs, if Loss was called before, and the metrics that
// layers add.
func (s *Step) Metrics(predicted ...*ops.Value) {
	s.check("Metrics", predicted)
	s.Model.measure(s.r, predicted, s.add)
}

// averageOf records that the average of a name takes up x, and what it is then.
func (c *compiled) averageOf(name string, r *recording, x *ops.Value) *ops.Value {
	if c.averages == nil {
		c.averages = map[string]*metrics.Mean{}
	}
	mean := c.averages[name]
	if mean == nil {
		mean = &metrics.Mean{Base: metrics.Base{Name: name}}
		if err := mean.Build(ops.Type{}, ops.Type{}); err != nil {
			ops.Fail("Report", "%q: %w", name, err)
		}
		c.averages[name] = mean
	}
	mean.Update(r.Trace, nil, x, ops.Const(float64(r.samples), tensor.Float32))
	return mean.Result(r.Trace)
}

// traceOwn makes the program of a step that a StepFunc records.
func (m *Model) traceOwn(training bool, f StepFunc, b data.Batch) (p *program, err error) {
	defer ops.Catch(&err)
	r := record(training, b)
	s := &Step{Trace: r.Trace, Model: m, X: m.inputsOf(r), Y: r.y, SampleWeight: r.weight, r: r}
	f(s)
	if len(s.out) == 0 {
		return nil, errors.New("TrainStep: it reported nothing: call Report for the loss at least")
	}
	return m.finishReport(r, "own step", s.names, s.out)
}

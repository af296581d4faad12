package keras

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// CompileOptions says how a model is trained and judged.
type CompileOptions struct {
	// Optimizer changes the weights: &optimizers.Adam{…}, or by name
	// optimizers.Name("adam"). Default: optimizers.RMSprop.
	Optimizer optimizers.Optimizer

	// Loss is what training makes small: &losses.CategoricalCrossentropy{…}, or
	// by name losses.Name("categorical_crossentropy"). Default: none, with which
	// a model can be trained on the losses that its layers add, and evaluated.
	Loss losses.Loss

	// LossWeights says how much the loss of each output counts. Default: 1.
	LossWeights []float64

	// Metrics is what is reported beside the loss, without sample weights:
	// []metrics.Metric{&metrics.Accuracy{}}, or by names
	// metrics.Names("accuracy"). Default: none.
	Metrics []metrics.Metric

	// WeightedMetrics is what is reported with sample weights. Default: none.
	WeightedMetrics []metrics.Metric
}

// compiled is what Compile makes of its options.
type compiled struct {
	options CompileOptions
	average *metrics.Mean // of the loss; a batch counts as many times as it has samples
	metrics []namedMetric

	built     bool            // once the types of targets are known
	loss      losses.Loss     // what the loss's name stands for with such targets
	restored  bool            // read from a file, with the optimizer's state
	trainable []*ops.Variable // as of Compile
	train     programs
	test      programs
	in        []*tensor.Tensor // of the step under way
}

type namedMetric struct {
	metrics.Metric
	name     string
	weighted bool
}

// record records that the metric takes up a batch, and what it amounts to then.
func (x namedMetric) record(t *ops.Trace, yTrue, yPred, weight *ops.Value) *ops.Value {
	defer ops.At(fmt.Sprintf("metric %q", x.name))
	x.Update(t, yTrue, yPred, weight)
	return x.Result(t)
}

// Compile says how the model is trained and judged. It builds the model if the
// shape of its input is known, and returns all mistakes it finds, joined. Which
// weights training changes is settled here: after a change of a layer's
// Trainable, compile again.
func (m *Model) Compile(o CompileOptions) error {
	if !m.verb.TryLock() {
		return ErrBusy
	}
	defer m.verb.Unlock()
	if o.Optimizer == nil {
		o.Optimizer = &optimizers.RMSprop{}
	}
	var errs []error
	if m.inputOf() != nil || m.net != nil {
		errs = append(errs, m.Build(nil))
	} else {
		errs = append(errs, m.settings())
	}
	errs = append(errs, optimizers.Check(o.Optimizer))
	if o.Loss != nil {
		errs = append(errs, losses.Check(o.Loss))
	}
	if n := len(o.LossWeights); n > 1 {
		errs = append(errs, fmt.Errorf("Compile: LossWeights: received %d numbers, expected 1, as the model has one output", n))
	}
	c := &compiled{options: o, average: &metrics.Mean{}}
	errs = append(errs, c.average.Build(ops.Type{}, ops.Type{}))
	named, err := nameMetrics(o)
	c.metrics = named
	if errs = append(errs, err); errors.Join(errs...) != nil {
		return errors.Join(errs...)
	}
	m.compiled = c
	if m.net != nil {
		return m.prepareOptimizer()
	}
	return nil
}

// nameMetrics gives metrics the names under which they are reported: a second
// one of a name gets a number, or "weighted_" before it.
func nameMetrics(o CompileOptions) ([]namedMetric, error) {
	var list []namedMetric
	var errs []error
	taken := map[string]bool{"loss": true}
	add := func(metric metrics.Metric, weighted bool, field string, i int) {
		if metric == nil || isNilPointer(metric) {
			errs = append(errs, fmt.Errorf("Compile: %s[%d]: received nil", field, i))
			return
		}
		if err := metrics.Check(metric); err != nil {
			errs = append(errs, fmt.Errorf("Compile: %s[%d]: %w", field, i, err))
			return
		}
		name := metrics.NameOf(metric)
		if taken[name] && weighted {
			name = "weighted_" + name
		}
		stem := name
		for n := 1; taken[name]; n++ {
			name = fmt.Sprintf("%s_%d", stem, n)
		}
		taken[name] = true
		list = append(list, namedMetric{metric, name, weighted})
	}
	for i, x := range o.Metrics {
		add(x, false, "Metrics", i)
	}
	for i, x := range o.WeightedMetrics {
		add(x, true, "WeightedMetrics", i)
	}
	return list, errors.Join(errs...)
}

// prepareOptimizer settles which weights are trained.
func (m *Model) prepareOptimizer() error {
	c := m.compiled
	c.trainable = layers.TrainableWeights(m)
	return optimizers.Build(c.options.Optimizer, c.trainable)
}

// IsCompiled tells whether the model can be trained and evaluated.
func (m *Model) IsCompiled() bool { return m.compiled != nil }

// Optimizer returns the optimizer that the model was compiled with, nil if it
// wasn't.
func (m *Model) Optimizer() optimizers.Optimizer {
	if m.compiled == nil {
		return nil
	}
	return m.compiled.options.Optimizer
}

// MetricNames returns the names of what Evaluate returns, in order: "loss", then
// those of the metrics.
func (m *Model) MetricNames() []string {
	if m.compiled == nil {
		return nil
	}
	names := []string{"loss"}
	for _, x := range m.compiled.metrics {
		names = append(names, x.name)
	}
	return names
}

// resetMetrics begins the averages anew.
func (c *compiled) resetMetrics() {
	metrics.Reset(c.average)
	for _, x := range c.metrics {
		metrics.Reset(x.Metric)
	}
}

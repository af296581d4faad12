package keras

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gokeras/keras/internal/config"
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
	// by name losses.Name("categorical_crossentropy"). It is the loss of each output,
	// if there are several. Default: none, with which a model can be trained on the
	// losses that its layers add, and evaluated.
	Loss losses.Loss

	// Outputs says for each output by its name how it is trained and judged, for a
	// model of several, in place of the fields from Loss to WeightedMetrics. Names
	// are those of a [Named], or of [Model.OutputNames]. Default: by those fields.
	Outputs map[string]OutputOptions

	// LossWeights says how much the loss of each output counts. Default: 1.
	LossWeights []float64

	// Metrics is what is reported beside the loss, without sample weights:
	// []metrics.Metric{&metrics.Accuracy{}}, or by names
	// metrics.Names("accuracy"). If there are several outputs, it has one for each.
	// Default: none.
	Metrics []metrics.Metric

	// WeightedMetrics is what is reported with sample weights. Default: none.
	WeightedMetrics []metrics.Metric

	// TrainStep records the training step, in place of the usual one. It isn't
	// saved. Default: the usual one.
	TrainStep StepFunc

	// TestStep records the step of an evaluation, in place of the usual one. It
	// isn't saved. Default: the usual one.
	TestStep StepFunc

	python config.Map // what a file says of how Keras runs the model, to write it again
}

// compiled is what Compile makes of its options.
type compiled struct {
	options CompileOptions
	average *metrics.Mean // of the loss; a batch counts as many times as it has samples
	outputs []judged
	metrics []namedMetric

	order     *ops.Variable            // of samples: a seed, and how many epochs were trained
	averages  map[string]*metrics.Mean // of what layers and steps of one's own report
	built     bool                     // once the types of targets are known
	restored  bool                     // read from a file, with the optimizer's state
	trainable []*ops.Variable          // as of Compile
	train     programs
	test      programs
	in        []*tensor.Tensor // of the step under way
}

type namedMetric struct {
	metrics.Metric
	name     string
	output   int
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
	c := &compiled{options: o, average: &metrics.Mean{}, order: ops.NewSeed(newGenerator().Seed())}
	errs = append(errs, c.average.Build(ops.Type{}, ops.Type{}))
	names := []string{"output"}
	if m.net != nil {
		names = m.outputKeys()
	}
	outputs, err := judge(o, names)
	errs = append(errs, err)
	c.outputs = outputs
	named, err := nameMetrics(outputs)
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

// nameMetrics gives metrics the names under which they are reported: with that of
// the output before it if there are several; a second one of a name gets a number, or
// "weighted_" before it.
func nameMetrics(outputs []judged) ([]namedMetric, error) {
	var list []namedMetric
	var errs []error
	taken := map[string]bool{"loss": true}
	add := func(metric metrics.Metric, weighted bool, field string, output, i int) {
		if metric == nil || isNilPointer(metric) {
			errs = append(errs, fmt.Errorf("Compile: %s[%d]: received nil", field, i))
			return
		}
		if err := metrics.Check(metric); err != nil {
			errs = append(errs, fmt.Errorf("Compile: %s[%d]: %w", field, i, err))
			return
		}
		prefix := ""
		if len(outputs) > 1 {
			prefix = outputs[output].name + "_"
		}
		name := prefix + metrics.NameOf(metric)
		if taken[name] && weighted {
			name = prefix + "weighted_" + metrics.NameOf(metric)
		}
		name = free(name, taken)
		taken[name] = true
		list = append(list, namedMetric{metric, name, output, weighted})
	}
	for k, j := range outputs {
		for i, x := range j.Metrics {
			add(x, false, "Metrics", k, i)
		}
	}
	for k, j := range outputs {
		for i, x := range j.WeightedMetrics {
			add(x, true, "WeightedMetrics", k, i)
		}
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
// those of the metrics. If there are several outputs, the losses of each come first,
// and the metrics after them in the order of their names, as in Keras.
func (m *Model) MetricNames() []string {
	if m.compiled == nil {
		return nil
	}
	c := m.compiled
	names := []string{"loss"}
	for _, j := range c.outputs {
		if j.average != nil {
			names = append(names, metrics.NameOf(j.average))
		}
	}
	at := len(names)
	for _, x := range c.metrics {
		names = append(names, x.name)
	}
	if len(c.outputs) > 1 {
		slices.Sort(names[at:])
	}
	return names
}

// resetMetrics begins the averages anew.
func (c *compiled) resetMetrics() {
	metrics.Reset(c.average)
	for _, j := range c.outputs {
		if j.average != nil {
			metrics.Reset(j.average)
		}
	}
	for _, x := range c.averages {
		metrics.Reset(x)
	}
	for _, x := range c.metrics {
		metrics.Reset(x.Metric)
	}
}

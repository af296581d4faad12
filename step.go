package keras

import (
	"fmt"
	"sync"

	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// A program is a verb's step for batches of one kind, compiled.
type program struct {
	kind    kind
	source  *graph.Program
	run     *cpu.Program
	company *company         // of predictions, nil for those that go alone
	types   []ops.Type       // of the outputs
	names   []string         // of what a step reports
	out     []*tensor.Tensor // the same; nil for predictions

	updates bool // whether layers change state of theirs
}

// A kind is the types of the arrays of a batch.
type kind struct {
	x, y, weight int // how many
	types        []ops.Type
}

// each calls f with the arrays of a batch in order.
func each(b data.Batch, f func(*tensor.Tensor)) {
	for _, list := range [...][]*tensor.Tensor{b.X, b.Y, b.SampleWeight} {
		for _, t := range list {
			f(t)
		}
	}
}

func kindOf(b data.Batch) kind {
	k := kind{x: len(b.X), y: len(b.Y), weight: len(b.SampleWeight)}
	each(b, func(t *tensor.Tensor) {
		k.types = append(k.types, ops.Type{DType: t.DType(), Shape: t.Shape().Clone()})
	})
	return k
}

// is tells whether b is of this kind. It allocates nothing.
func (k *kind) is(b data.Batch) bool {
	if k.x != len(b.X) || k.y != len(b.Y) || k.weight != len(b.SampleWeight) {
		return false
	}
	i := 0
	for _, list := range [...][]*tensor.Tensor{b.X, b.Y, b.SampleWeight} {
		for _, t := range list {
			if u := k.types[i]; u.DType != t.DType() || !u.Shape.Equal(t.Shape()) {
				return false
			}
			i++
		}
	}
	return true
}

// maxPrograms is how many kinds of batches a verb keeps programs for. The one
// that was used the longest time ago goes first.
const maxPrograms = 16

// programs is a verb's programs, the last used first.
type programs struct {
	mu   sync.Mutex
	list []*program
}

func (c *programs) find(b data.Batch) *program {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i, p := range c.list {
		if p.kind.is(b) {
			copy(c.list[1:i+1], c.list[:i])
			c.list[0] = p
			return p
		}
	}
	return nil
}

func (c *programs) add(p *program) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.list) == maxPrograms {
		c.list = c.list[:maxPrograms-1]
	}
	c.list = append([]*program{p}, c.list...)
}

func (c *programs) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.list = nil
}

// A recording is a trace with the values that stand for a batch.
type recording struct {
	*ops.Trace
	kind         kind
	inputs       []*ops.Value
	x, y, weight []*ops.Value
	samples      int
	updates      bool
	judged       bool // once the losses of the outputs are recorded
}

func record(training bool, b data.Batch) *recording {
	r := &recording{Trace: ops.NewTrace(training), kind: kindOf(b), samples: b.Len()}
	for i, t := range r.kind.types {
		r.inputs = append(r.inputs, ops.Input(fmt.Sprint("input ", i), t.DType, t.Shape...))
	}
	k := r.kind
	r.x, r.y, r.weight = r.inputs[:k.x], r.inputs[k.x:k.x+k.y], r.inputs[k.x+k.y:]
	return r
}

// finish compiles what was recorded.
func (r *recording) finish(name string, out []*ops.Value) (*program, error) {
	source := r.Program(name, r.inputs, out)
	run, err := cpu.Compile(source)
	if err != nil {
		return nil, err
	}
	p := &program{kind: r.kind, source: source, run: run, updates: r.updates}
	for _, v := range out {
		p.types = append(p.types, ops.Type{DType: v.DType, Shape: v.Shape})
	}
	return p, nil
}

// forward records the model's predictions.
func (m *Model) forward(r *recording) []*ops.Value {
	r.Frozen = !layers.IsTrainable(m)
	out := m.net.apply(r.Trace, m.inputsOf(r))
	for _, v := range r.Program("forward", nil, nil).Vars {
		r.updates = r.updates || v.Next != nil
	}
	return out
}

// inputsOf returns the inputs in the types that the model expects.
func (m *Model) inputsOf(r *recording) []*ops.Value {
	in := make([]*ops.Value, len(r.x))
	for i, x := range r.x {
		in[i] = ops.Cast(fitRank(x, m.net.inputs[i].Shape), m.net.inputs[i].DType)
	}
	return in
}

// fitRank drops or adds a last axis of size 1, where a model was given one too
// many or too few, as Keras does.
func fitRank(x *ops.Value, want tensor.Shape) *ops.Value {
	switch n := len(x.Shape); {
	case n == len(want)+1 && x.Shape[n-1] == 1:
		return ops.Squeeze(x, -1)
	case n == len(want)-1 && want[len(want)-1] == 1:
		return ops.ExpandDims(x, -1)
	}
	return x
}

// loss records the total loss: that of the outputs, what layers added, and the
// penalties on weights.
func (m *Model) loss(r *recording, predicted []*ops.Value) *ops.Value {
	c := m.compiled
	var total *ops.Value
	add := func(x *ops.Value) {
		if total == nil {
			total = x
		} else {
			total = ops.Add(total, x)
		}
	}
	r.judged = true
	for i, j := range c.outputs {
		if j.Loss == nil {
			continue
		}
		value := m.outputLoss(r, i, predicted[i])
		if j.average != nil {
			n := 1.
			if len(predicted[i].Shape) > 0 {
				n = float64(predicted[i].Shape[0])
			}
			j.average.Update(r.Trace, nil, value, ops.Const(n, tensor.Float32))
		}
		if j.LossWeight != nil {
			value = ops.Scale(value, *j.LossWeight)
		}
		add(value)
	}
	for _, l := range r.Losses() {
		add(l)
	}
	for _, v := range layers.TrainableWeights(m) {
		if v.Regularizer != nil {
			add(v.Regularizer(r.Get(v)))
		}
	}
	if total == nil {
		ops.Fail("loss", "there is none: received no Loss in CompileOptions, and no layer adds one")
	}
	return total
}

// outputLoss records the loss of an output.
func (m *Model) outputLoss(r *recording, i int, predicted *ops.Value) *ops.Value {
	j := m.compiled.outputs[i]
	if len(m.compiled.outputs) > 1 {
		defer ops.At(fmt.Sprintf("output %q", j.name))
	}
	value := losses.Compute(r.Trace, j.Loss, r.y[m.compiled.targetOf(i, len(r.y))], predicted, r.weightOf(m.compiled, i))
	if len(value.Shape) > 0 {
		ops.Fail("loss", "loss %q: received a value of shape %v, expected a scalar: its Reduction must not be \"none\"", losses.NameOf(j.Loss), value.Shape)
	}
	return value
}

// weightOf returns the sample weights of an output, nil if there are none.
func (r *recording) weightOf(c *compiled, output int) *ops.Value {
	if i := c.targetOf(output, len(r.y)); i >= 0 && i < len(r.weight) {
		return r.weight[i]
	}
	return nil
}

// metric records that a metric takes up the batch, and what it amounts to then.
func (m *Model) metric(r *recording, x namedMetric, predicted []*ops.Value) *ops.Value {
	c := m.compiled
	var weight *ops.Value
	if x.weighted {
		weight = r.weightOf(c, x.output)
	}
	result := x.record(r.Trace, r.y[c.targetOf(x.output, len(r.y))], predicted[x.output], weight)
	if result.Size() != 1 {
		ops.Fail("metric", "metric %q: received a result of shape %v, expected a scalar: a setting of the metric says how its numbers become one", x.name, result.Shape)
	}
	return ops.Cast(result, tensor.Float32)
}

// report records the averages that a step returns: the loss, and what measure tells.
func (m *Model) report(r *recording, loss *ops.Value, predicted []*ops.Value) (names []string, out []*ops.Value) {
	c := m.compiled
	add := func(name string, x *ops.Value) { names, out = append(names, name), append(out, x) }
	c.average.Update(r.Trace, nil, loss, ops.Const(float64(r.samples), tensor.Float32))
	add("loss", c.average.Result(r.Trace))
	m.measure(r, predicted, add)
	return names, out
}

// measure records the averages of the metrics, of the losses of several outputs, and of
// what layers report.
func (m *Model) measure(r *recording, predicted []*ops.Value, add func(name string, x *ops.Value)) {
	c := m.compiled
	for _, x := range c.metrics {
		add(x.name, m.metric(r, x, predicted))
	}
	for _, j := range c.outputs {
		if j.average != nil && r.judged {
			add(metrics.NameOf(j.average), j.average.Result(r.Trace))
		}
	}
	for _, x := range r.Metrics() {
		add(x.Name, c.averageOf(x.Name, r, x.Value))
	}
}

// traceTrain makes the program of a training step.
func (m *Model) traceTrain(b data.Batch) (p *program, err error) {
	if f := m.compiled.options.TrainStep; f != nil {
		return m.traceOwn(true, f, b)
	}
	defer ops.Catch(&err)
	r := record(true, b)
	predicted := m.forward(r)
	loss := m.loss(r, predicted)
	vars := m.compiled.trainable
	leaves := make([]*ops.Value, len(vars))
	for i, v := range vars {
		leaves[i] = r.Get(v)
	}
	opt := m.compiled.options.Optimizer
	grads := r.Gradients(optimizers.ScaleLoss(opt, loss), leaves...)
	if err := optimizers.Apply(r.Trace, opt, vars, grads); err != nil {
		return nil, err
	}
	names, out := m.report(r, loss, predicted)
	return m.finishReport(r, "train", names, out)
}

// traceTest makes the program of an evaluation step.
func (m *Model) traceTest(b data.Batch) (p *program, err error) {
	if f := m.compiled.options.TestStep; f != nil {
		return m.traceOwn(false, f, b)
	}
	defer ops.Catch(&err)
	r := record(false, b)
	predicted := m.forward(r)
	names, out := m.report(r, m.loss(r, predicted), predicted)
	return m.finishReport(r, "test", names, out)
}

func (m *Model) finishReport(r *recording, name string, names []string, out []*ops.Value) (*program, error) {
	p, err := r.finish(name, out)
	if err != nil {
		return nil, err
	}
	p.names = names
	for _, t := range p.types {
		p.out = append(p.out, tensor.New(t.DType, t.Shape...))
	}
	return p, nil
}

// tracePredict makes the program of a prediction.
func (m *Model) tracePredict(b data.Batch) (p *program, err error) {
	defer ops.Catch(&err)
	r := record(false, b)
	return r.finish("predict", m.forward(r))
}

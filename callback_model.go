package keras

import (
	"os"

	"golang.org/x/term"

	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// callbacks returns the callbacks of one verb, told about the model.
func (m *Model) callbacks(given []callbacks.Callback, o callbacks.ListOptions, p callbacks.Params) *callbacks.List {
	if p.Output == nil {
		p.Output = os.Stdout
	}
	if f, ok := p.Output.(*os.File); ok {
		p.Terminal = term.IsTerminal(int(f.Fd()))
	}
	p.Steps = max(p.Steps, 0)
	list := callbacks.NewList(given, o)
	list.SetModel(callbackModel{m})
	list.SetParams(p)
	return list
}

// callbackModel is a model as callbacks see it.
type callbackModel struct{ *Model }

var (
	_ callbacks.Model         = callbackModel{}
	_ callbacks.TrainingSaver = callbackModel{}
)

// Name implements [callbacks.Model].
func (m callbackModel) Name() string { return layers.NameOf(m.Model) }

// SaveWeights implements [callbacks.Model].
func (m callbackModel) SaveWeights(path string) error { return m.Model.SaveWeights(path) }

// MetricDirection implements [callbacks.Model].
func (m callbackModel) MetricDirection(name string) int {
	if m.compiled != nil {
		for _, x := range m.compiled.metrics {
			if x.name != name {
				continue
			}
			switch metrics.DirectionOf(x.Metric) {
			case metrics.Up:
				return 1
			case metrics.Down:
				return -1
			}
		}
	}
	return 0
}

// LearningRate returns the learning rate of the next training step: what was set
// last, or what a schedule says.
func (m *Model) LearningRate() (float64, error) {
	if m.compiled == nil {
		return 0, ErrNotCompiled
	}
	t := ops.NewTrace(false)
	rate, err := optimizers.CurrentRate(t, m.compiled.options.Optimizer)
	if err != nil {
		return 0, err
	}
	p, err := cpu.Compile(t.Program("learning rate", nil, []*ops.Value{rate}))
	if err != nil {
		return 0, err
	}
	out := tensor.New(rate.DType)
	m.weights.RLock()
	defer m.weights.RUnlock()
	if err := p.Run(nil, []*tensor.Tensor{out}); err != nil {
		return 0, err
	}
	return float64(tensor.Data[float32](out)[0]), nil
}

// SetLearningRate changes the learning rate of the training steps to come. It is
// an error if a schedule decides on it.
func (m *Model) SetLearningRate(rate float64) error {
	if m.compiled == nil {
		return ErrNotCompiled
	}
	m.weights.Lock()
	defer m.weights.Unlock()
	return optimizers.SetLearningRate(m.compiled.options.Optimizer, rate)
}

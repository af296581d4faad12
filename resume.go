package keras

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// seek makes the data begin with the first epoch, in the order of samples that belongs to
// it: the seed and the number of the epoch say which, in that of the model the number of
// epochs that it was trained for.
func (f *fitting) seek() {
	if s := f.options.Shuffle; s == nil || *s {
		state := tensor.Data[int64](f.m.compiled.order.Store())
		seed, ahead := state[0], int(state[1])-f.from
		if f.options.Seed != nil {
			seed, ahead = *f.options.Seed, 0
		}
		rand := random.New(seed)
		f.epochs.Order = func(epoch int) data.Permuter { return rand.ChildAt(epoch + ahead) }
	}
	f.epochs.Seek(f.from, f.done)
}

// count counts an epoch that is over.
func (f *fitting) count() {
	f.m.weights.Lock()
	defer f.m.weights.Unlock()
	v := f.m.compiled.order
	tensor.Data[int64](v.Store())[1]++
	v.Changed()
}

// The places in a file of what a training needs in the middle of an epoch.
const (
	progressPath = "progress"
	metricsPath  = "metrics"
)

// SaveTraining implements [callbacks.TrainingSaver]: to the model's weights come the
// place where training is, the results so far, and the state of the metrics.
func (m callbackModel) SaveTraining(path string, epoch, batch int) error {
	f := m.fitting
	if f == nil {
		return errors.New("SaveTraining: received a model that isn't being trained")
	}
	place, results := tensor.FromSlice([]int64{int64(epoch), int64(batch)}), tensor.FromSlice([]float64{})
	if p := m.compiled.train.find(f.first); p != nil {
		values := make([]float64, len(p.names))
		for i, name := range p.names {
			values[i] = f.batch[name]
		}
		results = tensor.FromSlice(values)
	}
	m.weights.RLock()
	defer m.weights.RUnlock()
	sums := kerasfile.Vars{Path: metricsPath, Name: metricsPath}
	for _, v := range m.compiled.sums() {
		sums.Tensors = append(sums.Tensors, v.Store())
	}
	return kerasfile.WriteFile(path, kerasfile.WeightsFile(append(m.vars(true), sums,
		kerasfile.Vars{Path: progressPath, Name: progressPath, Tensors: []*tensor.Tensor{place, results}})))
}

// LoadTraining implements [callbacks.TrainingSaver].
func (m callbackModel) LoadTraining(path string) (epoch, batch int, err error) {
	f := m.fitting
	if f == nil {
		return 0, 0, errors.New("LoadTraining: received a model that isn't being trained")
	}
	file, err := os.Open(path)
	if err != nil {
		return 0, 0, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return 0, 0, err
	}
	w, err := kerasfile.OpenWeights(file, info.Size())
	if err != nil {
		return 0, 0, fmt.Errorf("%s: %w", path, err)
	}
	// What layers and steps of one's own report has metrics once the step is recorded.
	p, err := m.reporting(&m.compiled.train, f.first, m.traceTrain)
	if err != nil {
		return 0, 0, err
	}
	values, err := w.Vars(progressPath)
	var place []*tensor.Tensor
	if err == nil {
		place, err = read(values, nil)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("%s: %w", path, err)
	}
	if len(place) == 0 { // Keras wrote it
		return 0, 0, m.takeFile(path, w)
	}
	if len(place) != 2 || place[0].DType() != tensor.Int64 || place[0].Size() != 2 ||
		place[1].DType() != tensor.Float64 || place[1].Size() != 0 && place[1].Size() != len(p.names) {
		return 0, 0, fmt.Errorf("%s: received the progress of another training, expected %d results", path, len(p.names))
	}
	var sums []*tensor.Tensor
	if values, err = w.Vars(metricsPath); err == nil {
		sums, err = owner{vars: m.compiled.sums()}.read(values)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("%s: metrics: %w", path, err)
	}
	if err := m.takeFile(path, w); err != nil {
		return 0, 0, err
	}
	at := tensor.Data[int64](place[0])
	if epoch, batch = int(at[0]), int(at[1]); epoch < 0 || batch < 0 {
		return 0, 0, fmt.Errorf("%s: received epoch %d, batch %d, expected numbers from 0", path, epoch, batch)
	}
	for i, x := range tensor.Data[float64](place[1]) {
		f.batch[p.names[i]] = x
	}
	return epoch, batch, assign(m.compiled.sums(), sums)
}

func (m callbackModel) takeFile(path string, w *kerasfile.Weights) error {
	if err := m.takeWeights(w, LoadWeightsOptions{}); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// ResumeTraining implements [callbacks.TrainingSaver].
func (m callbackModel) ResumeTraining(epoch, batch int) {
	m.fitting.from, m.fitting.done = epoch, batch
	m.fitting.seek()
}

// sums returns the state of all that is averaged over an epoch.
func (c *compiled) sums() []*ops.Variable {
	vars := metrics.StateOf(c.average)
	for _, j := range c.outputs {
		if j.average != nil {
			vars = append(vars, metrics.StateOf(j.average)...)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.averages)) {
		vars = append(vars, metrics.StateOf(c.averages[name])...)
	}
	for _, x := range c.metrics {
		vars = append(vars, metrics.StateOf(x.Metric)...)
	}
	return vars
}

package callbacks

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// ModelCheckpoint saves the model, or its weights, while it is trained: after
// every epoch, or every so many batches, always or only when it is better than
// ever before.
type ModelCheckpoint struct {
	// Filepath is where the model is saved: a name that ends in ".keras" or ".h5",
	// or, if only weights are saved, in ".weights.h5". In it {epoch}, counted
	// from 1, and what is in the logs is replaced, as in
	// "model-{epoch:02d}-{val_loss:.2f}.keras", by the rules of Python's
	// str.format; and {batch}, counted from 1, if it is saved after batches.
	// Folders are made if they don't exist. Required.
	Filepath string `json:"filepath"`

	// Monitor is the name of the quantity in the logs that tells which model is
	// best. Default: "val_loss".
	Monitor string `json:"monitor"`

	// Verbose is 1 for messages. Default: 0.
	Verbose int `json:"verbose"`

	// SaveBestOnly says whether a model is saved only if it is better than all
	// before it. Default: false.
	SaveBestOnly bool `json:"save_best_only"`

	// SaveWeightsOnly says whether only the weights are saved. Default: false.
	SaveWeightsOnly bool `json:"save_weights_only"`

	// Mode says what is better: "min" a smaller value, "max" a larger one, "auto"
	// what the metric of this name says. Default: "auto".
	Mode string `json:"mode"`

	// SaveFreq is the number of batches after which the model is saved; they are
	// counted on from one epoch to the next. Default: 0, after every epoch.
	SaveFreq int `json:"save_freq"`

	// InitialValueThreshold is the value that the first model must be better than
	// to be saved as the best. Default: none.
	InitialValueThreshold *float64 `json:"initial_value_threshold"`

	Base

	monitor   monitor
	epoch     int
	unsaved   int // batches since the last checkpoint
	lastBatch int // of this epoch
}

// OnTrainBegin implements [Callback]. It checks the arguments. The best value
// stays that of an earlier training.
func (m *ModelCheckpoint) OnTrainBegin(Logs) error {
	best := m.monitor.best
	if best == nil {
		best = m.InitialValueThreshold
	}
	var errs [3]error
	m.monitor, errs[0] = newMonitor(m.Monitor, m.Mode, 0, best)
	if m.SaveFreq < 0 {
		errs[1] = argument("SaveFreq", "received %d, expected a number of batches, or 0 for every epoch", m.SaveFreq)
	}
	switch {
	case m.SaveWeightsOnly && !strings.HasSuffix(m.Filepath, ".weights.h5"):
		errs[2] = argument("Filepath", `received %q, expected a name that ends in ".weights.h5" with SaveWeightsOnly`, m.Filepath)
	case !strings.HasSuffix(m.Filepath, ".keras") && !strings.HasSuffix(m.Filepath, ".h5"):
		errs[2] = argument("Filepath", `received %q, expected a name that ends in ".keras" or ".h5"`, m.Filepath)
	}
	return errors.Join(errs[:]...)
}

// OnEpochBegin implements [Callback].
func (m *ModelCheckpoint) OnEpochBegin(epoch int, _ Logs) error {
	m.epoch, m.lastBatch = epoch, -1
	return nil
}

// OnTrainBatchEnd implements [Callback].
func (m *ModelCheckpoint) OnTrainBatchEnd(batch int, logs Logs) error {
	if m.SaveFreq == 0 {
		return nil
	}
	// Batches that are executed together are reported as one.
	m.unsaved += batch - m.lastBatch
	m.lastBatch = batch
	if m.unsaved < m.SaveFreq {
		return nil
	}
	m.unsaved = 0
	return m.save(m.epoch, batch, logs)
}

// OnEpochEnd implements [Callback].
func (m *ModelCheckpoint) OnEpochEnd(epoch int, logs Logs) error {
	if m.SaveFreq != 0 {
		return nil
	}
	return m.save(epoch, -1, logs)
}

// save saves the model if it should be. Batch is -1 at the end of an epoch.
func (m *ModelCheckpoint) save(epoch, batch int, logs Logs) error {
	path, err := formatPath(m.Filepath, epoch, batch, logs)
	if err != nil {
		return err
	}
	due, err := m.due(epoch, logs, path)
	if err != nil || !due {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return argument("Filepath", "received %q, which is a directory, expected the name of a file", path)
	}
	if err := m.write(path); err != nil {
		return err
	}
	return m.say(m.Verbose, "\nEpoch %d: finished saving model to %s", epoch+1, path)
}

// due tells whether the model is to be saved, and says so.
func (m *ModelCheckpoint) due(epoch int, logs Logs, path string) (bool, error) {
	if !m.SaveBestOnly {
		return true, m.say(m.Verbose, "\nEpoch %d: saving model to %s", epoch+1, path)
	}
	if err := m.monitor.decide(m.model); err != nil {
		return false, err
	}
	name := m.monitor.name
	current, ok := logs[name]
	if !ok {
		m.warn("Can save best model only with %s available.", name)
		return true, nil
	}
	best := "None"
	if b := m.monitor.best; b != nil {
		best = pythonFloat(*b, 'f', 5)
	}
	if !m.monitor.improves(current, m.monitor.best) {
		return false, m.say(m.Verbose, "\nEpoch %d: %s did not improve from %s", epoch+1, name, best)
	}
	m.monitor.best = &current
	return true, m.say(m.Verbose, "\nEpoch %d: %s improved from %s to %s, saving model to %s",
		epoch+1, name, best, pythonFloat(current, 'f', 5), path)
}

func (m *ModelCheckpoint) write(path string) error {
	if !m.SaveWeightsOnly {
		return m.model.Save(path)
	}
	s, ok := m.model.(WeightsSaver)
	if !ok {
		return argument("SaveWeightsOnly", "received true, but model %q can't save its weights alone", m.model.Name())
	}
	return s.SaveWeights(path)
}

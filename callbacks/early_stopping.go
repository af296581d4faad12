package callbacks

import (
	"strings"

	"github.com/gokeras/keras/tensor"
)

// EarlyStopping stops training when a quantity has stopped improving.
//
// After each epoch the value is compared with the best one so far. Training
// stops after Patience epochs in a row without improvement, but not after the
// first epoch.
type EarlyStopping struct {
	// Monitor is the name of the quantity in the logs. Default: "val_loss".
	Monitor string `json:"monitor"`

	// MinDelta is how much better a value must be, at least, to count as
	// improved. Default: 0.
	MinDelta float64 `json:"min_delta"`

	// Patience is the number of epochs without improvement after which training
	// stops. Default: 0, which is the same as 1.
	Patience int `json:"patience"`

	// Verbose is 1 for messages. Default: 0.
	Verbose int `json:"verbose"`

	// Mode says what is better: "min" a smaller value, "max" a larger one, "auto"
	// what the metric of this name says. Default: "auto".
	Mode string `json:"mode"`

	// Baseline is a value that must be beaten, too, for patience to start anew.
	// Default: none.
	Baseline *float64 `json:"baseline"`

	// RestoreBestWeights says whether the model gets back, when training ends, the
	// weights that it had after the epoch with the best value, be it better than
	// the baseline or not. Default: false, it keeps the last ones.
	RestoreBestWeights bool `json:"restore_best_weights"`

	// StartFromEpoch is the number of epochs at the start that are not looked at.
	// Default: 0.
	StartFromEpoch int `json:"start_from_epoch"`

	Base

	monitor      monitor
	wait         int
	bestEpoch    int
	bestWeights  []*tensor.Tensor
	stoppedEpoch int
}

// Best returns the best value of the last training, and its epoch, counted
// from 0. It returns false if there was none.
func (e *EarlyStopping) Best() (value float64, epoch int, ok bool) {
	if e.monitor.best == nil {
		return 0, 0, false
	}
	return *e.monitor.best, e.bestEpoch, true
}

// StoppedEpoch returns the epoch, counted from 0, after which training was
// stopped, and 0 if it wasn't.
func (e *EarlyStopping) StoppedEpoch() int { return e.stoppedEpoch }

// OnTrainBegin implements [Callback].
func (e *EarlyStopping) OnTrainBegin(Logs) (err error) {
	e.wait, e.stoppedEpoch, e.bestEpoch, e.bestWeights = 0, 0, 0, nil
	e.monitor, err = newMonitor(e.Monitor, e.Mode, e.MinDelta, nil)
	return err
}

// OnEpochEnd implements [Callback].
func (e *EarlyStopping) OnEpochEnd(epoch int, logs Logs) error {
	m := &e.monitor
	if err := m.decide(e.model); err != nil {
		return err
	}
	current, ok := logs[m.name]
	if !ok {
		e.warn("Early stopping conditioned on metric `%s` which is not available. Available metrics are: %s",
			m.name, strings.Join(logs.Keys(), ","))
		return nil
	}
	if epoch < e.StartFromEpoch {
		return nil
	}
	improved := m.improves(current, m.best)
	if e.RestoreBestWeights && (improved || e.bestWeights == nil) {
		e.bestWeights = e.model.Weights()
		e.bestEpoch = epoch
	}
	e.wait++
	if improved {
		m.best, e.bestEpoch = &current, epoch
		if m.improves(current, e.Baseline) {
			e.wait = 0
		}
		return nil
	}
	if e.wait >= e.Patience && epoch > 0 {
		e.stoppedEpoch = epoch
		e.model.StopTraining()
	}
	return nil
}

// OnTrainEnd implements [Callback].
func (e *EarlyStopping) OnTrainEnd(Logs) error {
	if e.stoppedEpoch > 0 {
		if err := e.say(e.Verbose, "Epoch %d: early stopping", e.stoppedEpoch+1); err != nil {
			return err
		}
	}
	if e.bestWeights == nil {
		return nil
	}
	err := e.say(e.Verbose, "Restoring model weights from the end of the best epoch: %d.", e.bestEpoch+1)
	if err != nil {
		return err
	}
	return e.model.SetWeights(e.bestWeights)
}

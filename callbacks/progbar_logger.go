package callbacks

import (
	"cmp"
	"fmt"
	"time"

	"github.com/gokeras/keras/internal/progress"
)

// A ProgbarLogger shows how far training, testing or predicting has come, as
// Params.Verbose says. Fit, Evaluate and Predict have one if they aren't silent.
// Validation inside of training is silent.
//
// What it writes is what Keras writes, byte for byte, to a terminal; where
// Params.Terminal is false, a bar is written once, when it is full, and without
// control characters.
type ProgbarLogger struct {
	Base

	bar      *progress.Bar
	now      func() time.Time
	seen     int // batches
	target   int // batches of an epoch, 0 if unknown
	training bool
	cut      bool // the epoch under way, by an error

	names  order
	values []progress.Value
}

// SetParams implements [Callback].
func (p *ProgbarLogger) SetParams(params Params) {
	p.Base.SetParams(params)
	p.target = params.Steps
}

// OnTrainBegin implements [Callback].
func (p *ProgbarLogger) OnTrainBegin(Logs) error {
	p.training = true
	return nil
}

// OnTrainEnd implements [Callback].
func (p *ProgbarLogger) OnTrainEnd(Logs) error {
	p.training = false
	return nil
}

// OnTestBegin implements [Callback].
func (p *ProgbarLogger) OnTestBegin(Logs) error {
	if !p.training {
		p.start()
	}
	return nil
}

// OnPredictBegin implements [Callback].
func (p *ProgbarLogger) OnPredictBegin(Logs) error {
	p.start()
	return nil
}

// OnEpochBegin implements [Callback].
func (p *ProgbarLogger) OnEpochBegin(epoch int, _ Logs) error {
	p.start()
	if p.params.Verbose != 0 && p.params.Epochs > 1 {
		_, err := fmt.Fprintf(p.output(), "Epoch %d/%d\n", epoch+1, p.params.Epochs)
		return err
	}
	return nil
}

// OnTrainBatchEnd implements [Callback].
func (p *ProgbarLogger) OnTrainBatchEnd(batch int, logs Logs) error { return p.update(batch, logs) }

// OnTestBatchEnd implements [Callback].
func (p *ProgbarLogger) OnTestBatchEnd(batch int, logs Logs) error {
	if p.training {
		return nil
	}
	return p.update(batch, logs)
}

// OnPredictBatchEnd implements [Callback].
func (p *ProgbarLogger) OnPredictBatchEnd(batch int, _ Logs) error { return p.update(batch, nil) }

// OnEpochEnd implements [Callback].
func (p *ProgbarLogger) OnEpochEnd(_ int, logs Logs) error { return p.finish(logs) }

// OnTestEnd implements [Callback].
func (p *ProgbarLogger) OnTestEnd(logs Logs) error {
	if p.training {
		return nil
	}
	return p.finish(logs)
}

// OnPredictEnd implements [Callback].
func (p *ProgbarLogger) OnPredictEnd(logs Logs) error { return p.finish(logs) }

func (p *ProgbarLogger) follow(names order) { p.names.follow(names) }

// start begins a new bar.
func (p *ProgbarLogger) start() {
	p.seen, p.cut = 0, false
	p.names = p.names[:0]
	p.bar = progress.New(p.output(), progress.Options{
		Target:   p.target,
		Verbose:  p.params.Verbose,
		Terminal: p.params.Terminal,
		Now:      p.now,
	})
}

func (p *ProgbarLogger) update(batch int, logs Logs) error {
	p.seen = batch + 1
	if p.params.Verbose != 1 || p.bar == nil {
		return nil
	}
	return p.bar.Update(p.seen, p.ordered(logs), false)
}

// finish ends the bar. An epoch of unknown length is as long as it was, and so
// are those after it.
func (p *ProgbarLogger) finish(logs Logs) error {
	if p.bar == nil {
		return nil
	}
	p.target = cmp.Or(p.target, p.seen)
	p.bar.SetTarget(p.target)
	at := p.target
	if p.cut {
		at = p.seen
	}
	return p.bar.Update(at, p.ordered(logs), true)
}

// ordered returns logs in the order in which they are shown.
func (p *ProgbarLogger) ordered(logs Logs) []progress.Value {
	p.names.add(logs)
	p.values = p.values[:0]
	for _, k := range p.names {
		if v, ok := logs[k]; ok {
			p.values = append(p.values, progress.Value{Name: k, Value: v})
		}
	}
	return p.values
}

package main

import (
	"io"

	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/internal/progress"
)

// A meter shows how far evaluating or predicting has come, if it shows it on a terminal.
type meter struct {
	callbacks.Base
	w   io.Writer
	bar *progress.Bar
}

// newMeter returns the callbacks of work that is shown on w.
func newMeter(w io.Writer) []callbacks.Callback {
	if _, terminal := columns(w); !terminal {
		return nil
	}
	return []callbacks.Callback{&meter{w: w}}
}

func (m *meter) begin() error {
	m.bar = progress.New(m.w, progress.Options{Target: m.Params().Steps, Verbose: 1, Terminal: true})
	return nil
}

// OnTestBegin implements [callbacks.Callback].
func (m *meter) OnTestBegin(callbacks.Logs) error { return m.begin() }

// OnPredictBegin implements [callbacks.Callback].
func (m *meter) OnPredictBegin(callbacks.Logs) error { return m.begin() }

// OnTestBatchEnd implements [callbacks.Callback].
func (m *meter) OnTestBatchEnd(batch int, _ callbacks.Logs) error { return m.update(batch) }

// OnPredictBatchEnd implements [callbacks.Callback].
func (m *meter) OnPredictBatchEnd(batch int, _ callbacks.Logs) error { return m.update(batch) }

func (m *meter) update(batch int) error {
	return m.bar.Update(batch+1, nil, batch+1 == m.Params().Steps)
}

package kerastest_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/kerastest"
	"github.com/gokeras/keras/tensor"
)

func TestCallbacks(t *testing.T) {
	folder := t.TempDir()
	for name, c := range map[string]kerastest.CallbackCase{
		"Base":           {New: func() callbacks.Callback { return &callbacks.Base{} }},
		"History":        {New: func() callbacks.Callback { return &callbacks.History{} }},
		"ProgbarLogger":  {New: func() callbacks.Callback { return &callbacks.ProgbarLogger{} }},
		"TerminateOnNaN": {New: func() callbacks.Callback { return &callbacks.TerminateOnNaN{} }},
		"LambdaCallback": {New: func() callbacks.Callback { return &callbacks.LambdaCallback{} }},
		"CSVLogger": {New: func() callbacks.Callback {
			return &callbacks.CSVLogger{Filename: filepath.Join(folder, "log.csv")}
		}},
		"ModelCheckpoint": {New: func() callbacks.Callback {
			return &callbacks.ModelCheckpoint{Filepath: filepath.Join(folder, "model.keras")}
		}},
		"EarlyStopping": {New: func() callbacks.Callback { return &callbacks.EarlyStopping{Patience: 9} }},
		"EarlyStopping at once": {ChangesTraining: true, New: func() callbacks.Callback {
			return &callbacks.EarlyStopping{MinDelta: 100, RestoreBestWeights: true}
		}},
		"ReduceLROnPlateau": {New: func() callbacks.Callback { return &callbacks.ReduceLROnPlateau{} }},
		"ReduceLROnPlateau at once": {ChangesTraining: true, New: func() callbacks.Callback {
			return &callbacks.ReduceLROnPlateau{MinDelta: new(100.0), Patience: 1}
		}},
		"LearningRateScheduler": {ChangesTraining: true, New: func() callbacks.Callback {
			return &callbacks.LearningRateScheduler{Schedule: func(epoch int, _ float64) float64 { return .1 / float64(epoch+1) }}
		}},
		"List": {New: func() callbacks.Callback {
			return callbacks.NewList([]callbacks.Callback{&callbacks.History{}}, callbacks.ListOptions{AddProgbar: true})
		}},
	} {
		t.Run(name, func(t *testing.T) { kerastest.Callback(t, c) })
	}
}

// meddler is a callback with a fault.
type meddler struct {
	callbacks.Base
	fault  fault
	epochs int
}

func (m *meddler) OnTrainBatchEnd(_ int, logs callbacks.Logs) error {
	switch m.fault {
	case "needs logs":
		if logs == nil {
			return errors.New("no logs")
		}
	case "writes to logs":
		if logs == nil {
			return nil
		}
		logs["mine"] = 1
	case "panics":
		logs["mine"] = 1
	case "fails":
		if logs != nil {
			return errors.New("as told")
		}
	}
	return nil
}

func (m *meddler) OnEpochEnd(int, callbacks.Logs) error {
	m.epochs++
	if m.fault == "changes weights" || m.fault == "goes on" && m.epochs > 4 {
		w := m.Model().Weights()
		return m.Model().SetWeights(slices.Insert(w[1:], 0, tensor.New(tensor.Float32, w[0].Shape()...)))
	}
	return nil
}

func TestCallback(t *testing.T) {
	one := &meddler{}
	of := func(f fault, changes bool) func(testing.TB) {
		return func(t testing.TB) {
			kerastest.Callback(t, kerastest.CallbackCase{
				New: func() callbacks.Callback { return &meddler{fault: f} }, ChangesTraining: changes})
		}
	}
	for name, tt := range map[string]struct {
		run  func(testing.TB)
		want []string
	}{
		"right":  {of("", false), nil},
		"no New": {func(t testing.TB) { kerastest.Callback(t, kerastest.CallbackCase{}) }, []string{"case: New: received nil"}},
		"one for all": {func(t testing.TB) {
			kerastest.Callback(t, kerastest.CallbackCase{New: func() callbacks.Callback { return one }})
		}, []string{"settings: New returned one"}},
		"needs logs":      {of("needs logs", false), []string{"nil logs: received the error no logs"}},
		"panics":          {of("panics", false), []string{"nil logs: received the panic"}},
		"writes to logs":  {of("writes to logs", false), []string{"logs: received"}},
		"fails":           {of("fails", false), []string{"training: received the error"}},
		"changes weights": {of("changes weights", false), []string{"weights: weight 0: received other bits"}},
		"declared":        {of("changes weights", true), nil},
		"goes on":         {of("goes on", true), []string{"again: weight 0: received other bits"}},
	} {
		t.Run(name, func(t *testing.T) { expect(t, tt.run, tt.want...) })
	}
}

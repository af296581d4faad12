package callbacks

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// stubborn is a model whose learning rate can't be changed.
type stubborn struct{ Model }

var errSchedule = errors.New("a schedule decides")

func (stubborn) SetLearningRate(float64) error { return errSchedule }

// TestErrors checks the arguments of the callbacks, and what comes back from the
// model.
func TestErrors(t *testing.T) {
	logs := Logs{"loss": 1, "val_loss": 1}
	for _, c := range []struct {
		callback Callback
		want     string
	}{
		{&EarlyStopping{Mode: "up"}, `Mode: received "up", expected "auto", "min" or "max"`},
		{&EarlyStopping{Monitor: "val_joy"}, `Monitor: received "val_joy"`},
		{&ReduceLROnPlateau{Factor: 1}, `Factor: received 1, expected less than 1`},
		{&ReduceLROnPlateau{Patience: 1}, errSchedule.Error()},
		{&LearningRateScheduler{}, `Schedule: received nil, expected a function`},
		{&LearningRateScheduler{Schedule: func(int, float64) float64 { return 1 }}, errSchedule.Error()},
		{&CSVLogger{Filename: t.TempDir()}, "is a directory"},
		{&CSVLogger{Filename: "x.csv", Separator: "ab"}, `Separator: received "ab", expected one character`},
		{&CSVLogger{Filename: "x.csv", Separator: `"`}, `Separator: received "\"", expected one character`},
		{&TerminateOnNaN{RaiseError: true}, "batch 1: received NaN: the loss is NaN or infinite"},
	} {
		c.callback.SetModel(stubborn{&spy{rate: 1}})
		err := c.callback.OnTrainBegin(nil)
		for epoch := 0; err == nil && epoch < 3; epoch++ {
			err = errors.Join(c.callback.OnEpochBegin(epoch, nil),
				c.callback.OnTrainBatchEnd(1, Logs{"loss": math.NaN()}), c.callback.OnEpochEnd(epoch, logs))
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%T: error %v, want %q", c.callback, err, c.want)
		}
	}
}

// TestBest checks what EarlyStopping tells afterwards.
func TestBest(t *testing.T) {
	e := &EarlyStopping{Patience: 1}
	e.SetModel(&spy{})
	if _, _, ok := e.Best(); ok {
		t.Error("there is a best value before training")
	}
	if err := e.OnTrainBegin(nil); err != nil {
		t.Fatal(err)
	}
	for epoch, v := range []float64{3, 1, 2} {
		if err := e.OnEpochEnd(epoch, Logs{"val_loss": v}); err != nil {
			t.Fatal(err)
		}
	}
	if v, epoch, ok := e.Best(); v != 1 || epoch != 1 || !ok || e.StoppedEpoch() != 2 {
		t.Errorf("best %v of epoch %d %v, stopped at %d; want 1 of epoch 1, stopped at 2", v, epoch, ok, e.StoppedEpoch())
	}
}

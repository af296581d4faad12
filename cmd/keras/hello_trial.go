package main

import (
	"context"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/callbacks"
)

// A trial is the training with one batch size: for the epochs asked for, and on
// until its time is over.
type trial struct {
	BatchSize    int    `json:"batch_size"`
	Updates      int    `json:"updates_per_epoch"`
	Seconds      figure `json:"seconds_per_epoch"`
	SpeedUp      figure `json:"speed_up"`
	AfterEpochs  score  `json:"after_epochs"`
	AfterSeconds score  `json:"after_seconds"`
}

// A score is what a network has reached, and when.
type score struct {
	Epochs float64       `json:"epochs"`
	Test   keras.Results `json:"test"`
}

// values returns the loss and the accuracy.
func (s score) values() (loss, accuracy float64) {
	loss, _ = s.Test.Get("loss")
	accuracy, _ = s.Test.Get("accuracy")
	return loss, accuracy
}

// try trains with one batch size. What it does beside training takes none of the
// training's time. If time runs out before the epochs are over, what there is
// then stands for both scores.
func (h *hello) try(ctx context.Context, d *digits, size int) (*trial, error) {
	model, err := h.model()
	if err != nil {
		return nil, err
	}
	t := &trial{BatchSize: size, Updates: d.train.Steps(size)}
	watch := &stopwatch{limit: h.seconds}
	reached := func() (score, error) {
		r, err := h.score(ctx, model, d)
		return score{float64(watch.updates) / float64(t.Updates), r}, err
	}
	var shown time.Time
	follow := &callbacks.LambdaCallback{
		TrainBatchEnd: func(int, callbacks.Logs) error {
			if time.Since(shown) > time.Second/4 {
				shown = time.Now()
				h.status(fmt.Sprintf("%6s training, %.0f s left", commas(size), max(0, watch.limit-watch.total())))
			}
			return nil
		},
		EpochEnd: func(int, callbacks.Logs) (err error) {
			if watch.updates == h.epochs*t.Updates {
				t.AfterEpochs, err = reached()
			}
			return err
		},
	}
	_, err = model.Fit(ctx, d.train, keras.FitOptions{
		BatchSize: size, Epochs: math.MaxInt32, Seed: &h.seed, Verbose: new(0),
		Callbacks: []callbacks.Callback{watch, follow},
	})
	h.status("")
	if err != nil {
		return nil, err
	}
	if t.AfterSeconds, err = reached(); err != nil {
		return nil, err
	}
	t.Seconds = figure(watch.total() / t.AfterSeconds.Epochs)
	if t.AfterEpochs.Test == nil {
		t.AfterEpochs = t.AfterSeconds
	}
	return t, nil
}

// status shows on a terminal what goes on, in a line that will be drawn over.
func (h *hello) status(text string) {
	if h.terminal && !h.noProgress {
		fmt.Fprintf(h.out, "\r%s\r%s", strings.Repeat(" ", min(40, h.width-1)), text)
	}
}

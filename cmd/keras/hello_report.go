package main

import (
	"encoding/json"
	"math"
	"os"
	"runtime"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/cpu"
)

// A report is what a run has printed.
type report struct {
	hello       *hello
	test        keras.Results
	history     *keras.History
	watch       *stopwatch
	updates     int // an epoch
	parameters  int
	interrupted bool
	readings    []reading // of all test images
	shown       []reading
	mistakes    []reading
	same        *bool // after saving and loading
}

// settings is what a run was asked for, and what it runs on.
type settings struct {
	Units      []int  `json:"units"`
	Activation string `json:"activation"`
	Loss       string `json:"loss"`
	Optimizer  string `json:"optimizer"`
	Examples   int    `json:"examples"`
	Epochs     int    `json:"epochs"`
	BatchSize  int    `json:"batch_size,omitempty"`
	Seed       int64  `json:"seed"`
	Version    string `json:"version"`
	CPU        string `json:"cpu"`
	Threads    int    `json:"threads"`
}

func (h *hello) settings() settings {
	return settings{
		h.units, h.activation, h.loss, h.optimizer, h.examples, h.epochs, h.batchSize, h.seed,
		keras.Version, cpu.Level(), runtime.GOMAXPROCS(0),
	}
}

// write writes the report to a file.
func (r *report) write(path string) error {
	return writeJSON(path, struct {
		Test            keras.Results   `json:"test"`
		History         json.RawMessage `json:"history"`
		SecondsPerEpoch []float64       `json:"seconds_per_epoch"`
		UpdatesPerEpoch int             `json:"updates_per_epoch"`
		Updates         int             `json:"updates"`
		Interrupted     bool            `json:"interrupted"`
		Parameters      int             `json:"parameters"`
		Predictions     []reading       `json:"predictions"`
		Mistakes        []reading       `json:"mistakes"`
		Saved           string          `json:"saved,omitempty"`
		SameBits        *bool           `json:"same_bits,omitempty"`
		Settings        settings        `json:"settings"`
	}{
		r.test, values(r.history), r.watch.seconds, r.updates, r.watch.updates, r.interrupted, r.parameters,
		r.shown, append([]reading{}, r.mistakes...), r.hello.save, r.same, r.hello.settings(),
	})
}

// values returns the numbers of a history alone, in Keras's order of names.
func values(h *keras.History) json.RawMessage {
	whole, err := json.Marshal(h)
	if err != nil {
		return nil
	}
	var parts struct {
		History json.RawMessage `json:"history"`
	}
	if json.Unmarshal(whole, &parts) != nil {
		return nil
	}
	return parts.History
}

// A figure is a number that is null in JSON if JSON doesn't have it.
type figure float64

// MarshalJSON implements [json.Marshaler].
func (f figure) MarshalJSON() ([]byte, error) {
	if v := float64(f); !math.IsNaN(v) && !math.IsInf(v, 0) {
		return json.Marshal(v)
	}
	return []byte("null"), nil
}

func writeJSON(path string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(text, '\n'), 0o666)
}

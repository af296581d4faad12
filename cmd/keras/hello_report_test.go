package main

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/callbacks"
)

// TestReportWithoutNumbers checks that what isn't a number makes no broken file.
func TestReportWithoutNumbers(t *testing.T) {
	nan := math.NaN()
	h := &keras.History{}
	if err := h.OnEpochEnd(0, callbacks.Logs{"loss": nan, "accuracy": .5}); err != nil {
		t.Fatal(err)
	}
	r := &report{
		hello: &hello{save: "", units: []int{5}}, history: h, watch: &stopwatch{seconds: []float64{1.5}, updates: 7},
		test:  keras.Results{{Name: "loss", Value: nan}, {Name: "accuracy", Value: .25}},
		shown: []reading{{Index: 3, Label: 2, Predicted: 0, Probability: figure(nan)}}, updates: 7,
	}
	path := filepath.Join(t.TempDir(), "r.json")
	if err := r.write(path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(text) {
		t.Fatalf("not JSON:\n%s", text)
	}
	flat := strings.Join(strings.Fields(string(text)), "")
	for _, want := range []string{
		`"test":{"loss":null,"accuracy":0.25}`, `"history":{"accuracy":[0.5],"loss":["NaN"]}`,
		`"seconds_per_epoch":[1.5]`, `"updates_per_epoch":7`, `"probability":null`, `"mistakes":[]`,
	} {
		if !strings.Contains(flat, want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	for _, not := range []string{`"saved"`, `"same_bits"`} {
		if strings.Contains(flat, not) {
			t.Errorf("%s, though nothing was saved, in\n%s", not, text)
		}
	}
}

func TestWritable(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("kept"), 0o666); err != nil {
		t.Fatal(err)
	}
	locked := filepath.Join(dir, "locked")
	if err := os.WriteFile(locked, nil, 0o444); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ path, want string }{
		{filepath.Join(dir, "new"), ""}, {file, ""}, {os.DevNull, ""},
		{dir, "folder"}, {locked, "read-only"}, {filepath.Join(dir, "none", "x"), "there is no folder"},
	} {
		err := writable(tt.path)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.path, err, tt.want)
		}
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "kept" {
		t.Errorf("the file has %q now, error %v", text, err)
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 2 {
		t.Errorf("the folder has %v, error %v", list, err)
	}
}

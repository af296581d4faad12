package callbacks

import (
	"bytes"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestCheckpointBestOfBatches saves the best after batches, where Keras 3.15
// fails in the first epoch with "'NoneType' object is not callable".
func TestCheckpointBestOfBatches(t *testing.T) {
	t.Chdir(t.TempDir())
	m := &ModelCheckpoint{Filepath: "m.keras", Monitor: "loss", SaveBestOnly: true, SaveFreq: 1, Verbose: 1}
	var out bytes.Buffer
	model := &spy{}
	m.SetModel(model)
	m.SetParams(Params{Output: &out})
	if err := errors.Join(m.OnTrainBegin(nil), m.OnEpochBegin(0, nil)); err != nil {
		t.Fatal(err)
	}
	for batch, loss := range []float64{1, 2, 0.5} {
		if err := m.OnTrainBatchEnd(batch, Logs{"loss": loss}); err != nil {
			t.Fatal(err)
		}
	}
	if want := []string{"save m.keras", "save m.keras"}; !slices.Equal(model.did, want) {
		t.Errorf("did %q, want %q", model.did, want)
	}
	if want := "\nEpoch 1: loss did not improve from 1.00000\n"; !strings.Contains(out.String(), want) {
		t.Errorf("printed %q, want in it %q", &out, want)
	}
}

// withoutWeights is a model that has no SaveWeights.
type withoutWeights struct{ Model }

// TestCheckpointErrors checks that every mistake is named.
func TestCheckpointErrors(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.Mkdir("folder.keras", 0o777); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		callback *ModelCheckpoint
		want     []string
	}{
		{&ModelCheckpoint{}, []string{`Filepath: received "", expected a name that ends in ".keras" or ".h5"`}},
		{&ModelCheckpoint{Filepath: "m.keras", Mode: "least", SaveFreq: -1},
			[]string{`Mode: received "least"`, `SaveFreq: received -1`}},
		{&ModelCheckpoint{Filepath: "m.keras", SaveWeightsOnly: true}, []string{`".weights.h5"`}},
		{&ModelCheckpoint{Filepath: "folder.keras"}, []string{`Filepath: received "folder.keras", which is a directory`}},
		{&ModelCheckpoint{Filepath: "m.weights.h5", SaveWeightsOnly: true},
			[]string{`SaveWeightsOnly: received true, but model "spy" can't save its weights alone`}},
		{&ModelCheckpoint{Filepath: "{acc:.2f}.keras"}, []string{`there is no "acc", expected one of epoch, loss`}},
		{&ModelCheckpoint{Filepath: "{epoch.keras"}, []string{`a brace stands alone`}},
		{&ModelCheckpoint{Filepath: "m.keras", SaveBestOnly: true, Monitor: "joy"}, []string{`Monitor: received "joy"`}},
	} {
		c.callback.SetModel(withoutWeights{&spy{}})
		err := c.callback.OnTrainBegin(nil)
		if err == nil {
			err = c.callback.OnEpochEnd(0, Logs{"loss": 1})
		}
		for _, want := range c.want {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%+v: error %v, want %q", c.callback, err, want)
			}
		}
	}
}

// FuzzFormatPath checks that no template makes it panic, and that one without
// braces stays what it is.
func FuzzFormatPath(f *testing.F) {
	for _, s := range []string{"m.keras", "{epoch:02d}-{val_loss:.2f}.keras", "{{}}", "{", "}", "{:}", "{epoch:é^9}", "{batch:999.999g}"} {
		f.Add(s, 1.5)
	}
	f.Fuzz(func(t *testing.T, template string, v float64) {
		got, err := formatPath(template, 3, 4, Logs{"loss": v, "val_loss": -v})
		if !strings.ContainsAny(template, "{}") && (err != nil || got != template) {
			t.Errorf("%q, error %v, want %q", got, err, template)
		}
	})
}

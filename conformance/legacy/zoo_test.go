package legacy

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/tensor"
)

// Every layer of every version: the JSON of a model of it is read, it gives what it gave,
// where it has no weights, and something of the same shape otherwise.
func TestZoo(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.zip")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		z, err := zip.OpenReader(path)
		if err != nil {
			t.Fatal(err)
		}
		defer z.Close()
		text, err := fs.ReadFile(z, "zoo.json")
		if errors.Is(err, fs.ErrNotExist) {
			continue // Keras 3, whose JSON is today's
		}
		b, err2 := fs.ReadFile(z, "zoo.npz")
		if err := errors.Join(err, err2); err != nil {
			t.Fatal(err)
		}
		arrays, err := tensor.ReadNPZ(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			t.Fatal(err)
		}
		var zoo map[string]string
		if err := json.Unmarshal(text, &zoo); err != nil {
			t.Fatal(err)
		}
		version := strings.TrimSuffix(filepath.Base(path), ".zip")
		if len(zoo) < 40 {
			t.Errorf("%s: received %d layers, expected 40 or more", version, len(zoo))
		}
		for _, name := range slices.Sorted(maps.Keys(zoo)) {
			t.Run(version+"/"+name, func(t *testing.T) {
				m, err := keras.FromJSON(zoo[name])
				if refused[name] != "" {
					if err == nil || !strings.Contains(err.Error(), refused[name]) {
						t.Fatalf("received %v, expected an error with %q", err, refused[name])
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				x, y := arrays[name+" x"], arrays[name+" y"]
				got, err := m.Predict(t.Context(), x)
				if err != nil {
					t.Fatal(err)
				}
				if !got.Shape().Equal(y.Shape()) {
					t.Errorf("received shape %v, expected %v", got.Shape(), y.Shape())
				}
				if m.CountParams() == 0 && !got.AllClose(y, 1e-5, 1e-5) {
					t.Errorf("received %v, expected %v", got, y)
				}
			})
		}
	}
}

// refused is what can't be read, and what the error says.
var refused = map[string]string{
	"Lambda":             "the code of a Python lambda",
	"LocallyConnected1D": "LocallyConnected1D of",
}

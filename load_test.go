package keras_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/tensor"
)

// saved returns the file of a model, with its members changed.
func saved(t *testing.T, m *keras.Model, change func(name, text string) string) []byte {
	t.Helper()
	var b, changed bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(&changed)
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		if s := change(f.Name, string(text)); s != "" {
			out, err := w.Create(f.Name)
			if err == nil {
				_, err = io.WriteString(out, s)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return changed.Bytes()
}

// inConfig replaces text in config.json, which has to be there.
func inConfig(t *testing.T, old, new string) func(name, text string) string {
	return func(name, text string) string {
		if name != "config.json" {
			return text
		}
		if !strings.Contains(text, old) {
			t.Errorf("config.json has no %s", old)
		}
		return strings.Replace(text, old, new, 1)
	}
}

func TestSaveUnbuilt(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m.keras")
	if err := keras.Sequential(&layers.Dense{Units: 3}).Save(path); err != nil {
		t.Fatal(err)
	}
	m, err := keras.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if m.InputShape() != nil {
		t.Errorf("the input has shape %v", m.InputShape())
	}
	y, err := m.Predict(context.Background(), tensor.New(tensor.Float32, 2, 5))
	if err != nil || !y.Shape().Equal(tensor.Shape{2, 3}) {
		t.Errorf("got %v, error %v", y, err)
	}
}

// Keras saves the size of the first batch for a model without an Input, and then
// takes batches of any size.
func TestLoadSizedBatch(t *testing.T) {
	data := saved(t, small(t), func(name, text string) string {
		if name == "config.json" {
			text = strings.ReplaceAll(text, "null,4]", "16,4]")
			text = strings.ReplaceAll(text, "null, 4]", "16, 4]")
		}
		return text
	})
	m, err := keras.Read(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.InputShape(); !got.Equal(tensor.Shape{16, 4}) {
		t.Fatalf("the input has shape %v, want (16, 4)", got)
	}
	x, y := blobs(t, 40)
	if _, err := m.Predict(context.Background(), x); err != nil {
		t.Error(err)
	}
	if _, err := m.TrainOnBatch(x, y, nil); err != nil {
		t.Error(err)
	}
}

func TestLoadFailures(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(name, text string) string
		err    string
	}{
		{"no weights", func(name, text string) string {
			if name == "model.weights.h5" {
				return ""
			}
			return text
		}, "the archive has no model.weights.h5"},
		{"other units", inConfig(t, `"units": 8`, `"units": 9`), `model.weights.h5: Dense "dense": group "layers/dense/vars": variable 0 (sequential/dense/kernel): received shape (4, 8), expected (4, 9)`},
		{"negative units", inConfig(t, `"units": 8`, `"units": -8`), `layer "dense" (Dense): Units: received -8, expected a positive number`},
		{"huge units", inConfig(t, `"units": 8`, `"units": 800000000000`), `layer "dense" (Dense): weight "kernel" of shape (4, 800000000000): it is larger than the file has room for`},
		{"overflowing units", inConfig(t, `"units": 8`, `"units": 4611686018427387904`), `it is too large`},
		{"unknown class", inConfig(t, `"class_name": "Dense"`, `"class_name": "Lambda"`), "Lambda"},
		{"unknown setting", inConfig(t, `"units": 8`, `"unit": 8`), "unit"},
		{"other optimizer", inConfig(t, `"class_name": "Adam"`, `"class_name": "SGD"`), "config.json"},
		{"no JSON", func(name, text string) string { return strings.TrimSuffix(text, "}") }, "config.json"},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := saved(t, small(t), test.change)
			_, err := keras.Read(bytes.NewReader(data), int64(len(data)))
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("got error %v, want %s", err, test.err)
			}
		})
	}
}

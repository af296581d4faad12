package keras_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/internal/hdf5"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// recordedFiles is the folder of files that Keras wrote; see write.py there.
const recordedFiles = "testdata/files/"

// expectation is what Keras says of a model in the folder.
type expectation struct {
	X, Y    []float32
	Predict []golden.Number
	Next    []golden.Number // losses of further steps of training
}

func expected(t *testing.T, name string) expectation {
	t.Helper()
	text, err := os.ReadFile(recordedFiles + name)
	if err != nil {
		t.Fatal(err)
	}
	var e expectation
	if err := json.Unmarshal(text, &e); err != nil {
		t.Fatal(err)
	}
	return e
}

// check holds a model's predictions to Keras's and, if its optimizer has gone on where it
// was, the losses of the next steps of training.
func (e expectation) check(t *testing.T, m *keras.Model, trained bool) {
	t.Helper()
	x, y := tensor.FromSlice(e.X, 8, 3), tensor.FromSlice(e.Y, 8, 2)
	got, err := m.Predict(context.Background(), x)
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range tensor.Data[float64](got.Cast(tensor.Float64)) {
		golden.CloseTo(t, v, e.Predict[i], 1e-5, 1e-6)
	}
	if !trained {
		return
	}
	for _, want := range e.Next {
		r, err := m.TrainOnBatch(x, y, nil)
		if err != nil {
			t.Fatal(err)
		}
		loss, _ := r.Get("loss")
		golden.CloseTo(t, loss, want, 1e-5, 1e-6)
	}
}

func TestRecordedModels(t *testing.T) {
	for name, expect := range map[string]string{
		"model.keras": "expected.json", "model.h5": "expected.json",
		"npz_keras3.15.keras": "npz_keras3.15.json", "npz_keras3.0.keras": "npz_keras3.0.json", "npz_tf2.15.keras": "npz_tf2.15.json",
	} {
		t.Run(name, func(t *testing.T) {
			m, err := keras.Load(recordedFiles + name)
			if err != nil {
				t.Fatal(err)
			}
			expected(t, expect).check(t, m, true)
		})
	}
}

func TestRecordedWeights(t *testing.T) {
	again := t.TempDir()
	for _, name := range []string{"model.keras", "model.h5", "one.weights.h5", "several.weights.json", "order.npz", "npz_keras3.15.keras"} {
		t.Run(name, func(t *testing.T) {
			m, err := keras.Load(recordedFiles+"model.keras", keras.LoadOptions{Compile: new(false)})
			if err != nil {
				t.Fatal(err)
			}
			zero := m.Weights()
			for _, w := range zero {
				w.Fill(0)
			}
			if err := m.SetWeights(zero); err != nil {
				t.Fatal(err)
			}
			if err := m.LoadWeights(recordedFiles + name); err != nil {
				t.Fatal(err)
			}
			e := expected(t, "expected.json")
			if strings.HasPrefix(name, "npz_") {
				e = expected(t, strings.TrimSuffix(name, "keras")+"json")
			}
			e.check(t, m, false)
			for _, ending := range []string{".weights.h5", ".weights.json", ".npz", ".h5"} {
				path := filepath.Join(again, name+ending)
				if err := m.SaveWeights(path); err != nil {
					t.Fatal(err)
				}
				if err := m.SetWeights(zero); err != nil {
					t.Fatal(err)
				}
				if err := m.LoadWeights(path); err != nil {
					t.Fatal(err)
				}
				e.check(t, m, false)
			}
		})
	}
}

// The optimizer goes on where it was, if the file has its state and it is of its kind.
func TestRecordedOptimizer(t *testing.T) {
	for _, name := range []string{"model.keras", "one.weights.h5", "several.weights.json"} {
		t.Run(name, func(t *testing.T) {
			m, err := keras.Load(recordedFiles + "model.keras")
			if err != nil {
				t.Fatal(err)
			}
			fresh, err := keras.CloneModel(m)
			if err != nil {
				t.Fatal(err)
			}
			if err := fresh.Compile(keras.CompileOptions{Optimizer: &optimizers.Adam{}, Loss: losses.Name("mse")}); err != nil {
				t.Fatal(err)
			}
			if err := fresh.LoadWeights(recordedFiles + name); err != nil {
				t.Fatal(err)
			}
			expected(t, "expected.json").check(t, fresh, true)
		})
	}
}

// Several files are those that Keras writes: the index byte by byte, and in each file the
// same groups, names and arrays.
func TestShardsAsKeras(t *testing.T) {
	m, err := keras.Load(recordedFiles + "model.keras")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := m.SaveWeights(filepath.Join(folder, "several.weights.json"), keras.SaveWeightsOptions{MaxShardSize: 70. / (1 << 30)}); err != nil {
		t.Fatal(err)
	}
	want, err := filepath.Glob(recordedFiles + "several*")
	if err != nil || len(want) != 9 {
		t.Fatalf("found %v, error %v", want, err)
	}
	written, err := os.ReadDir(folder)
	if err != nil || len(written) != len(want) {
		t.Errorf("wrote %d files, want %d, error %v", len(written), len(want), err)
	}
	for _, path := range want {
		a, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(folder, filepath.Base(path)))
		if err != nil {
			t.Error(err)
			continue
		}
		if strings.HasSuffix(path, ".h5") {
			a, b = []byte(described(t, a)), []byte(described(t, b))
		}
		if !bytes.Equal(a, b) {
			t.Errorf("%s: received\n%s\nexpected\n%s", path, b, a)
		}
	}
}

// described tells what is in an HDF5 file.
func described(t *testing.T, data []byte) string {
	t.Helper()
	f, err := hdf5.Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for o, err := range f.Walk() {
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(&b, o.Path())
		if name, err := hdf5.Attr[string](o, "name"); err == nil {
			fmt.Fprintf(&b, " named %s", name)
		}
		if d, ok := o.(*hdf5.Dataset); ok {
			values, err := hdf5.Read[float64](d)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(&b, d.Shape(), d.Type(), values)
		}
		fmt.Fprintln(&b)
	}
	return b.String()
}

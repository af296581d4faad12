package keras_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/hdf5"
	"github.com/gokeras/keras/layers"
)

// h5 writes a .h5 file of Keras 2 with a config and no weights, and returns its path.
func h5(t *testing.T, model string) string {
	t.Helper()
	w := hdf5.NewWriter()
	w.Root().SetAttr("keras_version", []byte("2.2.4"))
	w.Root().SetAttr("model_config", []byte(model))
	w.Group("model_weights").SetStrings("layer_names", nil)
	path := filepath.Join(t.TempDir(), "m.h5")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := w.WriteTo(f); err != nil {
		t.Fatal(err)
	}
	return path
}

// What is unknown is named, all of it.
func TestLoadH5Unsupported(t *testing.T) {
	path := h5(t, `{"class_name": "Sequential", "config": [
		{"class_name": "Highway", "config": {"name": "highway_1", "batch_input_shape": [null, 4]}},
		{"class_name": "Dense", "config": {"name": "dense_1", "units": 2}},
		{"class_name": "MaxoutDense", "config": {"name": "maxout_1"}},
		{"class_name": "Lambda", "config": {"name": "double", "function": ["4wEAAAAA", null, null], "function_type": "lambda"}}]}`)
	_, err := keras.Load(path)
	for _, want := range []string{path, `Highway of "highway_1"`, `MaxoutDense of "maxout_1"`, `"double"`, "the code of a Python lambda"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("received %v, expected an error with %q", err, want)
		}
	}
	if _, ok := errors.AsType[*config.UnsupportedError](err); !ok {
		t.Errorf("received %T, expected a *config.UnsupportedError in it", err)
	}
}

// A file of weights alone isn't a model, and one without Keras's names isn't either.
func TestLoadH5Failures(t *testing.T) {
	m := small(t)
	path := filepath.Join(t.TempDir(), "w.h5")
	if err := m.SaveWeights(path); err != nil {
		t.Fatal(err)
	}
	if _, err := keras.Load(path); err == nil || !strings.Contains(err.Error(), "make the model and call LoadWeights") {
		t.Errorf("received %v, expected a hint at LoadWeights", err)
	}
	path = filepath.Join(t.TempDir(), "m.weights.h5")
	if err := m.SaveWeights(path); err != nil {
		t.Fatal(err)
	}
	if _, err := keras.Load(path); err == nil || !strings.Contains(err.Error(), "weights alone") {
		t.Errorf("received %v, expected an error with weights alone", err)
	}
	if err := m.LoadWeights(path, keras.LoadWeightsOptions{ByName: true}); err == nil || !strings.Contains(err.Error(), "ByName") {
		t.Errorf("received %v, expected an error with ByName", err)
	}
}

func TestLoadWeightsH5(t *testing.T) {
	dense := func(name string, units int) layers.Layer {
		return &layers.Dense{Units: units, Base: layers.Named(name)}
	}
	from := keras.Sequential(keras.Input(3), dense("a", 4), dense("b", 4), dense("c", 2))
	path := filepath.Join(t.TempDir(), "w.h5")
	if err := from.SaveWeights(path); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		to    *keras.Model
		o     keras.LoadWeightsOptions
		taken []int // which layers of the file those of the model have their weights of, -1 for none
		err   string
	}{
		{"in order", keras.Sequential(keras.Input(3), dense("x", 4), &layers.Dropout{}, dense("y", 4), dense("z", 2)), keras.LoadWeightsOptions{}, []int{0, -1, 1, 2}, ""},
		{"too few", keras.Sequential(keras.Input(3), dense("a", 4)), keras.LoadWeightsOptions{}, nil, "received 3 layers with weights, expected 1"},
		{"other shape", keras.Sequential(keras.Input(3), dense("x", 4), dense("y", 5), dense("z", 2)), keras.LoadWeightsOptions{}, nil, `Dense "y": group "b": weight sequential/y/kernel: received shape (4, 4), expected (4, 5)`},
		{"skipped", keras.Sequential(keras.Input(3), dense("x", 4), dense("y", 5), dense("z", 2)), keras.LoadWeightsOptions{SkipMismatch: true}, []int{0, -1, -1}, ""},
		{"by name", keras.Sequential(keras.Input(3), dense("a", 4), dense("other", 4), dense("b", 4)), keras.LoadWeightsOptions{ByName: true}, []int{0, -1, 1}, ""},
		{"by name, other shape", keras.Sequential(keras.Input(3), dense("b", 4)), keras.LoadWeightsOptions{ByName: true}, nil, `Dense "b": group "b"`},
		{"by name, skipped", keras.Sequential(keras.Input(3), dense("c", 4), dense("b", 4)), keras.LoadWeightsOptions{ByName: true, SkipMismatch: true}, []int{-1, 1}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := c.to.Weights()
			err := c.to.LoadWeights(path, c.o)
			if c.err != "" {
				if err == nil || !strings.Contains(err.Error(), c.err) {
					t.Errorf("received %v, expected %q", err, c.err)
				}
				for i, w := range c.to.Weights() {
					if !w.Equal(before[i]) {
						t.Errorf("weight %d has changed", i)
					}
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for i, l := range c.to.Layers() {
				if c.taken[i] < 0 || len(layers.Weights(l)) == 0 {
					continue
				}
				got, want := layers.Weights(l), layers.Weights(from.Layers()[c.taken[i]])
				for j := range got {
					if !got[j].Store().Equal(want[j].Store()) {
						t.Errorf("layer %d, weight %d isn't that of the file", i, j)
					}
				}
			}
		})
	}
}

// A config that no attribute of an object header has room for.
func TestSaveH5Large(t *testing.T) {
	m := keras.Sequential(keras.Input(2))
	for i := range 300 {
		m.Add(&layers.Dense{Units: 2, Base: layers.Named(fmt.Sprintf("layer_of_a_long_name_%060d", i))})
	}
	path := filepath.Join(t.TempDir(), "m.h5")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	again, err := keras.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	want := m.Weights()
	for i, w := range again.Weights() {
		if !w.Equal(want[i]) {
			t.Fatalf("weight %d differs", i)
		}
	}
}

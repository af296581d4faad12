package keras_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// adam returns a compiled model whose weights, with the state of Adam, take 3.6 MB.
func adam(t *testing.T) *keras.Model {
	m := keras.Sequential(keras.Input(400), &layers.Dense{Units: 700}, &layers.Dense{Units: 20})
	if err := m.Compile(keras.CompileOptions{Loss: losses.Name("mse"), Optimizer: &optimizers.Adam{}}); err != nil {
		t.Fatal(err)
	}
	return m
}

// allocated returns how many bytes a call of f allocates, the least of several calls.
func allocated(f func()) uint64 {
	least := ^uint64(0)
	for range 5 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f()
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return least
}

// Weights are read into their place: loading allocates little more than the file has.
func TestLoadInPlace(t *testing.T) {
	m := adam(t)
	folder := t.TempDir()
	for name, load := range map[string]func(path string) error{
		"m.keras":      func(path string) error { _, err := keras.Load(path); return err },
		"m.weights.h5": func(path string) error { return m.LoadWeights(path) },
	} {
		path := filepath.Join(folder, name)
		if err := saveTo(m, path); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		n := allocated(func() {
			if err := load(path); err != nil {
				t.Error(err)
			}
		})
		if ratio := float64(n) / float64(info.Size()); ratio > 1.3 {
			t.Errorf("%s: %d bytes allocated for a file of %d, %.2f times as many", name, n, info.Size(), ratio)
		}
	}
}

// A file in which the last value can't be taken changes nothing.
func TestLoadWeightsAllOrNone(t *testing.T) {
	m, other := adam(t), adam(t)
	path := filepath.Join(t.TempDir(), "m.weights.h5")
	write := func(iteration *tensor.Tensor) {
		state := []*tensor.Tensor{iteration}
		for _, v := range optimizers.Variables(other.Optimizer())[1:] {
			state = append(state, v.Store())
		}
		if err := kerasfile.WriteFile(path, kerasfile.WeightsFile{
			{Path: "layers/dense", Tensors: other.Weights()[:2]},
			{Path: "layers/dense_1", Tensors: other.Weights()[2:]},
			{Path: "optimizer", Tensors: state},
		}); err != nil {
			t.Fatal(err)
		}
	}
	write(tensor.Scalar[int64](1 << 40))
	before := m.Weights()
	if err := m.LoadWeights(path); err == nil || !strings.Contains(err.Error(), `optimizer "adam": group "optimizer/vars": hdf5: /optimizer/vars/0: element 0 of type int64 isn't a int32`) {
		t.Errorf("received the error %v", err)
	}
	for i, w := range m.Weights() {
		if !equal(w, before[i]) {
			t.Errorf("weight %d has changed", i)
		}
	}
	write(tensor.Scalar[int64](7))
	if err := m.LoadWeights(path); err != nil {
		t.Fatal(err)
	}
	for i, w := range m.Weights() {
		if !equal(w, other.Weights()[i]) {
			t.Errorf("weight %d isn't that of the file", i)
		}
	}
}

package keras_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/tensor"
)

func TestWeightsFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "m.weights.h5")
	model := func(units int) *keras.Model {
		return keras.Sequential(keras.Input(3), &layers.Dense{Units: 4}, &layers.Dense{Units: units})
	}
	a, b, other := model(2), model(2), model(5)
	if err := a.Compile(keras.CompileOptions{Loss: losses.Name("mse")}); err != nil {
		t.Fatal(err)
	}
	if err := a.SaveWeights(path); err != nil {
		t.Fatal(err)
	}
	if err := b.LoadWeights(path); err != nil {
		t.Fatal(err)
	}
	for i, w := range b.Weights() {
		if !equal(w, a.Weights()[i]) {
			t.Errorf("weight %d: received %v, expected %v", i, w, a.Weights()[i])
		}
	}
	before := other.Weights()
	err := other.LoadWeights(path)
	if err == nil || !strings.Contains(err.Error(), `Dense "dense_1": group "layers/dense_1/vars": variable 0 (sequential/dense_1/kernel): received shape (4, 2), expected (4, 5)`) {
		t.Errorf("received the error %v", err)
	}
	for i, w := range other.Weights() {
		if !equal(w, before[i]) {
			t.Errorf("weight %d has changed", i)
		}
	}
	if err := other.LoadWeights(path, keras.LoadWeightsOptions{SkipMismatch: true}); err != nil {
		t.Error(err)
	}
	if w := other.Weights(); !equal(w[0], a.Weights()[0]) || !equal(w[2], before[2]) {
		t.Errorf("received %v, expected the first layer's weights of the file", w)
	}
	if err := a.SaveWeights("m.txt"); err == nil || !strings.Contains(err.Error(), `received "m.txt", expected a name that ends in `) {
		t.Errorf("received the error %v", err)
	}
}

func equal(a, b *tensor.Tensor) bool {
	return a.Shape().Equal(b.Shape()) && string(a.Bytes()) == string(b.Bytes())
}

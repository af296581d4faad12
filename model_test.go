package keras_test

import (
	"bytes"
	"context"
	"path/filepath"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// blobs returns n points of two classes that a line tells apart, as rows of 4
// numbers, and their classes as rows of 2.
func blobs(t testing.TB, n int) (x, y *tensor.Tensor) {
	t.Helper()
	rows, class := make([]float32, 4*n), make([]int32, n)
	g := random.New(7)
	g.Uniform(rows, -1, 1)
	for i := range class {
		if rows[4*i]+rows[4*i+1] > 0 {
			class[i] = 1
		}
	}
	y, err := keras.ToCategorical(tensor.FromSlice(class), 2)
	if err != nil {
		t.Fatal(err)
	}
	return tensor.FromSlice(rows, n, 4), y
}

func small(t testing.TB) *keras.Model {
	t.Helper()
	keras.SetRandomSeed(1)
	m := keras.Sequential(keras.Input(4),
		&layers.Dense{Units: 8},
		&layers.Activation{Activation: "sigmoid"},
		&layers.Dense{Units: 2, Activation: activations.Softmax},
	)
	err := m.Compile(keras.CompileOptions{
		Loss:      &losses.CategoricalCrossentropy{},
		Optimizer: &optimizers.Adam{LearningRate: .05},
		Metrics:   []metrics.Metric{&metrics.Accuracy{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestFitEvaluatePredictSaveLoad(t *testing.T) {
	ctx := context.Background()
	m := small(t)
	x, y := blobs(t, 200)
	history, err := m.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{BatchSize: 32, Epochs: 30, Verbose: new(0), ValidationSplit: .2})
	if err != nil {
		t.Fatal(err)
	}
	losses := history.History["loss"]
	if len(losses) != 30 || losses[29] > losses[0]/2 {
		t.Errorf("loss went from %v to %v in %d epochs", losses[0], losses[len(losses)-1], len(losses))
	}
	score, err := m.Evaluate(ctx, keras.Arrays(x, y), keras.EvaluateOptions{Verbose: new(0)})
	if err != nil {
		t.Fatal(err)
	}
	if a, ok := score.Get("accuracy"); !ok || a < .95 || score[0].Name != "loss" {
		t.Errorf("score is %v", score)
	}
	want, err := m.Predict(ctx, x)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "m.keras")
	if err := m.Save(path); err != nil {
		t.Fatal(err)
	}
	again, err := keras.Load(path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := again.Predict(ctx, x)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Error("the loaded model predicts other bits")
	}
	r1, err := m.TrainOnBatch(x, y, nil)
	if err != nil {
		t.Fatal(err)
	}
	r2, err := again.TrainOnBatch(x, y, nil)
	if err != nil {
		t.Fatal(err)
	}
	w1, w2 := m.Weights(), again.Weights()
	for i := range w1 {
		if !bytes.Equal(w1[i].Bytes(), w2[i].Bytes()) {
			t.Errorf("after one more step weight %d differs", i)
		}
	}
	if r1.String() != r2.String() {
		t.Errorf("one more step: %v and %v", r1, r2)
	}
}

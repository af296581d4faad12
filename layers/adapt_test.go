package layers_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// TestAdaptGolden holds what layers take from data to what Keras takes, before and after
// they are built.
func TestAdaptGolden(t *testing.T) {
	for _, c := range golden.Load[stepCase](t, "more_layers") {
		if c.Adapted == nil {
			continue
		}
		for _, built := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, built %v", c.Name, built), func(t *testing.T) { c.adapt(t, built) })
		}
	}
}

func (c stepCase) adapt(t *testing.T, built bool) {
	l, err := config.Decode[layers.Layer](c.Layer)
	if err != nil {
		t.Fatal(err)
	}
	var batches []*tensor.Tensor
	for _, b := range c.Batches {
		batches = append(batches, b.Tensor(t))
	}
	in := append(tensor.Shape{tensor.Unknown}, batches[0].Shape()[1:]...)
	build := func() {
		if err := layers.Build(l, "", random.New(1), in); err != nil {
			t.Fatal(err)
		}
	}
	if built {
		build()
	}
	// The second time nothing is left of the first.
	for range 2 {
		if err := l.(layers.Adapter).Adapt(context.Background(), batches...); err != nil {
			t.Fatal(err)
		}
	}
	build()
	if d, ok := l.(*layers.Discretization); ok {
		boundaries := make([]float32, len(d.BinBoundaries))
		for i, b := range d.BinBoundaries {
			boundaries[i] = float32(b)
		}
		golden.Close(t, boundaries, c.Adapted[0], 0, 0)
		return
	}
	for i, want := range c.Adapted {
		golden.Close(t, tensor.Data[float32](layers.Weights(l)[i].Store()), want, 1e-6, 1e-6)
	}
}

func TestAdaptMistakes(t *testing.T) {
	ctx := context.Background()
	x := tensor.New(tensor.Float32, 4, 3)
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	adapt := func(l layers.Adapter, batches ...*tensor.Tensor) error { return l.Adapt(ctx, batches...) }
	broken := func(yield func(*tensor.Tensor, error) bool) { yield(nil, errors.New("no disk")) }
	fixed := &layers.Normalization{}
	if err := layers.Build(fixed, "", random.New(1), shape{tensor.Unknown, 2}); err != nil {
		t.Fatal(err)
	}
	for want, err := range map[string]error{
		"Adapt: received no batches, expected at least one":                                     adapt(&layers.Normalization{}),
		"Adapt: batch 1: received no numbers, expected some":                                    adapt(&layers.Normalization{}, x, tensor.New(tensor.Float32, 0, 3)),
		"Adapt: batch 0: received no numbers":                                                   adapt(&layers.Normalization{}, nil),
		"Adapt: received a batch of shape (4, 2), expected sizes (3,) along its axes":           adapt(&layers.Normalization{}, x, tensor.New(tensor.Float32, 4, 2)),
		"Axis: received 2, expected an axis of an input of shape (4, 3)":                        adapt(&layers.Normalization{Axis: new(2)}, x),
		"Adapt: received data for a layer with a Mean":                                          adapt(&layers.Normalization{Mean: 1, Variance: 2}, x),
		"Adapt: received a batch of shape (4, 3), expected sizes (2,) along its axes as before": adapt(fixed, x),
		"Adapt: NumBins: received 0, expected a positive number":                                adapt(&layers.Discretization{BinBoundaries: []float64{1}}, x),
		`layer "d" (Discretization): NumBins: received -1`:                                      adapt(&layers.Discretization{NumBins: -1, Base: layers.Named("d")}, x),
		"context canceled": (&layers.Discretization{NumBins: 2}).Adapt(cancelled, x),
		"no disk":          (&layers.Discretization{NumBins: 2}).AdaptAll(ctx, broken),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("received %v, expected an error with %q", err, want)
		}
	}
	adapted := &layers.Normalization{}
	if err := adapted.Adapt(ctx, x); err != nil {
		t.Fatal(err)
	}
	const want = "input: received shape (None, 2), expected sizes (3,) along its axes, as Adapt found"
	if err := layers.Build(adapted, "", random.New(1), shape{tensor.Unknown, 2}); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("received %v, expected an error with %q", err, want)
	}
}

// ExampleNormalization_Adapt takes mean and variance from data.
func ExampleNormalization_Adapt() {
	ctx := context.Background()
	normalization := &layers.Normalization{}
	data := tensor.FromSlice([]float32{0, 7, 4, 2, 9, 6, 0, 7, 4, 2, 9, 6}, 4, 3)
	if err := normalization.Adapt(ctx, data); err != nil {
		fmt.Println(err)
		return
	}
	model := keras.Sequential(keras.Input(3), normalization)
	y, err := model.Predict(ctx, tensor.FromSlice([]float32{0, 7, 4}, 1, 3))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tensor.Data[float32](y))
	// Output:
	// [-1 -1 -1]
}

// ExampleDiscretization_Adapt finds boundaries between which there are as many numbers.
func ExampleDiscretization_Adapt() {
	bins := &layers.Discretization{NumBins: 4}
	data := make([]float32, 100)
	for i := range data {
		data[i] = float32(i * i)
	}
	if err := bins.Adapt(context.Background(), tensor.FromSlice(data, 100, 1)); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.0f\n", bins.BinBoundaries)
	// Output:
	// [576 2401 5476]
}

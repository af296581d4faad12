package main

import (
	"math"
	"slices"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/tensor"
)

func TestFaults(t *testing.T) {
	m := keras.Sequential(keras.Input(2), &layers.Dense{Units: 3, Base: layers.Named("d")})
	if err := m.Build(nil); err != nil {
		t.Fatal(err)
	}
	set := func(kernel []float32, bias []float32) {
		if err := m.SetWeights([]*tensor.Tensor{tensor.FromSlice(kernel, 2, 3), tensor.FromSlice(bias, 3)}); err != nil {
			t.Fatal(err)
		}
	}
	nan, inf := float32(math.NaN()), float32(math.Inf(-1))
	for _, c := range []struct {
		kernel, bias []float32
		want         []string
		bad          bool
	}{
		{[]float32{1, 2, 3, 4, 0, 6}, []float32{0, 0, 0}, []string{}, false},
		{[]float32{1, 0, 3, 4, 0, 6}, []float32{0, 0, 0}, []string{"sequential/d/kernel: 1 of 3 units are dead: all their weights are 0"}, false},
		{[]float32{1, nan, 3, inf, 0, 6}, []float32{nan, 0, 0}, []string{
			"sequential/d/kernel: 1 NaN and 1 infinite of 6 elements", "sequential/d/bias: 1 NaN and 0 infinite of 3 elements",
		}, true},
	} {
		set(c.kernel, c.bias)
		if got, bad := faults(m); !slices.Equal(got, c.want) || bad != c.bad {
			t.Errorf("%v %v: received %q, %v, expected %q, %v", c.kernel, c.bias, got, bad, c.want, c.bad)
		}
	}
}

func TestStatistics(t *testing.T) {
	nan := float32(math.NaN())
	got := statisticsOf("a", tensor.FromSlice([]float32{1e6, 1e6 + 1, nan, 1e6 + 2}, 4))
	if want := math.Sqrt(2. / 3); got.Min != 1e6 || got.Max != 1e6+2 || got.Mean != 1e6+1 || math.Abs(got.Std-want) > 1e-12 || got.NaNs != 1 {
		t.Errorf("received %+v, expected a mean of 1000001 and a standard deviation of %v", got, want)
	}
}

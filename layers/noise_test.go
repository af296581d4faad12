package layers_test

import (
	"math"
	"testing"

	"github.com/gokeras/keras/kerastest"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/tensor"
)

// noisy is a case of a layer that does something at random in training.
func noisy(in shape, make func() layers.Layer) kerastest.LayerCase {
	c := plain(in, make)
	c.TrainingDiffers = true
	return c
}

func TestNoise(t *testing.T) {
	layerCases{
		"GaussianNoise": with(noisy(shape{20}, func() layers.Layer { return &layers.GaussianNoise{Stddev: .5} }), map[string]layers.Layer{
			"Stddev: received -0.1, expected a number between 0 and 1": &layers.GaussianNoise{Stddev: -.1},
			"Stddev: received 1.5, expected a number between 0 and 1":  &layers.GaussianNoise{Stddev: 1.5},
		}),
		"GaussianNoise none": plain(shape{2, 20}, func() layers.Layer { return &layers.GaussianNoise{} }),
		"GaussianDropout": with(noisy(shape{20}, func() layers.Layer { return &layers.GaussianDropout{Rate: .5} }), map[string]layers.Layer{
			"Rate: received -0.1, expected a number from 0 to below 1": &layers.GaussianDropout{Rate: -.1},
			"Rate: received 1, expected a number from 0 to below 1":    &layers.GaussianDropout{Rate: 1},
		}),
		"GaussianDropout none": plain(shape{2, 20}, func() layers.Layer { return &layers.GaussianDropout{} }),
		"AlphaDropout": with(noisy(shape{20}, func() layers.Layer { return &layers.AlphaDropout{Rate: .5} }), map[string]layers.Layer{
			"Rate: received 1, expected a number from 0 to below 1":                       &layers.AlphaDropout{Rate: 1},
			"NoiseShape[0]: received 0, expected a positive number or tensor.Unknown":     &layers.AlphaDropout{Rate: .5, NoiseShape: shape{0, 1}},
			"NoiseShape: received (1,), expected 2 axes for an input of shape (None, 20)": &layers.AlphaDropout{Rate: .5, NoiseShape: shape{1}},
		}),
		"AlphaDropout none": plain(shape{2, 20}, func() layers.Layer { return &layers.AlphaDropout{} }),
		"AlphaDropout noise shape": noisy(shape{5, 6}, func() layers.Layer {
			return &layers.AlphaDropout{Rate: .25, NoiseShape: shape{tensor.Unknown, 1, 6}, Seed: new(int64(3))}
		}),
	}.run(t)
}

// TestNoiseStatistics compares mean and deviation of what the layers make in training of
// many equal numbers to what they should be.
func TestNoiseStatistics(t *testing.T) {
	const n = 40000
	limit := -1.7580993408473766
	factor := func(rate float64) float64 { return 1 / math.Sqrt((1-rate)*(1+rate*limit*limit)) }
	for _, tt := range []struct {
		name         string
		layer        func() layers.Layer
		x            float64
		mean, stddev float64
	}{
		{"GaussianNoise", func() layers.Layer { return &layers.GaussianNoise{Stddev: .3, Seed: new(int64(1))} }, 2, 2, .3},
		{"GaussianDropout", func() layers.Layer { return &layers.GaussianDropout{Rate: .2, Seed: new(int64(1))} }, 2, 2, 2 * .5},
		{"AlphaDropout", func() layers.Layer { return &layers.AlphaDropout{Rate: .2, Seed: new(int64(1))} }, 2,
			factor(.2) * (.8*2 + .2*limit - .2*limit), factor(.2) * (2 - limit) * math.Sqrt(.2*.8)},
	} {
		x := tensor.New(tensor.Float32, 100, n/100)
		for i := range tensor.Data[float32](x) {
			tensor.Data[float32](x)[i] = float32(tt.x)
		}
		y := tensor.Data[float32](apply(t, tt.layer(), true, x)[0])
		mean, square, third := 0.0, 0.0, 0.0
		for _, v := range y {
			mean += float64(v) / n
		}
		for _, v := range y {
			d := float64(v) - mean
			square += d * d / n
			third += d * d * d / n
		}
		stddev := math.Sqrt(square)
		if math.Abs(mean-tt.mean) > 5*tt.stddev/math.Sqrt(n) || math.Abs(stddev/tt.stddev-1) > 5/math.Sqrt(n) {
			t.Errorf("%s: received mean %v and deviation %v, expected %v and %v", tt.name, mean, stddev, tt.mean, tt.stddev)
		}
		if tt.name != "AlphaDropout" {
			if skew := third / (square * stddev); math.Abs(skew) > .1 {
				t.Errorf("%s: received skewness %v, expected 0", tt.name, skew)
			}
			var near int
			for _, v := range y {
				if math.Abs(float64(v)-mean) < stddev {
					near++
				}
			}
			if share := float64(near) / n; math.Abs(share-.6827) > .012 {
				t.Errorf("%s: received %v of the numbers within a deviation, expected 0.6827", tt.name, share)
			}
		}
		again := tensor.Data[float32](apply(t, tt.layer(), true, x)[0])
		for i, v := range again {
			if v != y[i] {
				t.Errorf("%s: received other numbers with the same seed", tt.name)
				break
			}
		}
	}
}

// TestAlphaDropoutNoiseShape drops whole columns of a sample.
func TestAlphaDropoutNoiseShape(t *testing.T) {
	l := &layers.AlphaDropout{Rate: .5, NoiseShape: shape{tensor.Unknown, 1, 8}}
	y := tensor.Data[float32](apply(t, l, true, tensor.New(tensor.Float32, 3, 4, 8))[0])
	seen := map[float32]bool{}
	for i, v := range y {
		seen[v] = true
		if first := y[i/32*32+i%8]; v != first {
			t.Fatalf("received %v and %v in a column, expected the same", first, v)
		}
	}
	if len(seen) != 2 {
		t.Errorf("received the values %v, expected two", seen)
	}
}

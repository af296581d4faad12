package layers_test

import (
	"testing"

	"github.com/gokeras/keras/kerastest"
	"github.com/gokeras/keras/layers"
)

func TestNormalization(t *testing.T) {
	of := func(n layers.Normalization, in shape, weights ...string) kerastest.LayerCase {
		c := plain(in, func() layers.Layer { c := n; return &c })
		c.Weights = append([]string{}, weights...)
		return c
	}
	all := []string{"mean", "variance", "count"}
	layerCases{
		"rows": with(of(layers.Normalization{}, shape{4}, all...), map[string]layers.Layer{
			"Axis: received 2, expected an axis of an input of shape (None, 4)":        &layers.Normalization{Axis: new(2)},
			"input: received shape (None, 4), expected a size of axis 0 that is known": &layers.Normalization{Axis: new(0)},
			"Axes: received [1] beside an Axis of 1, expected one of the two":          &layers.Normalization{Axis: new(1), Axes: []int{1}},
			"Mean, Variance: received 1 and <nil>, expected both or none":              &layers.Normalization{Mean: 1.0},
			"Mean, Variance: received shapes (2,) and (), expected the same":           &layers.Normalization{Mean: []float64{1, 2}, Variance: 3.0},
			"Mean: received shape (1, 1), expected no more axes than the layer has":    &layers.Normalization{Mean: [][]float64{{1}}, Variance: [][]float64{{1}}},
			"Mean: received shape (1,), expected no more axes than the layer has":      &layers.Normalization{Axes: []int{}, Mean: []float64{1}, Variance: []float64{1}},
			"Mean: received shape (3,), expected one that can be broadcast to (4,)":    &layers.Normalization{Mean: []float64{1, 2, 3}, Variance: []float64{1, 2, 3}},
			"Mean: received many, expected a number or lists of numbers":               &layers.Normalization{Mean: "many", Variance: 1},
			"Variance: received true, expected a number or lists of numbers":           &layers.Normalization{Mean: 1, Variance: true},
			"Mean: received [1 [2]], expected lists of one length":                     &layers.Normalization{Mean: []any{1.0, []any{2.0}}, Variance: 1},
			"Mean: received an empty list, expected numbers":                           &layers.Normalization{Mean: []any{}, Variance: 1},
		}),
		"all":    of(layers.Normalization{Axes: []int{}}, shape{3, 4}, all...),
		"axes":   of(layers.Normalization{Axes: []int{1, -1}}, shape{3, 2, 4}, all...),
		"number": of(layers.Normalization{Mean: 0, Variance: .25}, shape{4}),
		"list":   of(layers.Normalization{Mean: []float64{1, 2, 3, 4}, Variance: []float64{1, 2, 3, 4}, Invert: true}, shape{4}),
		"nested": of(layers.Normalization{Axes: []int{1, 2}, Mean: [][]float64{{1, 2}}, Variance: [][]float64{{3, 4}}}, shape{3, 2}),
	}.run(t)
}

func TestDiscretization(t *testing.T) {
	bins := []float64{-.5, 0, .5}
	of := func(mode string, in, out shape) kerastest.LayerCase {
		return kerastest.LayerCase{
			New:   func() layers.Layer { return &layers.Discretization{BinBoundaries: bins, OutputMode: mode} },
			Input: in, Output: out, Weights: []string{},
		}
	}
	layerCases{
		"int": with(of("", shape{3}, shape{3}), map[string]layers.Layer{
			"NumBins: received -1, expected a positive number":                                     &layers.Discretization{NumBins: -1},
			"NumBins: received 0, expected a positive number, or BinBoundaries":                    &layers.Discretization{},
			"BinBoundaries: received [1 0], expected numbers in growing order":                     &layers.Discretization{BinBoundaries: []float64{1, 0}},
			"Epsilon: received 1, expected a number from 0 to below 1":                             &layers.Discretization{NumBins: 3, Epsilon: 1},
			`OutputMode: received "ints", expected "int", "one_hot", "multi_hot" or "count"`:       &layers.Discretization{NumBins: 3, OutputMode: "ints"},
			"Sparse: received true, expected false":                                                &layers.Discretization{NumBins: 3, Sparse: true},
			"BinBoundaries: received none, expected them to be given or Adapt to be called before": &layers.Discretization{NumBins: 3},
		}),
		"one_hot":   of("one_hot", shape{3}, shape{3, 4}),
		"one":       of("one_hot", shape{1}, shape{4}),
		"multi_hot": of("multi_hot", shape{3}, shape{4}),
		"count":     of("count", shape{3, 2}, shape{2, 4}),
	}.run(t)
}

func TestImageGolden(t *testing.T) { testGolden(t, "image_layers") }

func TestResizing(t *testing.T) {
	layerCases{
		"smaller": {
			New:   func() layers.Layer { return &layers.Resizing{Height: 2, Width: 3} },
			Input: shape{5, 4, 2}, Output: shape{2, 3, 2}, Weights: []string{},
			Mistakes: map[string]layers.Layer{
				"Height: received 0, expected a positive number":  &layers.Resizing{Width: 3},
				"Width: received -1, expected a positive number":  &layers.Resizing{Height: 2, Width: -1},
				`Interpolation: received "cubic"`:                 &layers.Resizing{Height: 2, Width: 3, Interpolation: "cubic"},
				"PadToAspectRatio: received true, expected false": &layers.Resizing{Height: 2, Width: 3, CropToAspectRatio: true, PadToAspectRatio: true},
				`FillMode: received "wrap", expected "constant"`:  &layers.Resizing{Height: 2, Width: 3, FillMode: "wrap"},
				`DataFormat: received "x"`:                        &layers.Resizing{Height: 2, Width: 3, DataFormat: "x"},
			},
		},
		"first": {
			New: func() layers.Layer {
				return &layers.Resizing{Height: 6, Width: 3, DataFormat: "channels_first", Interpolation: "nearest"}
			},
			Input: shape{2, 5, 4}, Output: shape{2, 6, 3},
		},
		"padded": {
			New: func() layers.Layer {
				return &layers.Resizing{Height: 3, Width: 3, PadToAspectRatio: true, FillValue: .5}
			},
			Input: shape{5, 4, 1}, Output: shape{3, 3, 1},
		},
	}.run(t)
}

func TestCenterCrop(t *testing.T) {
	layerCases{
		"smaller": {
			New:   func() layers.Layer { return &layers.CenterCrop{Height: 2, Width: 3} },
			Input: shape{5, 4, 2}, Output: shape{2, 3, 2}, Weights: []string{},
			Mistakes: map[string]layers.Layer{
				"Height: received 0, expected a positive number": &layers.CenterCrop{Width: 3},
				`DataFormat: received "x"`:                       &layers.CenterCrop{Height: 2, Width: 3, DataFormat: "x"},
			},
		},
		"larger": {
			New:   func() layers.Layer { return &layers.CenterCrop{Height: 6, Width: 3} },
			Input: shape{5, 4, 2}, Output: shape{6, 3, 2},
		},
	}.run(t)
}

func TestCategoryEncoding(t *testing.T) {
	of := func(mode string, in, out shape) kerastest.LayerCase {
		return kerastest.LayerCase{
			New:   func() layers.Layer { return &layers.CategoryEncoding{NumTokens: 4, OutputMode: mode} },
			Input: in, Output: out, Weights: []string{},
		}
	}
	layerCases{
		"multi_hot": with(of("", shape{3}, shape{4}), map[string]layers.Layer{
			"NumTokens: received 0, expected a positive number":                      &layers.CategoryEncoding{},
			`OutputMode: received "int", expected "one_hot", "multi_hot" or "count"`: &layers.CategoryEncoding{NumTokens: 3, OutputMode: "int"},
		}),
		"one_hot": of("one_hot", shape{3}, shape{3, 4}),
		"one":     of("one_hot", shape{1}, shape{4}),
		"count":   of("count", shape{3}, shape{4}),
	}.run(t)
}

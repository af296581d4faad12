package layers_test

import (
	"testing"

	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/tensor"
)

func TestReshapingGolden(t *testing.T) { testGolden(t, "reshaping_layers") }

func TestZeroPadding(t *testing.T) {
	layerCases{
		"1D": {
			New:   func() layers.Layer { return &layers.ZeroPadding1D{Padding: []int{0, 2}} },
			Input: shape{5, 2}, Output: shape{7, 2}, Weights: []string{},
			Mistakes: map[string]layers.Layer{
				"Padding: received [1 2 3], expected 2, or one for all":  &layers.ZeroPadding1D{Padding: []int{1, 2, 3}},
				"Padding[1]: received -2, expected 0 or more":            &layers.ZeroPadding1D{Padding: []int{1, -2}},
				`DataFormat: received "x"`:                               &layers.ZeroPadding1D{DataFormat: "x"},
				"expected 4 axes: batch, height, width, channels":        &layers.ZeroPadding2D{},
				"expected 5 axes: batch, depth, height, width, channels": &layers.ZeroPadding3D{},
			},
		},
		"1D, default": {New: func() layers.Layer { return &layers.ZeroPadding1D{} }, Input: shape{5, 2}, Output: shape{7, 2}},
		"2D": {
			New:   func() layers.Layer { return &layers.ZeroPadding2D{Padding: [][2]int{{1, 0}, {2, 1}}} },
			Input: shape{2, 3, 2}, Output: shape{3, 6, 2},
			Mistakes: map[string]layers.Layer{
				"Padding[1]: received [1 -1], expected two numbers of 0 or more":    &layers.ZeroPadding2D{Padding: [][2]int{{1, 1}, {1, -1}}},
				"Padding: received [[1 1] [1 1] [1 1]], expected 2, or one for all": &layers.ZeroPadding2D{Padding: [][2]int{{1, 1}, {1, 1}, {1, 1}}},
			},
		},
		"2D, channels first": {
			New:   func() layers.Layer { return &layers.ZeroPadding2D{DataFormat: "channels_first"} },
			Input: shape{2, 3, 2}, Output: shape{2, 5, 4},
		},
		"3D": {New: func() layers.Layer { return &layers.ZeroPadding3D{} }, Input: shape{1, 2, 1, 2}, Output: shape{3, 4, 3, 2}},
	}.run(t)
}

func TestCropping(t *testing.T) {
	layerCases{
		"1D": {
			New:   func() layers.Layer { return &layers.Cropping1D{} },
			Input: shape{5, 2}, Output: shape{3, 2}, Weights: []string{},
			Mistakes: map[string]layers.Layer{
				"Cropping: received [1 2 3], expected 2, or one for all":                                        &layers.Cropping1D{Cropping: []int{1, 2, 3}},
				"Cropping[1]: received -2, expected 0 or more":                                                  &layers.Cropping1D{Cropping: []int{1, -2}},
				"Cropping: received [2 3], expected less than the 5 elements along axis 1 of an input of shape": &layers.Cropping1D{Cropping: []int{2, 3}},
				"expected 4 axes: batch, height, width, channels":                                               &layers.Cropping2D{},
			},
		},
		"1D, one side": {
			New:   func() layers.Layer { return &layers.Cropping1D{Cropping: []int{0, 2}} },
			Input: shape{5, 2}, Output: shape{3, 2},
		},
		"2D": {
			New:   func() layers.Layer { return &layers.Cropping2D{Cropping: [][2]int{{1, 0}, {1, 2}}} },
			Input: shape{3, 5, 2}, Output: shape{2, 2, 2},
			Mistakes: map[string]layers.Layer{
				"Cropping[0]: received [1 -1], expected two numbers of 0 or more":          &layers.Cropping2D{Cropping: [][2]int{{1, -1}}},
				"Cropping: received [[1 1] [1 1] [1 1]], expected 2, or one for all":       &layers.Cropping2D{Cropping: [][2]int{{1, 1}, {1, 1}, {1, 1}}},
				"Cropping: received [2 1], expected less than the 3 elements along axis 1": &layers.Cropping2D{Cropping: [][2]int{{2, 1}}},
				`DataFormat: received "x"`: &layers.Cropping2D{DataFormat: "x"},
			},
		},
		"2D, nothing": {New: func() layers.Layer { return &layers.Cropping2D{} }, Input: shape{3, 5, 2}, Output: shape{3, 5, 2}},
		"3D":          {New: func() layers.Layer { return &layers.Cropping3D{} }, Input: shape{3, 4, 5, 2}, Output: shape{1, 2, 3, 2}},
	}.run(t)
}

func TestUpSampling(t *testing.T) {
	layerCases{
		"1D": {
			New:   func() layers.Layer { return &layers.UpSampling1D{Size: 3} },
			Input: shape{2, 3}, Output: shape{6, 3}, Weights: []string{},
			Mistakes: map[string]layers.Layer{
				"Size: received -1, expected a positive number": &layers.UpSampling1D{Size: -1},
			},
		},
		"1D, default": {New: func() layers.Layer { return &layers.UpSampling1D{} }, Input: shape{2, 3}, Output: shape{4, 3}},
		"2D": {
			New:   func() layers.Layer { return &layers.UpSampling2D{} },
			Input: shape{2, 3, 2}, Output: shape{4, 6, 2},
			Mistakes: map[string]layers.Layer{
				"Size[1]: received 0, expected a positive number":                 &layers.UpSampling2D{Size: []int{2, 0}},
				`Interpolation: received "cubic", expected "nearest", "bilinear"`: &layers.UpSampling2D{Interpolation: "cubic"},
				`DataFormat: received "x"`:                                        &layers.UpSampling2D{DataFormat: "x"},
				"expected 5 axes: batch, depth, height, width, channels":          &layers.UpSampling3D{},
			},
		},
		"2D, bilinear": {
			New: func() layers.Layer {
				return &layers.UpSampling2D{Size: []int{1, 3}, Interpolation: "bilinear", DataFormat: "channels_first"}
			},
			Input: shape{2, 3, 2}, Output: shape{2, 3, 6},
		},
		"2D, bicubic": {
			New:   func() layers.Layer { return &layers.UpSampling2D{Interpolation: "bicubic"} },
			Input: shape{2, 3, 2}, Output: shape{4, 6, 2},
		},
		"3D": {
			New:   func() layers.Layer { return &layers.UpSampling3D{Size: []int{2, 1, 3}} },
			Input: shape{2, 3, 2, 2}, Output: shape{4, 3, 6, 2},
		},
	}.run(t)
}

func TestPermute(t *testing.T) {
	layerCases{
		"image": {
			New:   func() layers.Layer { return &layers.Permute{Dims: []int{3, 1, 2}} },
			Input: shape{2, 3, 4}, Output: shape{4, 2, 3}, Weights: []string{},
			Mistakes: map[string]layers.Layer{
				"Dims: received [0 1 2], expected each of the numbers from 1 to 3":                 &layers.Permute{Dims: []int{0, 1, 2}},
				"Dims: received [1 1 2], expected each of the numbers from 1 to 3":                 &layers.Permute{Dims: []int{1, 1, 2}},
				"input: received shape (None, 2, 3, 4), expected a batch axis and 2 more for Dims": &layers.Permute{Dims: []int{2, 1}},
			},
		},
	}.run(t)
}

func TestRepeatVector(t *testing.T) {
	layerCases{
		"3": {
			New:   func() layers.Layer { return &layers.RepeatVector{N: 3} },
			Input: shape{4}, Output: shape{3, 4}, Weights: []string{},
			Mistakes: map[string]layers.Layer{
				"N: received 0, expected a positive number": &layers.RepeatVector{},
			},
		},
	}.run(t)
}

func TestSpatialDropout(t *testing.T) {
	layerCases{
		"1D": {
			New:   func() layers.Layer { return &layers.SpatialDropout1D{Rate: .5} },
			Input: shape{3, 6}, Output: shape{3, 6}, Weights: []string{}, SupportsMasking: true, TrainingDiffers: true,
			Mistakes: map[string]layers.Layer{
				"Rate: received 2, expected a number between 0 and 1":    &layers.SpatialDropout1D{Rate: 2},
				"expected 4 axes: batch, height, width, channels":        &layers.SpatialDropout2D{},
				"expected 5 axes: batch, depth, height, width, channels": &layers.SpatialDropout3D{Rate: .5},
			},
		},
		"2D": {
			New:   func() layers.Layer { return &layers.SpatialDropout2D{Rate: .5, Seed: new(int64(3))} },
			Input: shape{2, 3, 6}, Output: shape{2, 3, 6}, SupportsMasking: true, TrainingDiffers: true,
			Mistakes: map[string]layers.Layer{
				`DataFormat: received "x"`: &layers.SpatialDropout2D{DataFormat: "x"},
			},
		},
		"2D, none": {New: func() layers.Layer { return &layers.SpatialDropout2D{} }, Input: shape{2, 3, 6}, Output: shape{2, 3, 6}, SupportsMasking: true},
		"3D": {
			New:   func() layers.Layer { return &layers.SpatialDropout3D{Rate: .5, DataFormat: "channels_first"} },
			Input: shape{6, 2, 1, 2}, Output: shape{6, 2, 1, 2}, SupportsMasking: true, TrainingDiffers: true,
		},
	}.run(t)
}

// TestSpatialDropoutChannels looks at what is dropped: whole channels of a sample, and the
// others are twice as large.
func TestSpatialDropoutChannels(t *testing.T) {
	x := tensor.New(tensor.Float32, 4, 3, 2, 8)
	for i := range tensor.Data[float32](x) {
		tensor.Data[float32](x)[i] = 1
	}
	y := tensor.Data[float32](apply(t, &layers.SpatialDropout2D{Rate: .5}, true, x)[0])
	kinds := map[float32]int{}
	for i, v := range y {
		if first := y[i/48*48+i%8]; v != first {
			t.Fatalf("element %d: received %v, expected %v as in the first place of its channel", i, v, first)
		}
		kinds[v]++
	}
	if len(kinds) != 2 || kinds[0] == 0 || kinds[2] == 0 {
		t.Errorf("received so many of each value: %v, expected zeros and twos", kinds)
	}
}

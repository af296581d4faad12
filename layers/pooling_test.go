package layers_test

import (
	"testing"

	"github.com/gokeras/keras/layers"
)

func TestPoolingGolden(t *testing.T) { testGolden(t, "pooling_layers") }

func TestMaxPooling(t *testing.T) {
	layerCases{
		"1D": {
			New:   func() layers.Layer { return &layers.MaxPooling1D{} },
			Input: shape{5, 2}, Output: shape{2, 2}, Weights: []string{},
		},
		"2D": {
			New:   func() layers.Layer { return &layers.MaxPooling2D{} },
			Input: shape{5, 4, 2}, Output: shape{2, 2, 2}, Weights: []string{},
			Mistakes: map[string]layers.Layer{
				"PoolSize[0]: received 0, expected a positive number":    &layers.MaxPooling2D{PoolSize: []int{0, 2}},
				"PoolSize: received [2 2 2], expected 2, or one for all": &layers.MaxPooling2D{PoolSize: []int{2, 2, 2}},
				"Strides[1]: received 0, expected a positive number":     &layers.MaxPooling2D{Strides: []int{1, 0}},
				`Padding: received "causal", expected "valid" or "same"`: &layers.MaxPooling2D{Padding: "causal"},
				`DataFormat: received "x", expected "channels_last"`:     &layers.MaxPooling2D{DataFormat: "x"},
				"expected 3 axes: batch, steps, channels":                &layers.MaxPooling1D{},
				"expected 5 axes: batch, depth, height, width, channels": &layers.MaxPooling3D{},
				"MaxPool: ": &layers.MaxPooling2D{PoolSize: []int{6}},
			},
		},
		"overlapping": {
			New: func() layers.Layer {
				return &layers.MaxPooling2D{PoolSize: []int{3, 2}, Strides: []int{2, 1}, Padding: "same", DataFormat: "channels_first"}
			},
			Input: shape{2, 5, 4}, Output: shape{2, 3, 4},
		},
		"3D": {
			New:   func() layers.Layer { return &layers.MaxPooling3D{PoolSize: []int{1, 2, 3}} },
			Input: shape{2, 4, 3, 2}, Output: shape{2, 2, 1, 2},
		},
	}.run(t)
}

func TestAveragePooling(t *testing.T) {
	layerCases{
		"1D": {
			New:   func() layers.Layer { return &layers.AveragePooling1D{PoolSize: []int{2}, Padding: "same"} },
			Input: shape{5, 2}, Output: shape{3, 2}, Weights: []string{},
		},
		"2D": {
			New:   func() layers.Layer { return &layers.AveragePooling2D{PoolSize: []int{2, 3}, Strides: []int{1, 2}} },
			Input: shape{4, 5, 2}, Output: shape{3, 2, 2},
			Mistakes: map[string]layers.Layer{
				"PoolSize: received [], expected a positive number for each axis": &layers.AveragePooling2D{},
				"PoolSize[0]: received -1, expected a positive number":            &layers.AveragePooling2D{PoolSize: []int{-1}},
				"AveragePool: ": &layers.AveragePooling2D{PoolSize: []int{6}},
			},
		},
		"3D": {
			New: func() layers.Layer {
				return &layers.AveragePooling3D{PoolSize: []int{2, 2, 2}, DataFormat: "channels_first"}
			},
			Input: shape{2, 4, 3, 2}, Output: shape{2, 2, 1, 1},
		},
	}.run(t)
}

func TestGlobalPooling(t *testing.T) {
	layerCases{
		"average 1D": {New: func() layers.Layer { return &layers.GlobalAveragePooling1D{} }, Input: shape{4, 3}, Output: shape{3}, Weights: []string{}},
		"average 1D, channels first": {
			New: func() layers.Layer {
				return &layers.GlobalAveragePooling1D{DataFormat: "channels_first", KeepDims: true}
			},
			Input: shape{4, 4}, Output: shape{4, 1},
		},
		"average 2D": {
			New:   func() layers.Layer { return &layers.GlobalAveragePooling2D{KeepDims: true} },
			Input: shape{4, 3, 2}, Output: shape{1, 1, 2},
			Mistakes: map[string]layers.Layer{
				`DataFormat: received "x", expected "channels_last"`:     &layers.GlobalAveragePooling2D{DataFormat: "x"},
				"expected 3 axes: batch, steps, channels":                &layers.GlobalAveragePooling1D{},
				"expected 5 axes: batch, channels, depth, height, width": &layers.GlobalAveragePooling3D{DataFormat: "channels_first"},
			},
		},
		"average 3D": {New: func() layers.Layer { return &layers.GlobalAveragePooling3D{} }, Input: shape{2, 4, 3, 2}, Output: shape{2}},
		"max 1D":     {New: func() layers.Layer { return &layers.GlobalMaxPooling1D{} }, Input: shape{4, 3}, Output: shape{3}},
		"max 2D": {
			New:   func() layers.Layer { return &layers.GlobalMaxPooling2D{DataFormat: "channels_first"} },
			Input: shape{4, 3, 2}, Output: shape{4},
			Mistakes: map[string]layers.Layer{
				`DataFormat: received "x", expected "channels_last"`: &layers.GlobalMaxPooling2D{DataFormat: "x"},
				"expected 3 axes: batch, steps, channels":            &layers.GlobalMaxPooling1D{},
			},
		},
		"max 3D": {New: func() layers.Layer { return &layers.GlobalMaxPooling3D{KeepDims: true} }, Input: shape{2, 4, 3, 2}, Output: shape{1, 1, 1, 2}},
	}.run(t)
}

func TestAdaptivePooling(t *testing.T) {
	layerCases{
		"max 1D": {
			New:   func() layers.Layer { return &layers.AdaptiveMaxPooling1D{OutputSize: []int{3}} },
			Input: shape{7, 2}, Output: shape{3, 2}, Weights: []string{},
		},
		"max 2D": {
			New:   func() layers.Layer { return &layers.AdaptiveMaxPooling2D{OutputSize: []int{3, 2}} },
			Input: shape{5, 4, 2}, Output: shape{3, 2, 2},
			Mistakes: map[string]layers.Layer{
				"OutputSize: received [], expected a positive number":      &layers.AdaptiveMaxPooling2D{},
				"OutputSize[1]: received 0, expected a positive number":    &layers.AdaptiveMaxPooling2D{OutputSize: []int{2, 0}},
				"OutputSize: received [1 2 3], expected 2, or one for all": &layers.AdaptiveMaxPooling2D{OutputSize: []int{1, 2, 3}},
				`DataFormat: received "x"`:                                 &layers.AdaptiveMaxPooling2D{OutputSize: []int{1}, DataFormat: "x"},
				"expected 3 axes: batch, steps, channels":                  &layers.AdaptiveMaxPooling1D{OutputSize: []int{1}},
				"expected 5 axes: batch, depth, height, width, channels":   &layers.AdaptiveMaxPooling3D{OutputSize: []int{1}},
			},
		},
		"max 3D": {
			New:   func() layers.Layer { return &layers.AdaptiveMaxPooling3D{OutputSize: []int{1, 2, 1}} },
			Input: shape{2, 3, 2, 2}, Output: shape{1, 2, 1, 2},
		},
		"average 1D": {
			New: func() layers.Layer {
				return &layers.AdaptiveAveragePooling1D{OutputSize: []int{2}, DataFormat: "channels_first"}
			},
			Input: shape{2, 5}, Output: shape{2, 2},
		},
		"average 2D": {
			New:   func() layers.Layer { return &layers.AdaptiveAveragePooling2D{OutputSize: []int{3, 2}} },
			Input: shape{5, 4, 2}, Output: shape{3, 2, 2},
			Mistakes: map[string]layers.Layer{
				"OutputSize: received [], expected a positive number": &layers.AdaptiveAveragePooling2D{},
				"expected 3 axes: batch, steps, channels":             &layers.AdaptiveAveragePooling1D{OutputSize: []int{1}},
			},
		},
		"average 3D": {
			New:   func() layers.Layer { return &layers.AdaptiveAveragePooling3D{OutputSize: []int{1, 2, 1}} },
			Input: shape{2, 3, 2, 2}, Output: shape{1, 2, 1, 2},
		},
	}.run(t)
}

package layers_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/kerastest"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

func TestMergingGolden(t *testing.T) { testSteps(t, "merging_layers") }

// TestMerging tests layers that merge element by element. They have no mask unless all
// inputs do.
func TestMerging(t *testing.T) {
	cases := layerCases{}
	for name, make := range map[string]func() layers.Layer{
		"Add":      func() layers.Layer { return &layers.Add{} },
		"Subtract": func() layers.Layer { return &layers.Subtract{} },
		"Multiply": func() layers.Layer { return &layers.Multiply{} },
		"Average":  func() layers.Layer { return &layers.Average{} },
		"Maximum":  func() layers.Layer { return &layers.Maximum{} },
		"Minimum":  func() layers.Layer { return &layers.Minimum{} },
	} {
		cases[name] = kerastest.LayerCase{New: make, Inputs: []shape{{3, 4}, {3, 4}}, Output: shape{3, 4}, Weights: []string{}}
		cases[name+" of ranks"] = kerastest.LayerCase{New: make, Inputs: []shape{{4}, {2, 3, 1}}, Output: shape{2, 3, 4}}
		if name != "Subtract" {
			cases[name+" of one"] = kerastest.LayerCase{New: make, Inputs: []shape{{4}}, Output: shape{4}, SupportsMasking: true}
			cases[name+" of three"] = kerastest.LayerCase{New: make, Inputs: []shape{{4}, {4}, {1}}, Output: shape{4}}
		}
	}
	cases.run(t)
}

func TestConcatenate(t *testing.T) {
	of := func(axis int) func() layers.Layer {
		return func() layers.Layer { return &layers.Concatenate{Axis: &axis} }
	}
	layerCases{
		"rows": {
			New:    func() layers.Layer { return &layers.Concatenate{} },
			Inputs: []shape{{4}, {3}, {1}}, Output: shape{8}, Weights: []string{}, SupportsMasking: true,
		},
		"axis":     {New: of(1), Inputs: []shape{{2, 4}, {3, 4}}, Output: shape{5, 4}, SupportsMasking: true},
		"axis -2":  {New: of(-2), Inputs: []shape{{2, 4}, {3, 4}}, Output: shape{5, 4}, SupportsMasking: true},
		"one":      {New: of(1), Inputs: []shape{{4}}, Output: shape{4}, SupportsMasking: true},
		"integers": {New: of(-1), Inputs: []shape{{4}, {4}}, Output: shape{8}, Values: pixels, SupportsMasking: true},
		"integers and others": {
			New: of(-1), Inputs: []shape{{4}, {4}}, Output: shape{8}, SupportsMasking: true,
			Values: func(g *random.Generator, input int, s shape) *tensor.Tensor {
				if input == 0 {
					return pixels(g, input, s)
				}
				return tensor.New(tensor.Float32, s...)
			},
		},
	}.run(t)
}

func TestDot(t *testing.T) {
	of := func(axes ...int) func() layers.Layer {
		return func() layers.Layer { return &layers.Dot{Axes: axes} }
	}
	layerCases{
		"rows": {
			New:    func() layers.Layer { return &layers.Dot{Axis: 1} },
			Inputs: []shape{{4}, {4}}, Output: shape{1}, Weights: []string{},
		},
		"normalize": {
			New:    func() layers.Layer { return &layers.Dot{Axis: -1, Normalize: true} },
			Inputs: []shape{{3, 4}, {2, 4}}, Output: shape{3, 2},
		},
		"axes":   {New: of(1, 2), Inputs: []shape{{3, 4}, {2, 3}}, Output: shape{4, 2}},
		"vector": {New: of(-1, 1), Inputs: []shape{{3, 4}, {4}}, Output: shape{3}},
		"ranks":  {New: of(2, 1), Inputs: []shape{{3, 4, 2}, {4, 5}}, Output: shape{3, 2, 5}},
	}.run(t)
}

func TestMergingMistakes(t *testing.T) {
	rows, cube := shape{tensor.Unknown, 4}, shape{tensor.Unknown, 3, 4}
	for _, tt := range []struct {
		layer layers.Layer
		in    []shape
		want  string
	}{
		{&layers.Add{Base: layers.Named("sum")}, nil, `layer "sum" (Add): received no inputs, expected at least 1`},
		{&layers.Add{}, []shape{rows, {tensor.Unknown, 3}}, "inputs: received shapes [(None, 4) (None, 3)], expected ones that can be broadcast together"},
		{&layers.Maximum{}, []shape{{2, 4}, {3, 4}}, "inputs: received shapes [(2, 4) (3, 4)], expected batches of one size"},
		{&layers.Average{}, []shape{rows, {}}, "input 1: received a scalar, expected a batch axis"},
		{&layers.Subtract{}, []shape{rows}, "received 1 inputs, expected 2"},
		{&layers.Subtract{}, []shape{rows, rows, rows}, "received 3 inputs, expected 2"},
		{&layers.Concatenate{}, nil, "received no inputs, expected at least 1"},
		{&layers.Concatenate{}, []shape{rows, cube}, "inputs: received shapes [(None, 4) (None, 3, 4)], expected the same but for the sizes of axis 1"},
		{&layers.Concatenate{}, []shape{cube, {tensor.Unknown, 2, 4}}, "expected the same but for the sizes of axis 2"},
		{&layers.Concatenate{}, []shape{cube, {tensor.Unknown, tensor.Unknown, 4}, {tensor.Unknown, 2, 4}}, "expected the same but for the sizes of axis 2"},
		{&layers.Concatenate{Axis: new(3)}, []shape{cube, cube}, "Axis: received 3, expected an axis of an input of shape (None, 3, 4)"},
		{&layers.Dot{}, []shape{rows, rows}, "Axis: received 0, expected another axis than the batch's"},
		{&layers.Dot{Axis: 1}, []shape{rows}, "received 1 inputs, expected 2"},
		{&layers.Dot{Axis: 2}, []shape{cube, rows}, "Axis: received 2, expected an axis of an input of shape (None, 4)"},
		{&layers.Dot{Axis: -2}, []shape{rows, rows}, "Axis: received -2, expected another axis than the batch's of an input of shape (None, 4)"},
		{&layers.Dot{Axes: []int{1, 1}}, []shape{cube, rows}, "received shapes [(None, 3, 4) (None, 4)] with sizes 3 and 4 along axes 1 and 1, expected the same"},
		{&layers.Dot{Axes: []int{1}}, []shape{rows, rows}, "Axes: received [1], expected an axis for each of the two inputs"},
		{&layers.Dot{Axis: 1, Axes: []int{1, 1}}, []shape{rows, rows}, "Axes: received [1 1] beside an Axis of 1"},
		{&layers.Dot{Axis: 1}, []shape{{tensor.Unknown}, rows}, "input 0: received shape (None,), expected a batch axis and at least one more"},
	} {
		err := tryAll(tt.layer, tt.in...)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("received %v, expected an error with %q", err, tt.want)
		}
	}
}

// TestMergingOpenSizes merges shapes of which sizes aren't known.
func TestMergingOpenSizes(t *testing.T) {
	open := shape{tensor.Unknown, tensor.Unknown, 4}
	for _, in := range [][]shape{
		{open, open}, {open, {tensor.Unknown, 1, 4}}, {{tensor.Unknown, 3, 4}, open}, {{tensor.Unknown, 1, 1}, open},
	} {
		if err := layers.Build(&layers.Add{}, "", random.New(1), in...); err != nil {
			t.Errorf("%v: %v", in, err)
		}
	}
}

// ExampleAdd adds what two layers give for one input.
func ExampleAdd() {
	in := keras.Input(2)
	double := keras.Call(&layers.Rescaling{Scale: 2}, in)
	model := keras.Functional(in, keras.Call(&layers.Add{}, in, double))
	y, err := model.Predict(context.Background(), tensor.FromSlice([]float32{1, 2, 3, 4}, 2, 2))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tensor.Data[float32](y))
	// Output:
	// [3 6 9 12]
}

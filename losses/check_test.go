package losses_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

func TestCheck(t *testing.T) {
	var none *losses.Huber
	tests := []struct {
		loss losses.Loss
		want string
	}{
		{nil, "loss: received nil, expected a loss such as &losses.MeanSquaredError{}"},
		{none, "loss: received nil, expected a loss such as &losses.MeanSquaredError{}"},
		{losses.Name("mean_squarederr"), `loss: received "mean_squarederr", expected a known name such as "mean_squared_error"`},
		{losses.Name(""), `loss: received ""`},
		{&losses.Huber{Delta: -1}, `loss "huber_loss": Delta: received -1, expected a positive number`},
		{&losses.Huber{Delta: math.NaN()}, `loss "huber_loss": Delta: received NaN, expected a positive number`},
		{&losses.CategoricalCrossentropy{LabelSmoothing: 2}, `loss "categorical_crossentropy": LabelSmoothing: received 2, expected a number from 0 to 1`},
		{&losses.BinaryCrossentropy{LabelSmoothing: -.5, Base: losses.Base{Name: "b", Reduction: "max", DType: "int32"}},
			"loss \"b\": Reduction: received \"max\", expected \"sum_over_batch_size\", \"mean\", \"mean_with_sample_weight\", \"sum\" or \"none\"\n" +
				"loss \"b\": DType: received \"int32\", expected \"float32\" or \"float64\"\n" +
				"loss \"b\": LabelSmoothing: received -0.5, expected a number from 0 to 1"},
		{&losses.Dice{Axis: new(1), Axes: []int{2}}, `loss "dice": Axis and Axes: received both 1 and [2], expected one`},
		{&losses.Tversky{Alpha: new(-1.), Beta: new(-2.), Axes: []int{1, 1}},
			"loss \"tversky\": Axes: received [1 1], expected each axis once\n" +
				"loss \"tversky\": Alpha: received -1, expected 0 or more\n" +
				"loss \"tversky\": Beta: received -2, expected 0 or more"},
		{&losses.Circle{Gamma: -1}, `loss "circle": Gamma: received -1, expected a positive number`},
		{&losses.CategoricalGeneralizedCrossEntropy{Q: 1}, `loss "categorical_generalized_cross_entropy": Q: received 1, expected a number between 0 and 1`},
		{&losses.Func{Name: "f"}, `loss "f": Fn: received nil, expected a function`},
		{&losses.CategoricalFocalCrossentropy{Alpha: new(.5), ClassAlpha: []float64{1}}, `loss "categorical_focal_crossentropy": Alpha and ClassAlpha: received both 0.5 and [1], expected one`},
	}
	for _, tt := range tests {
		if err := losses.Check(tt.loss); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("received %v, expected %s", err, tt.want)
		}
	}
}

func TestShapeErrors(t *testing.T) {
	tests := []struct {
		loss   losses.Loss
		y, p   []int
		weight []int
		want   string
	}{
		{&losses.CategoricalCrossentropy{}, []int{4}, []int{4, 3}, nil,
			`loss "categorical_crossentropy": received targets of shape (4,), expected that of the predictions, (4, 3); for class numbers use SparseCategoricalCrossentropy, or turn them into rows with keras.ToCategorical`},
		{&losses.BinaryCrossentropy{Base: losses.Base{Name: "b"}}, []int{4, 2}, []int{4, 3}, nil,
			`loss "b": received targets of shape (4, 2), expected that of the predictions, (4, 3)`},
		{losses.Name("ce"), []int{4, 2}, []int{4, 3}, nil,
			`loss "categorical_crossentropy": received targets of shape (4, 2), expected that of the predictions, (4, 3)`},
		{&losses.SparseCategoricalCrossentropy{}, []int{4, 3}, []int{4, 3}, nil,
			`loss "sparse_categorical_crossentropy": received targets of shape (4, 3), expected class numbers of shape (4,) for predictions of shape (4, 3); for one-hot rows use CategoricalCrossentropy`},
		{&losses.SparseCategoricalCrossentropy{Axis: new(2)}, []int{4}, []int{4, 3}, nil,
			`loss "sparse_categorical_crossentropy": Axis: received 2 for predictions of shape (4, 3)`},
		{&losses.Dice{}, []int{4, 2}, []int{4, 3}, nil, `loss "dice": received targets of shape (4, 2), expected that of the predictions, (4, 3)`},
		{&losses.Tversky{Axes: []int{0, 2}}, []int{4, 3}, []int{4, 3}, nil, `loss "tversky": Axis: received 2 for predictions of shape (4, 3)`},
		{&losses.Circle{}, []int{4}, []int{4, 3, 2}, nil, `loss "circle": received predictions of shape (4, 3, 2), expected embeddings of shape (n, size)`},
		{&losses.Circle{}, []int{4, 3}, []int{4, 3}, nil, `loss "circle": received targets of shape (4, 3), expected class numbers of shape (4,)`},
		{&losses.CategoricalGeneralizedCrossEntropy{}, []int{4, 3}, []int{4, 3}, nil,
			`loss "categorical_generalized_cross_entropy": received targets of shape (4, 3), expected class numbers of shape (4,)`},
		{&losses.CTC{}, []int{4, 2}, []int{4, 3}, nil, `loss "ctc": received predictions of shape (4, 3), expected logits of shape (n, steps, classes)`},
		{&losses.CTC{}, []int{4}, []int{4, 3, 2}, nil, `loss "ctc": received targets of shape (4,), expected class numbers of shape (n, length)`},
		{&losses.MeanSquaredError{}, []int{4, 2}, []int{4, 3}, nil,
			`loss "mean_squared_error": yTrue of shape (4, 2), yPred of shape (4, 3): ops.Subtract: operands of shapes`},
		{&losses.MeanSquaredError{}, []int{4, 3}, []int{4, 3}, []int{5},
			`loss "mean_squared_error": yTrue of shape (4, 3), yPred of shape (4, 3): ops.Multiply: operands of shapes`},
		{losses.Name("nothing"), []int{4}, []int{4}, nil, `loss "nothing": loss: received "nothing"`},
		{&losses.Func{Name: "f", Fn: func(*ops.Trace, *ops.Value, *ops.Value) *ops.Value { return nil }}, []int{4}, []int{4}, nil,
			`loss "f": Call returned nil`},
		{&losses.MeanSquaredError{Base: losses.Base{DType: "int8"}}, []int{4}, []int{4}, nil,
			`loss "mean_squared_error": DType: received "int8"`},
		{&losses.CategoricalFocalCrossentropy{ClassAlpha: []float64{1}}, []int{4, 3}, []int{4, 3}, nil,
			`loss "categorical_focal_crossentropy": ClassAlpha: received 1 numbers, expected one for each of 3 classes`},
	}
	for _, tt := range tests {
		arrays := []*tensor.Tensor{tensor.New(tensor.Float32, tt.y...), tensor.New(tensor.Float32, tt.p...), tensor.New(tensor.Float32, tt.weight...)}
		_, err := try(arrays, func(tr *ops.Trace, in []*ops.Value) []*ops.Value {
			if tt.weight == nil {
				in[2] = nil
			}
			return []*ops.Value{losses.Compute(tr, tt.loss, in[0], in[1], in[2])}
		})
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("received %v, expected %s", err, tt.want)
		}
	}
}

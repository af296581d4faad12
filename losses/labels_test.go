package losses_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/tensor"
)

func TestCheckLabels(t *testing.T) {
	sparse := &losses.SparseCategoricalCrossentropy{}
	nan := float32(math.NaN())
	ten := tensor.Shape{tensor.Unknown, 10}
	long := make([]int32, 40000)
	long[39999] = 10
	tests := []struct {
		loss losses.Loss
		y    *tensor.Tensor
		p    tensor.Shape
		want string // "" if nothing is wrong
	}{
		{sparse, tensor.FromSlice([]uint8{0, 9, 5}), ten, ""},
		{sparse, tensor.FromSlice([]float32{0, 9}, 2, 1), ten, ""},
		{sparse, tensor.FromSlice([]int64{0, 9, 10, -1}), ten, `loss "sparse_categorical_crossentropy": label of row 2: received 10, expected a whole number from 0 to 9`},
		{sparse, tensor.FromSlice([]int32{0, -1}), ten, `loss "sparse_categorical_crossentropy": label of row 1: received -1, expected a whole number from 0 to 9`},
		{sparse, tensor.FromSlice([]float32{1.5}), ten, `loss "sparse_categorical_crossentropy": label of row 0: received 1.5, expected a whole number from 0 to 9`},
		{sparse, tensor.FromSlice([]float32{1, nan}), ten, `loss "sparse_categorical_crossentropy": label of row 1: received NaN, expected a whole number from 0 to 9`},
		{sparse, tensor.FromSlice(long), ten, `loss "sparse_categorical_crossentropy": label of row 39999: received 10, expected a whole number from 0 to 9`},
		{sparse, tensor.FromSlice([]int32{1, 2, 3, 99}, 2, 2), tensor.Shape{-1, 2, 10}, `loss "sparse_categorical_crossentropy": label 1 of row 1: received 99, expected a whole number from 0 to 9`},
		{sparse, tensor.New(tensor.Float32, 5, 10), ten, `loss "sparse_categorical_crossentropy": received targets of shape (5, 10), expected class numbers of shape (None,) for predictions of shape (None, 10); for one-hot rows use CategoricalCrossentropy`},
		{sparse, tensor.FromSlice([]int32{0, 1}), tensor.Shape{-1, 1}, `loss "sparse_categorical_crossentropy": label of row 1: received 1, expected a whole number from 0 to 0, since predictions are of one class; for two classes given by one number use BinaryCrossentropy`},
		{&losses.SparseCategoricalCrossentropy{IgnoreClass: new(-1)}, tensor.FromSlice([]int32{0, -1}), ten, ""},
		{&losses.SparseCategoricalCrossentropy{Axis: new(1)}, tensor.FromSlice([]int32{0, 3}, 1, 2), tensor.Shape{-1, 3, 2}, `loss "sparse_categorical_crossentropy": label 1 of row 0: received 3, expected a whole number from 0 to 2`},
		{losses.Name("crossentropy"), tensor.FromSlice([]int32{0, 11}), ten, `loss "crossentropy": label of row 1: received 11, expected a whole number from 0 to 9`},
		{losses.Name("mistake"), tensor.FromSlice([]int32{0}), ten, `loss: received "mistake", expected a known name such as `},
		{&losses.CategoricalCrossentropy{}, tensor.FromSlice([]int32{0, 1}), ten, `loss "categorical_crossentropy": received targets of shape (2,), expected that of the predictions, (None, 10); for class numbers use SparseCategoricalCrossentropy, or turn them into rows with keras.ToCategorical`},
		{&losses.CategoricalCrossentropy{}, tensor.New(tensor.Float32, 2, 9), ten, `loss "categorical_crossentropy": received targets of shape (2, 9), expected that of the predictions, (None, 10)`},
		{&losses.CategoricalCrossentropy{}, tensor.New(tensor.Float32, 2, 10), ten, ""},
		{&losses.BinaryCrossentropy{}, tensor.New(tensor.Float32, 2), tensor.Shape{-1, 1}, ""},
		{&losses.BinaryFocalCrossentropy{}, tensor.New(tensor.Float32, 2), ten, `loss "binary_focal_crossentropy": received targets of shape (2,)`},
		{&losses.CategoricalFocalCrossentropy{}, tensor.New(tensor.Float32, 2), ten, `loss "categorical_focal_crossentropy": received targets of shape (2,)`},
		{&losses.MeanSquaredError{}, tensor.New(tensor.Float32, 2), ten, ""},
		{&losses.Dice{}, tensor.New(tensor.Float32, 2), ten, `loss "dice": received targets of shape (2,)`},
		{&losses.Tversky{}, tensor.New(tensor.Float32, 2, 9), ten, `loss "tversky": received targets of shape (2, 9)`},
		{&losses.Circle{}, tensor.New(tensor.Int32, 2), ten, ""},
		{&losses.Circle{}, tensor.New(tensor.Int32, 2, 1), ten, ""},
		{&losses.Circle{}, tensor.New(tensor.Int32, 2, 2), ten, `loss "circle": received targets of shape (2, 2), expected class numbers of shape (None,)`},
		{&losses.CategoricalGeneralizedCrossEntropy{}, tensor.FromSlice([]int32{0, 10}), ten,
			`loss "categorical_generalized_cross_entropy": label of row 1: received 10, expected a whole number from 0 to 9`},
		{&losses.CTC{}, tensor.FromSlice([]int32{1, 2, 3, 0}, 2, 2), tensor.Shape{-1, 9, 4}, ""},
		{&losses.CTC{}, tensor.FromSlice([]int32{1, 2, 3, 4}, 2, 2), tensor.Shape{-1, 9, 4}, `loss "ctc": label 1 of row 1: received 4, expected a whole number from 0 to 3`},
		{&losses.CTC{}, tensor.FromSlice([]int32{1, 2}), tensor.Shape{-1, 9, 4}, `loss "ctc": received targets of shape (2,)`},
	}
	for i, tt := range tests {
		err := losses.CheckLabels(tt.loss, tt.y, tt.p)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.HasPrefix(err.Error(), tt.want)) {
			t.Errorf("%d: received %v, expected %s", i, err, tt.want)
		}
	}
}

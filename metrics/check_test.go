package metrics_test

import (
	"strings"
	"testing"

	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

func TestCheck(t *testing.T) {
	var none *metrics.Accuracy
	tests := []struct {
		metric metrics.Metric
		want   string
	}{
		{nil, "metric: received nil, expected a metric such as &metrics.Accuracy{}"},
		{none, "metric: received nil, expected a metric such as &metrics.Accuracy{}"},
		{metrics.Name("mean_squared_eror"), `metric: received "mean_squared_eror", expected a known name such as "mean_squared_error"`},
		{metrics.Name("crossentropy"), `metric: received "crossentropy", expected a known name such as `},
		{&metrics.MeanSquaredError{Base: metrics.Base{DType: "int8"}}, `metric "mean_squared_error": DType: received "int8", expected "float32" or "float64"`},
		{&metrics.TopKCategoricalAccuracy{K: -1, Base: metrics.Base{DType: "x"}},
			"metric \"top_k_categorical_accuracy\": DType: received \"x\", expected \"float32\" or \"float64\"\nmetric \"top_k_categorical_accuracy\": K: received -1, expected a positive number"},
		{&metrics.SparseTopKCategoricalAccuracy{K: -2}, `metric "sparse_top_k_categorical_accuracy": K: received -2, expected a positive number`},
		{&metrics.BinaryCrossentropy{LabelSmoothing: 3}, `metric "binary_crossentropy": LabelSmoothing: received 3, expected a number from 0 to 1`},
		{&metrics.CategoricalCrossentropy{LabelSmoothing: -3}, `metric "categorical_crossentropy": LabelSmoothing: received -3, expected a number from 0 to 1`},
		{&metrics.Func{Name: "f"}, `metric "f": Fn: received nil, expected a function`},
		{&metrics.MeanMetricWrapper{Base: metrics.Base{Name: "w"}}, `metric "w": Fn: received nil, expected a loss`},
		{&metrics.MeanMetricWrapper{Fn: losses.Name("ms")}, `metric "mean_metric_wrapper": Fn: loss: received "ms", expected a known name`},
	}
	for _, tt := range tests {
		if err := metrics.Check(tt.metric); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("Check: received %v, expected %s", err, tt.want)
		}
		if err := metrics.Build(tt.metric, ops.Type{}, ops.Type{}); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("Build: received %v, expected %s", err, tt.want)
		}
	}
}

func TestBuildErrors(t *testing.T) {
	tests := []struct {
		metric metrics.Metric
		y, p   tensor.Shape
		want   string
	}{
		{&metrics.CategoricalAccuracy{}, tensor.Shape{-1}, tensor.Shape{-1, 3},
			`metric "categorical_accuracy": targets float32(None,), predictions float32(None, 3): targets: received shape (None,), expected one-hot rows of shape (None, 3); for class numbers use SparseCategoricalAccuracy`},
		{&metrics.TopKCategoricalAccuracy{}, tensor.Shape{-1}, tensor.Shape{-1, 3}, `metric "top_k_categorical_accuracy": targets`},
		{&metrics.SparseCategoricalAccuracy{}, tensor.Shape{-1, 3}, tensor.Shape{-1, 3},
			`metric "sparse_categorical_accuracy": targets float32(None, 3), predictions float32(None, 3): targets: received shape (None, 3), expected class numbers of shape (None,) for predictions of shape (None, 3); for one-hot rows use CategoricalAccuracy`},
		{metrics.Name("acc"), tensor.Shape{-1, 4}, tensor.Shape{-1, 3}, `metric "acc": targets`},
		{metrics.Name("mse"), tensor.Shape{-1, 4}, tensor.Shape{-1, 3}, `metric "mse": targets float32(None, 4), predictions float32(None, 3): loss "mean_squared_error": yTrue of shape (None, 4)`},
		{&metrics.RootMeanSquaredError{}, tensor.Shape{-1, 4}, tensor.Shape{-1, 3}, `metric "root_mean_squared_error": targets float32(None, 4)`},
	}
	for _, tt := range tests {
		if err := metrics.Build(tt.metric, ops.Type{Shape: tt.y}, ops.Type{Shape: tt.p}); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("received %v, expected %s", err, tt.want)
		}
	}
}

// TestNames has every name that Keras knows for the metrics of this package.
func TestNames(t *testing.T) {
	words := strings.Fields(`
		accuracy acc Accuracy ACC bce BCE mse MSE mae MAE mape MAPE msle MSLE
		Mean mean Sum sum BinaryAccuracy binary_accuracy CategoricalAccuracy categorical_accuracy
		SparseCategoricalAccuracy sparse_categorical_accuracy TopKCategoricalAccuracy top_k_categorical_accuracy
		SparseTopKCategoricalAccuracy sparse_top_k_categorical_accuracy
		BinaryCrossentropy binary_crossentropy CategoricalCrossentropy categorical_crossentropy
		SparseCategoricalCrossentropy sparse_categorical_crossentropy KLDivergence kl_divergence Poisson poisson
		MeanSquaredError mean_squared_error RootMeanSquaredError root_mean_squared_error
		MeanAbsoluteError mean_absolute_error MeanAbsolutePercentageError mean_absolute_percentage_error
		MeanSquaredLogarithmicError mean_squared_logarithmic_error CosineSimilarity cosine_similarity
		LogCoshError log_cosh_error Hinge hinge SquaredHinge squared_hinge CategoricalHinge categorical_hinge`)
	for i, m := range metrics.Names(words...) {
		if err := metrics.Check(m); err != nil {
			t.Error(err)
		}
		if got := metrics.NameOf(m); got != words[i] {
			t.Errorf("received name %q, expected %q", got, words[i])
		}
		if _, ok := m.(*metrics.ExactAccuracy); ok {
			t.Errorf("%s is ExactAccuracy", words[i])
		}
	}
}

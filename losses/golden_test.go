package losses_test

import (
	"encoding/json"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// lossCase is one use of a loss in Keras: its value, and the gradient of the sum of
// the value by the predictions.
type lossCase struct {
	Name         string
	Loss         json.RawMessage
	YTrue        golden.Array  `json:"y_true"`
	YPred        golden.Array  `json:"y_pred"`
	SampleWeight *golden.Array `json:"sample_weight"`
	Mask         *golden.Array
	Value        golden.Array
	Gradient     golden.Array
}

func TestGolden(t *testing.T) {
	for _, family := range []string{"losses", "more_losses"} {
		for _, c := range golden.Load[lossCase](t, family) {
			t.Run(c.Name, func(t *testing.T) {
				l, err := config.Decode[losses.Loss](c.Loss)
				if err != nil {
					t.Fatal(err)
				}
				value, gradient := c.run(t, l)
				golden.Close(t, tensor.Data[float32](value), c.Value, 1e-6, 1e-7)
				golden.Close(t, tensor.Data[float32](gradient), c.Gradient, 1e-5, 1e-7)
			})
		}
	}
}

// run returns the value of a loss and the gradient.
func (c lossCase) run(t *testing.T, l losses.Loss) (value, gradient *tensor.Tensor) {
	t.Helper()
	arrays := []*tensor.Tensor{c.YTrue.Tensor(t), c.YPred.Tensor(t)}
	for _, a := range []*golden.Array{c.SampleWeight, c.Mask} {
		if a != nil {
			arrays = append(arrays, a.Tensor(t))
		}
	}
	out := record(t, arrays, func(tr *ops.Trace, in []*ops.Value) []*ops.Value {
		rest := in[2:]
		var weight *ops.Value
		if c.SampleWeight != nil {
			weight, rest = rest[0], rest[1:]
		}
		if c.Mask != nil {
			tr.SetMask(in[1], rest[0])
		}
		v := losses.Compute(tr, l, in[0], in[1], weight)
		return append([]*ops.Value{v}, tr.Gradients(ops.Sum(v), in[1])...)
	})
	return out[0], out[1]
}

// record traces f for arrays and runs it.
func record(t *testing.T, arrays []*tensor.Tensor, f func(*ops.Trace, []*ops.Value) []*ops.Value) []*tensor.Tensor {
	t.Helper()
	out, err := try(arrays, f)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func try(arrays []*tensor.Tensor, f func(*ops.Trace, []*ops.Value) []*ops.Value) (out []*tensor.Tensor, err error) {
	defer ops.Catch(&err)
	tr := ops.NewTrace(true)
	var in []*ops.Value
	for _, a := range arrays {
		in = append(in, ops.Input("input", a.DType(), a.Shape()...))
	}
	return ref.Run(tr.Program("test", in, f(tr, in)), arrays...)
}

// TestNames computes recorded cases with default arguments by every name of the loss.
func TestNames(t *testing.T) {
	names := map[string][]losses.Name{
		"categorical":                          {"categorical_crossentropy", "CategoricalCrossentropy", "crossentropy", "ce", "CE"},
		"sparse":                               {"sparse_categorical_crossentropy", "SparseCategoricalCrossentropy", "crossentropy", "ce"},
		"sparse column":                        {"sparse_categorical_crossentropy", "crossentropy"},
		"binary":                               {"binary_crossentropy", "BinaryCrossentropy", "bce", "BCE"},
		"binary ranks n n1":                    {"bce", "crossentropy", "Crossentropy"},
		"mse":                                  {"mean_squared_error", "MeanSquaredError", "mse", "MSE"},
		"mae":                                  {"mean_absolute_error", "MeanAbsoluteError", "mae", "MAE"},
		"MeanAbsolutePercentageError real":     {"mape", "MAPE", "mean_absolute_percentage_error"},
		"MeanSquaredLogarithmicError real":     {"msle", "MSLE", "MeanSquaredLogarithmicError"},
		"KLDivergence soft":                    {"kld", "KLD", "kl_divergence", "KLDivergence"},
		"CosineSimilarity real":                {"cosine_similarity"},
		"Huber real":                           {"huber", "Huber"},
		"LogCosh real":                         {"log_cosh", "LogCosh"},
		"Poisson counts":                       {"poisson"},
		"Hinge bits":                           {"hinge"},
		"SquaredHinge bits":                    {"squared_hinge"},
		"CategoricalHinge one-hot":             {"categorical_hinge"},
		"BinaryFocalCrossentropy chances":      {"binary_focal_crossentropy"},
		"CategoricalFocalCrossentropy one-hot": {"categorical_focal_crossentropy"},
		"Dice bits axis None":                  {"dice", "Dice"},
		"Tversky column":                       {"tversky", "Tversky"},
		"Circle":                               {"circle", "Circle"},
		"CTC sum_over_batch_size":              {"ctc", "CTC"},
	}
	all := append(golden.Load[lossCase](t, "losses"), golden.Load[lossCase](t, "more_losses")...)
	for _, c := range all {
		for _, name := range names[c.Name] {
			value, _ := c.run(t, name)
			if !golden.Close(t, tensor.Data[float32](value), c.Value, 1e-6, 1e-7) {
				t.Errorf("%s: %s differs", c.Name, name)
			}
			if got := losses.NameOf(name); got != string(name) {
				t.Errorf("NameOf(%q): received %q", name, got)
			}
			if err := losses.Check(name); err != nil {
				t.Error(err)
			}
		}
		delete(names, c.Name)
	}
	for name := range names {
		t.Errorf("no case %q", name)
	}
}

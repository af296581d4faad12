package legacy

import (
	"testing"

	"github.com/gokeras/keras/internal/config"
)

// Whatever a config is, it is rewritten or refused.
func FuzzModel(f *testing.F) {
	for _, s := range []string{
		`{"class_name": "Sequential", "config": [{"class_name": "Merge", "config": {"name": "m", "mode": "concat", "layers": [{"class_name": "Sequential", "config": [{"class_name": "Dense", "config": {"name": "d", "batch_input_shape": [null, 3]}}]}]}}]}`,
		`{"class_name": "Model", "config": {"layers": [{"class_name": "Sequential", "name": "s", "config": [], "inbound_nodes": [[["x", 0, 0, {"y": ["s", 1, 0]}]]]}], "output_layers": [["s", 1, 0]]}}`,
		`{"class_name": "Convolution2D", "config": {"nb_row": 1, "padding": {}, "dim_ordering": "th", "W_regularizer": {"name": ""}}}`,
		`{"optimizer_config": {"class_name": "SGD", "config": {"lr": 1, "decay": 2}}, "loss": [{"class_name": "LossFunctionWrapper", "config": {"fn": "mse"}}]}`,
		`{"class_name": "SlicingOpLambda", "config": {"function": "__operators__.getitem"}, "inbound_nodes": [["_CONSTANT_VALUE", -1, 1.0, {"slice_spec": {"start": null}}]]}`,
		`{"class_name": "TFOpLambda", "config": {"function": "concat"}, "inbound_nodes": [[["x", 0, 0, {"axis": 1}], [], ["y", 0, 0]]]}`,
		`{"class_name": [], "config": {"class_name": "x", "config": 1}}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		tree, err := config.Parse([]byte(s))
		if err != nil {
			return
		}
		for generation := 1; generation <= 3; generation++ {
			if out, err := Model(tree, Origin{Generation: generation, Theano: true}); err == nil {
				if _, err := config.Encode(out); err != nil {
					t.Errorf("generation %d: %v", generation, err)
				}
			}
			_, _ = Training(tree, Origin{Generation: generation, ClipsAll: true})
		}
		Generation("", tree)
	})
}

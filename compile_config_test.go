package keras_test

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
)

// TestOutputsSaved checks that how outputs are judged is in a file, also if some have no
// loss.
func TestOutputsSaved(t *testing.T) {
	in := keras.Input(3)
	a := keras.Call(&layers.Dense{Units: 1, Base: layers.Named("a")}, in)
	b := keras.Call(&layers.Dense{Units: 1, Base: layers.Named("b")}, in)
	mse := keras.OutputOptions{Loss: losses.Name("mse"), LossWeight: new(0.5), Metrics: metrics.Names("mae")}
	for name, c := range map[string]struct {
		outputs keras.Source
		options map[string]keras.OutputOptions
		want    []string
	}{
		"both":       {keras.List{a, b}, map[string]keras.OutputOptions{"a": mse, "b": {Loss: losses.Name("mae")}}, []string{"loss", "a_loss", "b_loss", "a_mae"}},
		"one":        {keras.List{a, b}, map[string]keras.OutputOptions{"b": mse}, []string{"loss", "b_mae"}},
		"one, named": {keras.Named{"x": a, "y": b}, map[string]keras.OutputOptions{"y": mse}, []string{"loss", "y_mae"}},
	} {
		t.Run(name, func(t *testing.T) {
			m := keras.Functional(in, c.outputs)
			if err := m.Compile(keras.CompileOptions{Outputs: c.options}); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "m.keras")
			if err := m.Save(path); err != nil {
				t.Fatal(err)
			}
			again, err := keras.Load(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range []*keras.Model{m, again} {
				if got := x.MetricNames(); !slices.Equal(got, c.want) {
					t.Errorf("received %q, expected %q", got, c.want)
				}
			}
			text, _ := m.ToJSON()
			if got, _ := again.ToJSON(); got != text {
				t.Errorf("received %s, expected %s", got, text)
			}
		})
	}
}

// TestCompileConfigKept checks that what Keras writes of how a model is compiled is
// written again, also where it means nothing here.
func TestCompileConfigKept(t *testing.T) {
	const compile = `{"optimizer": {"module": "keras.optimizers", "class_name": "SGD", "config": {"name": "SGD", "learning_rate": 0.1, "loss_scale_factor": 8.0}, "registered_name": null}, ` +
		`"loss": "mse", "metrics": ["mae", {"module": "keras.losses", "class_name": "Huber", "config": {"name": "huber_loss", "reduction": "sum"}, "registered_name": null}], ` +
		`"run_eagerly": true, "steps_per_execution": 4, "jit_compile": false}`
	net := keras.Sequential(keras.Input(2), &layers.Dense{Units: 1})
	if err := net.Compile(keras.CompileOptions{Loss: losses.Name("mse")}); err != nil {
		t.Fatal(err)
	}
	file := saved(t, net, func(name, text string) string {
		if name == "config.json" {
			text, _, _ = strings.Cut(text, `"compile_config": `)
			text += `"compile_config": ` + compile + `}`
		}
		return text
	})
	m, err := keras.Read(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if got := m.MetricNames(); !slices.Equal(got, []string{"loss", "mae", "huber_loss"}) {
		t.Errorf("received metrics %q", got)
	}
	written := ""
	saved(t, m, func(name, text string) string {
		if name == "config.json" {
			written = text
		}
		return text
	})
	for _, want := range []string{
		`"metrics": [{"module": "keras.metrics", "class_name": "MeanAbsoluteError", "config": {"name": "mae"}, "registered_name": null}, ` +
			`{"module": "keras.losses", "class_name": "Huber", "config": {"name": "huber_loss", "reduction": "sum"}, "registered_name": null}]`,
		`"loss_scale_factor": 8.0`, `"run_eagerly": true, "steps_per_execution": 4, "jit_compile": false}`,
	} {
		if !strings.Contains(written, want) {
			t.Errorf("received %s, expected %s", written, want)
		}
	}
}

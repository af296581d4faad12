package keras_test

import (
	"path/filepath"
	"slices"
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

package keras_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
)

// TestFrozenFile checks that what a file says of a model that isn't trained holds in Keras
// too, which looks at the layers of a sequential model alone, and that it can be thawed.
func TestFrozenFile(t *testing.T) {
	in := keras.Input(3)
	inner := keras.Sequential(
		keras.Sequential(keras.Input(3), &layers.Dense{Units: 3}, &layers.BatchNormalization{}),
		keras.Functional(in, keras.Call(&layers.Dense{Units: 3}, in)),
	)
	inner.Trainable = new(false)
	m := keras.Sequential(keras.Input(3), inner, &layers.Dense{Units: 2})
	text, err := m.ToJSON()
	if err != nil {
		t.Fatal(err)
	}
	var config any
	if err := json.Unmarshal([]byte(text), &config); err != nil {
		t.Fatal(err)
	}
	var frozen []string
	var walk func(v any)
	walk = func(v any) {
		o, _ := v.(map[string]any)
		c, _ := o["config"].(map[string]any)
		if c["trainable"] == false {
			frozen = append(frozen, o["class_name"].(string))
		}
		list, _ := c["layers"].([]any)
		for _, l := range list {
			walk(l)
		}
	}
	walk(config)
	if got, want := strings.Join(frozen, " "), "Sequential Sequential Dense BatchNormalization Functional"; got != want {
		t.Errorf("received %s as what isn't trained, expected %s", got, want)
	}
	again, err := keras.FromJSON(text)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(layers.TrainableWeights(again)); n != 2 {
		t.Errorf("received %d weights that are trained, expected 2", n)
	}
	layers.SetTrainable(again.Layers()[0], true)
	if n := len(layers.TrainableWeights(again)); n != 8 {
		t.Errorf("received %d weights that are trained once the model within is thawed, expected 8", n)
	}
}

// TestFrozenSummary checks that the table tells of each layer what is made of it as a part of
// the whole, as Keras does.
func TestFrozenSummary(t *testing.T) {
	inner := keras.Sequential(keras.Input(3), &layers.Dense{Units: 3})
	m := keras.Sequential(keras.Input(3), inner, &layers.Dense{Units: 2})
	for _, c := range []struct {
		frozen layers.Layer
		want   string
	}{{inner, "NNY"}, {m, "NNN"}} {
		layers.SetTrainable(c.frozen, false)
		var b bytes.Buffer
		if err := m.Summary(&b, keras.SummaryOptions{ShowTrainable: true, ExpandNested: true}); err != nil {
			t.Fatal(err)
		}
		var got string
		for line := range strings.Lines(b.String()) {
			if cells := strings.Split(line, "│"); len(cells) == 6 {
				got += strings.TrimSpace(cells[4])
			}
		}
		if got != c.want {
			t.Errorf("received %q, expected %q\n%s", got, c.want, &b)
		}
	}
}

package losses_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/losses"
)

func TestConfigs(t *testing.T) {
	type object struct {
		Module    string
		ClassName string `json:"class_name"`
		Config    map[string]any
	}
	defaults := map[string]map[string]any{}
	for _, c := range golden.Load[struct {
		Name, Kind, Class string
		Object            json.RawMessage
	}](t, "configs") {
		if c.Kind != "loss" {
			continue
		}
		var want, got object
		if err := json.Unmarshal(c.Object, &want); err != nil {
			t.Fatal(err)
		}
		if defaults[c.Class] == nil {
			defaults[c.Class] = want.Config
		}
		l, err := config.Decode[losses.Loss](c.Object)
		if err != nil {
			t.Errorf("%s: %v", c.Name, err)
			continue
		}
		if name := reflect.TypeOf(l).Elem().Name(); name != c.Class {
			t.Errorf("%s: received a %s", c.Name, name)
		}
		text, err := config.Encode(l)
		if err == nil {
			err = json.Unmarshal(text, &got)
		}
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		if got.Module != want.Module || got.ClassName != want.ClassName {
			t.Errorf("%s: received %s.%s", c.Name, got.Module, got.ClassName)
		}
		for key, value := range want.Config {
			v, ok := got.Config[key]
			if !ok {
				v = defaults[c.Class][key]
			}
			if !reflect.DeepEqual(v, value) {
				t.Errorf("%s: %s: received %v, expected %v", c.Name, key, v, value)
			}
			delete(got.Config, key)
		}
		if len(got.Config) > 0 {
			t.Errorf("%s: keys that Keras doesn't have: %v", c.Name, got.Config)
		}
	}
	if len(defaults) < 5 {
		t.Errorf("received configs of %d classes, expected 5", len(defaults))
	}
}

func TestConfigForms(t *testing.T) {
	tests := []struct {
		json string
		want losses.Loss
		text string
	}{
		{`{"class_name": "Huber", "config": {"reduction": null, "delta": 0.5}}`,
			&losses.Huber{Delta: .5, Base: losses.Base{Reduction: losses.None}},
			`{"module": "keras.losses", "class_name": "Huber", "config": {"reduction": "none", "delta": 0.5}, "registered_name": null}`},
		{`{"class_name": "CategoricalFocalCrossentropy", "config": {"alpha": [0.5, 1.5]}}`,
			&losses.CategoricalFocalCrossentropy{ClassAlpha: []float64{.5, 1.5}},
			`{"module": "keras.losses", "class_name": "CategoricalFocalCrossentropy", "config": {"alpha": [0.5, 1.5]}, "registered_name": null}`},
		{`{"class_name": "function", "config": "mean_squared_error", "module": "builtins", "registered_name": "function"}`,
			&losses.MeanSquaredError{},
			`{"module": "keras.losses", "class_name": "MeanSquaredError", "config": {}, "registered_name": null}`},
		{`{"class_name": "MeanAbsoluteError", "config": {"dtype": "float64"}}`,
			&losses.MeanAbsoluteError{Base: losses.Base{DType: "float64"}},
			`{"module": "keras.losses", "class_name": "MeanAbsoluteError", "config": {"dtype": "float64"}, "registered_name": null}`},
		{`{"class_name": "Dice", "config": {"axis": 1}}`,
			&losses.Dice{Axis: new(1)},
			`{"module": "keras.losses", "class_name": "Dice", "config": {"axis": 1}, "registered_name": null}`},
		{`{"class_name": "Tversky", "config": {"alpha": 0.0, "beta": 1.0, "axis": [1, 2]}}`,
			&losses.Tversky{Alpha: new(0.), Beta: new(1.), Axes: []int{1, 2}},
			`{"module": "keras.losses", "class_name": "Tversky", "config": {"alpha": 0.0, "beta": 1.0, "axis": [1, 2]}, "registered_name": null}`},
		{`{"class_name": "Circle", "config": {"gamma": 80.0, "margin": 0.0, "remove_diagonal": false}}`,
			&losses.Circle{Gamma: 80, Margin: new(0.), RemoveDiagonal: new(false)},
			`{"module": "keras.losses", "class_name": "Circle", "config": {"margin": 0.0, "remove_diagonal": false}, "registered_name": null}`},
	}
	for _, tt := range tests {
		l, err := config.Decode[losses.Loss]([]byte(tt.json))
		if err != nil || !reflect.DeepEqual(l, tt.want) {
			t.Errorf("%s: received %+v, %v, expected %+v", tt.json, l, err, tt.want)
		}
		text, err := config.Encode(tt.want)
		if err != nil || string(text) != tt.text {
			t.Errorf("received %s, %v, expected %s", text, err, tt.text)
		}
	}
	var holder struct{ Loss losses.Loss }
	for l, want := range map[losses.Loss]string{
		losses.Name("mse"):            `{"loss": "mse"}`,
		&losses.Func{Name: "my_loss"}: `{"loss": {"module": "builtins", "class_name": "function", "config": "my_loss", "registered_name": "function"}}`,
	} {
		holder.Loss = l
		if text, err := config.Encode(holder); err != nil || string(text) != want {
			t.Errorf("received %s, %v, expected %s", text, err, want)
		}
	}
}

package metrics_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestConfigs reads what Keras wrote and writes it again. Keys that are left out
// must have their default there.
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
		if c.Kind != "metric" {
			continue
		}
		var want, got object
		if err := json.Unmarshal(c.Object, &want); err != nil {
			t.Fatal(err)
		}
		if defaults[c.Class] == nil {
			defaults[c.Class] = want.Config
		}
		m, err := config.Decode[metrics.Metric](c.Object)
		if err != nil {
			t.Errorf("%s: %v", c.Name, err)
			continue
		}
		text, err := config.Encode(m)
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
		if got := metrics.NameOf(m); got != want.Config["name"] {
			t.Errorf("%s: received name %q, expected %q", c.Name, got, want.Config["name"])
		}
	}
	if len(defaults) < 14 {
		t.Errorf("received configs of %d classes, expected 14", len(defaults))
	}
}

// TestDefaultNames compares the names that metrics have by themselves with Keras's.
func TestDefaultNames(t *testing.T) {
	all := slices.Concat(golden.Load[metricCase](t, "metrics"), golden.Load[metricCase](t, "more_metrics"), golden.Load[metricCase](t, "confusion_metrics"))
	for _, c := range all {
		if c.Metric[0] == '"' {
			continue
		}
		var o struct {
			ClassName string `json:"class_name"`
			Config    struct{ Name string }
		}
		if err := json.Unmarshal(c.Metric, &o); err != nil {
			t.Fatal(err)
		}
		m, err := config.Decode[metrics.Metric]([]byte(`{"class_name": "` + o.ClassName + `", "config": {}}`))
		if err != nil {
			t.Fatal(err)
		}
		if got := metrics.NameOf(m); got != o.Config.Name {
			t.Errorf("%s: received name %q, expected %q", o.ClassName, got, o.Config.Name)
		}
	}
}

func TestAccuracyConfig(t *testing.T) {
	float := func(shape ...int) ops.Type { return ops.Type{Shape: append(tensor.Shape{tensor.Unknown}, shape...)} }
	tests := []struct {
		metric       *metrics.Accuracy
		yTrue, yPred ops.Type
		want         string
	}{
		{&metrics.Accuracy{}, float(10), float(10), `"accuracy"`},
		{&metrics.Accuracy{Base: metrics.Base{Name: "acc"}}, float(10), float(10), `"acc"`},
		{&metrics.Accuracy{Base: metrics.Base{Name: "right"}}, float(10), float(10),
			`{"module": "keras.metrics", "class_name": "CategoricalAccuracy", "config": {"name": "right"}, "registered_name": null}`},
		{&metrics.Accuracy{Base: metrics.Base{Name: "right"}}, float(), float(10),
			`{"module": "keras.metrics", "class_name": "SparseCategoricalAccuracy", "config": {"name": "right"}, "registered_name": null}`},
		{&metrics.Accuracy{Base: metrics.Base{Name: "right"}}, float(), float(1),
			`{"module": "keras.metrics", "class_name": "BinaryAccuracy", "config": {"name": "right"}, "registered_name": null}`},
	}
	for _, tt := range tests {
		if err := metrics.Build(tt.metric, tt.yTrue, tt.yPred); err != nil {
			t.Error(err)
		}
		// As it stands in the list of a model's metrics.
		text, err := config.Encode([]metrics.Metric{tt.metric})
		if err != nil || string(text) != "["+tt.want+"]" {
			t.Errorf("received %s, %v, expected %s", text, err, tt.want)
		}
	}
	_, err := config.Encode([]metrics.Metric{&metrics.Accuracy{Base: metrics.Base{Name: "right"}}})
	if err == nil || !strings.Contains(err.Error(), `metrics.Accuracy named "right": it can't be saved before targets were seen`) {
		t.Errorf("received %v", err)
	}
}

func TestOtherConfigs(t *testing.T) {
	tests := []struct {
		metric metrics.Metric
		want   string
	}{
		{&metrics.Func{Name: "mine"}, `[{"module": "builtins", "class_name": "function", "config": "mine", "registered_name": "function"}]`},
		{metrics.Name("mse"), `[{"module": "keras.metrics", "class_name": "MeanSquaredError", "config": {"name": "mse"}, "registered_name": null}]`},
		{metrics.Name("mistake"), `["mistake"]`},
		{&metrics.ExactAccuracy{}, `[{"module": "keras.metrics", "class_name": "Accuracy", "config": {}, "registered_name": null}]`},
		{&metrics.CosineSimilarity{Axis: new(1)}, `[{"module": "keras.metrics", "class_name": "CosineSimilarity", "config": {"axis": 1}, "registered_name": null}]`},
		{&metrics.BinaryAccuracy{Threshold: new(0.0)}, `[{"module": "keras.metrics", "class_name": "BinaryAccuracy", "config": {"threshold": 0.0}, "registered_name": null}]`},
	}
	for _, tt := range tests {
		text, err := config.Encode([]metrics.Metric{tt.metric})
		if err != nil || string(text) != tt.want {
			t.Errorf("received %s, %v, expected %s", text, err, tt.want)
		}
	}
}

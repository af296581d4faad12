package metrics_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestConfusionConfigs reads what Keras wrote and writes it again. What is left out is
// null or a default there.
func TestConfusionConfigs(t *testing.T) {
	left := map[string][]any{
		"thresholds": {nil}, "top_k": {nil}, "class_id": {nil}, "num_labels": {nil}, "label_weights": {nil}, "dtype": {"float32"},
		"num_thresholds": {200., 5.}, // with thresholds
		"curve":          {"ROC"}, "summation_method": {"interpolation"}, "multi_label": {false}, "from_logits": {false}, "name": nil,
	}
	for _, c := range golden.Load[metricCase](t, "confusion_metrics") {
		var want, got struct{ Config map[string]any }
		if err := json.Unmarshal(c.Metric, &want); err != nil {
			t.Fatal(err)
		}
		text, err := config.Encode(c.metric(t))
		if err == nil {
			err = json.Unmarshal(text, &got)
		}
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		for key, value := range got.Config {
			if o, ok := want.Config[key].(map[string]any); ok && o["class_name"] == "__tensor__" { // Keras takes a list too
				want.Config[key] = o["config"].(map[string]any)["value"]
			}
			if !reflect.DeepEqual(value, want.Config[key]) {
				t.Errorf("%s: %s: received %v, expected %v", c.Name, key, value, want.Config[key])
			}
			delete(want.Config, key)
		}
		for key, value := range want.Config {
			found := key == "name"
			for _, d := range left[key] {
				found = found || reflect.DeepEqual(d, value)
			}
			if !found {
				t.Errorf("%s: %s is left out, expected %v", c.Name, key, value)
			}
		}
	}
}

func TestConfusionErrors(t *testing.T) {
	three := tensor.Shape{-1, 3}
	for want, m := range map[string]metrics.Metric{
		"Thresholds: received 2, expected numbers":                                &metrics.Precision{Threshold: new(2.)},
		"Thresholds: received [0.5] beside a Threshold of 0.1":                    &metrics.Recall{Threshold: new(.1), Thresholds: []float64{.5}},
		"Thresholds: received an empty list":                                      &metrics.TruePositives{Thresholds: []float64{}},
		"TopK: received -1":                                                       &metrics.Recall{TopK: -1},
		"ClassID: received -2, expected the number of a class":                    &metrics.SensitivityAtSpecificity{ClassID: new(-2)},
		"ClassID: received 3, expected a class of predictions of shape (None, 3)": &metrics.Precision{ClassID: new(3)},
		"Recall: received 1.5, expected a number from 0 to 1":                     &metrics.PrecisionAtRecall{Recall: 1.5},
		"NumThresholds: received -4":                                              &metrics.RecallAtPrecision{NumThresholds: -4},
		"NumThresholds: received 1, expected at least 2":                          &metrics.AUC{NumThresholds: 1},
		`Curve: received "RCO", expected "ROC", "PR" or "PRGAIN"`:                 &metrics.AUC{Curve: "RCO"},
		`SummationMethod: received "mid", expected "interpolation"`:               &metrics.AUC{SummationMethod: "mid"},
		"NumLabels: received 3 without MultiLabel":                                &metrics.AUC{NumLabels: 3},
		"NumLabels: received 4 for predictions of shape (None, 3)":                &metrics.AUC{NumLabels: 4, MultiLabel: true},
		"LabelWeights: received 2 numbers, expected one for each of the 3 labels": &metrics.AUC{LabelWeights: []float64{1, 2}, MultiLabel: true},
		"LabelWeights: received 4 numbers, expected one for each column":          &metrics.AUC{LabelWeights: []float64{1, 2, 3, 4}},
	} {
		err := metrics.Build(m, ops.Type{Shape: three}, ops.Type{Shape: three})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("received %v, expected %s", err, want)
		}
	}
	err := metrics.Build(&metrics.AUC{}, ops.Type{Shape: tensor.Shape{-1}}, ops.Type{Shape: three})
	if err == nil || !strings.Contains(err.Error(), "targets: received shape (None,), expected that of the predictions, (None, 3)") {
		t.Errorf("received %v", err)
	}
}

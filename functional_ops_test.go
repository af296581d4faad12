package keras_test

import (
	"context"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/tensor"
)

// TestOperationsInFiles loads models of Keras's in which operations stand between
// layers, computes what they compute, and writes them as Keras does.
func TestOperationsInFiles(t *testing.T) {
	type modelCase struct {
		Name            string
		Model           json.RawMessage
		Inputs, Outputs []golden.Array
	}
	for _, c := range golden.Load[modelCase](t, "ops_models") {
		t.Run(c.Name, func(t *testing.T) {
			m, err := keras.FromJSON(string(c.Model))
			if err != nil {
				t.Fatal(err)
			}
			check := func(m *keras.Model) {
				t.Helper()
				var x []*tensor.Tensor
				for _, a := range c.Inputs {
					x = append(x, a.Tensor(t))
				}
				got, err := m.PredictData(context.Background(), &data.Arrays{X: x})
				if err != nil {
					t.Fatal(err)
				}
				if len(got) != len(c.Outputs) {
					t.Fatalf("%d outputs, want %d", len(got), len(c.Outputs))
				}
				for i, want := range c.Outputs {
					if !got[i].Shape().Equal(tensor.Shape(want.Shape)) {
						t.Fatalf("output %d has shape %v, want %v", i, got[i].Shape(), want.Shape)
					}
					golden.Close(t, tensor.Data[float32](got[i].Cast(tensor.Float32)), want, 1e-5, 1e-6)
				}
			}
			check(m)
			text, err := m.ToJSON()
			if err != nil {
				t.Fatal(err)
			}
			again, err := keras.FromJSON(text)
			if err != nil {
				t.Fatal(err)
			}
			check(again)
			if got, want := calls(t, []byte(text)), calls(t, c.Model); !reflect.DeepEqual(got, want) {
				a, _ := json.Marshal(got)
				b, _ := json.Marshal(want)
				t.Errorf("calls\n%s, want\n%s", a, b)
			}
		})
	}
}

// calls returns the positional arguments of the calls of operations in a model's JSON.
// Those by name are among them: where there is nothing to be said about them, nothing is.
func calls(t *testing.T, text []byte) map[string]any {
	t.Helper()
	var m struct {
		Config struct {
			Layers []struct {
				Module, Name string
				Inbound      []struct {
					Args   []any
					Kwargs map[string]any
				} `json:"inbound_nodes"`
			}
		}
	}
	if err := json.Unmarshal(text, &m); err != nil {
		t.Fatal(err)
	}
	all := map[string]any{}
	for _, l := range m.Config.Layers {
		for _, n := range l.Inbound {
			args := n.Args
			for _, v := range n.Kwargs {
				if v != nil {
					args = append(args, v)
				}
			}
			for len(args) > 0 && args[len(args)-1] == nil {
				args = args[:len(args)-1]
			}
			all[l.Name] = alike(args)
		}
	}
	return all
}

// alike gives lists of numbers one form, and numbers the precision of float32.
func alike(v any) any {
	switch v := v.(type) {
	case float64:
		return float32(v)
	case []any:
		for i, x := range v {
			v[i] = alike(x)
		}
	case map[string]any:
		if c, ok := v["config"].(map[string]any); ok && v["class_name"] == "__numpy__" {
			return alike(c["value"])
		}
		for k, x := range v {
			v[k] = alike(x)
		}
	}
	return v
}

package constraints

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/config/configtest"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

func TestRegistered(t *testing.T) { configtest.Registered(t, module) }

type constraintCase struct {
	Name     string
	Args     json.RawMessage
	Object   json.RawMessage
	X, Value golden.Array
}

func cases(t *testing.T) []constraintCase {
	t.Helper()
	data, err := os.ReadFile("testdata/constraints.json")
	if err != nil {
		t.Fatal(err)
	}
	var list []constraintCase
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// TestKeras holds projections to Keras's.
func TestKeras(t *testing.T) {
	for _, c := range cases(t) {
		t.Run(c.Name, func(t *testing.T) {
			k, err := config.Decode[Constraint](c.Object)
			if err != nil {
				t.Fatal(err)
			}
			golden.Close(t, project(t, k, c.X.Float32s(), c.X.Shape...), c.Value, 1e-6, 1e-7)
		})
	}
}

func project(t *testing.T, c Constraint, x []float32, shape ...int) []float32 {
	t.Helper()
	trace := ops.NewTrace(true)
	in := ops.Input("w", tensor.Float32, shape...)
	out, err := ref.Run(trace.Program("test", []*ops.Value{in}, []*ops.Value{c.Project(in)}), tensor.FromSlice(x, shape...))
	if err != nil {
		t.Fatal(err)
	}
	if !out[0].Shape().Equal(shape) {
		t.Fatalf("received shape %v, want %v", out[0].Shape(), shape)
	}
	return tensor.Data[float32](out[0])
}

// TestConfigs checks that what is written has the arguments that Keras's object was made
// with, and nothing else: the others have their default.
func TestConfigs(t *testing.T) {
	for _, c := range cases(t) {
		k, err := config.Decode[Constraint](c.Object)
		if err != nil {
			t.Fatal(err)
		}
		o, err := config.Marshal(k)
		if err != nil {
			t.Fatal(err)
		}
		text, err := config.Encode(o.Config)
		if err != nil {
			t.Fatal(err)
		}
		var got, want any
		if err := json.Unmarshal(text, &got); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(c.Args, &want); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: wrote %s, want %s", c.Name, text, c.Args)
		}
	}
	got, err := config.Decode[Constraint](json.RawMessage(`{"class_name": "MaxNorm", "config": {"max_value": 3, "axis": [0, 1]}}`))
	if want := (&MaxNorm{MaxValue: new(3.0), Axis: Axes{0, 1}}); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, %v; want %+v", got, err, want)
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[Name]Constraint{
		"max_norm": &MaxNorm{}, "MaxNorm": &MaxNorm{}, "min_max_norm": &MinMaxNorm{}, "non_neg": &NonNeg{}, "unit_norm": &UnitNorm{},
	} {
		got, err := name.resolve()
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q is %+v, %v; want %+v", name, got, err, want)
		}
	}
	if got := project(t, Name("non_neg"), []float32{-1, 2}, 2); got[0] != 0 || got[1] != 2 {
		t.Errorf("non_neg of (-1, 2) is %v", got)
	}
	text, err := config.Encode(Name("unit_norm"))
	if want := `{"module": "keras.constraints", "class_name": "UnitNorm", "config": {}, "registered_name": null}`; err != nil || string(text) != want {
		t.Errorf("written as %s, %v; want %s", text, err, want)
	}
}

func TestErrors(t *testing.T) {
	for _, c := range []struct {
		c    Constraint
		want string
	}{
		{&MaxNorm{Axis: Axes{2}}, "axis 2 is out of range for a value of shape (2, 2)"},
		{Name("max_nrom"), `constraint: received "max_nrom", expected a known name such as "max_norm"`},
	} {
		err := func() (err error) {
			defer ops.Catch(&err)
			c.c.Project(ops.Input("w", tensor.Float32, 2, 2))
			return nil
		}()
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%T: got %v, want %s", c.c, err, c.want)
		}
	}
}

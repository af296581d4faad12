package ops_test

import (
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestKeepDims checks that a symbolic reduction keeps its axes itself, and that other
// values get them.
func TestKeepDims(t *testing.T) {
	x := new(symbols).f(-1, 3, 4)
	for name, tt := range map[string]struct {
		y    *ops.Value
		want string
	}{
		"Mean":    {ops.KeepDims(ops.Mean(x, 1), x, 1), `{"axis": 1, "keepdims": true}`},
		"Max":     {ops.KeepDims(ops.Max(x, 1, -1), x, 1, -1), `{"axis": [1, -1], "keepdims": true, "initial": null}`},
		"Argmax":  {ops.KeepDims(ops.ArgMax(x, 1), x, 1), `{"axis": 1, "keepdims": true}`},
		"Average": {ops.KeepDims(ops.Average(x, nil, 1), x, 1), ""},
	} {
		op := tt.y.Call.Op.(ops.Operation)
		if tt.want == "" {
			if c := ops.ClassOf(op).Name; c != "ExpandDims" || !tt.y.Shape.Equal(tensor.Shape{-1, 1, 4}) {
				t.Errorf("%s: got %s %v", name, c, tt.y.Type)
			}
			continue
		}
		m, err := config.Fields(op)
		if err != nil {
			t.Fatal(err)
		}
		text, err := config.Encode(m)
		if err != nil || string(text) != tt.want || ops.ClassOf(op).Name != name {
			t.Errorf("%s: got %s %s, %v, want %s", name, ops.ClassOf(op).Name, text, err, tt.want)
		}
	}
}

// TestSymbolicNumbers checks that numbers beside symbolic values are constants, and not
// arrays of the values' shape, which nobody knows.
func TestSymbolicNumbers(t *testing.T) {
	x := new(symbols).f(-1, 3)
	for name, y := range map[string]*ops.Value{"AddScalar": ops.AddScalar(x, 2), "Scale": ops.Scale(x, 2)} {
		in := y.Call.In
		if len(in) != 2 || in[0] != x || ops.IsSymbolic(in[1]) || len(in[1].Shape) != 0 {
			t.Errorf("%s: the call has inputs %v", name, in)
		}
	}
}

// TestSymbolicErrors checks that what is wrong is kept with the values.
func TestSymbolicErrors(t *testing.T) {
	s := new(symbols)
	for want, y := range map[string]*ops.Value{
		"ops.Add: operands of shapes":                       ops.Add(s.f(-1, 3), s.f(-1, 4)),
		"ops.Squeeze: axis 1":                               ops.Squeeze(s.f(-1, 3), 1),
		"ops.Split: received 2 parts for an axis of size 3": ops.Split(s.f(-1, 3), 2, 1)[1],
		"ops.GetItem: index 3 is out of range for axis 1":   ops.GetItem(s.f(-1, 3), ops.Every, ops.Only(3)),
		"ops.TopK: received k = 4":                          first(ops.TopK(s.f(-1, 3), 4)),
		"its input comes from a call that failed":           ops.Relu(ops.Squeeze(s.f(-1, 3), 1)),
	} {
		if y.Call.Err == nil || !strings.Contains(y.Call.Err.Error(), want) {
			t.Errorf("got %v, want %s", y.Call.Err, want)
		}
	}
}

func first(x, _ *ops.Value) *ops.Value { return x }

package golden

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/tensor"
)

// reporter collects what a failing test would print.
type reporter struct {
	testing.TB
	said strings.Builder
}

func (r *reporter) Helper() {}

func (r *reporter) Errorf(format string, args ...any) {
	fmt.Fprintf(&r.said, format+"\n", args...)
}

// TestFilesLoad decodes every committed family, so that a file that no test
// reads yet is well formed too.
func TestFilesLoad(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root(t), "testdata", "golden", "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("golden files: received %v, %v", files, err)
	}
	for _, file := range files {
		family := strings.TrimSuffix(filepath.Base(file), ".json")
		seen := map[string]bool{}
		for _, c := range Load[struct{ Name string }](t, family) {
			if c.Name == "" || seen[c.Name] {
				t.Errorf("family %q: name %q is empty or occurs twice", family, c.Name)
			}
			seen[c.Name] = true
		}
		if info, err := os.Stat(file); err != nil || info.Size() > 1<<20 {
			t.Errorf("%s: received %d bytes, %v, expected at most 1 MiB", family, info.Size(), err)
		}
	}
}

func TestLoadActivation(t *testing.T) {
	type activation struct {
		Function       string
		X, W, Gradient Array
		Value          Array
	}
	for _, c := range Load[activation](t, "activations") {
		if c.Function != "relu6" {
			continue
		}
		got := c.X.Float32s()
		for i, x := range got {
			got[i] = min(max(x, 0), 6)
		}
		Close(t, got, c.Value, 0, 0)
		return
	}
	t.Error("relu6 is not among the activations")
}

func TestArray(t *testing.T) {
	var a Array
	text := `{"shape": [2, 2], "dtype": "float32", "data": [0.1, "nan", "inf", "-inf"]}`
	if err := json.Unmarshal([]byte(text), &a); err != nil {
		t.Fatal(err)
	}
	got := a.Float32s()
	if got[0] != 0.1 || got[1] == got[1] || !math.IsInf(a.Float64s()[2], 1) || !math.IsInf(a.Float64s()[3], -1) {
		t.Errorf("received %v", got)
	}
	if x := a.Tensor(t); x.DType() != tensor.Float32 || !slices.Equal(x.Shape(), []int{2, 2}) {
		t.Errorf("tensor: received %v%v", x.DType(), x.Shape())
	}
}

func TestArrayOfIntegersAndBooleans(t *testing.T) {
	var ints, flags Array
	if err := json.Unmarshal([]byte(`{"shape": [], "dtype": "int32", "data": [-7]}`), &ints); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(`{"shape": [2], "dtype": "bool", "data": [true, false]}`), &flags); err != nil {
		t.Fatal(err)
	}
	if got := ints.Ints(); got[0] != -7 || ints.Int32s()[0] != -7 || len(ints.Tensor(t).Shape()) != 0 {
		t.Errorf("received %v, expected -7 without axes", got)
	}
	if got := fmt.Sprint(flags.Ints()); got != "[1 0]" || flags.Tensor(t).DType() != tensor.Bool {
		t.Errorf("received %v, expected [1 0] of type bool", got)
	}
}

func TestArrayErrors(t *testing.T) {
	for text, want := range map[string]string{
		`{"shape": [3], "dtype": "float32", "data": [1, 2]}`:     "received 2 values, expected 3",
		`{"shape": [1], "dtype": "float32", "data": ["NaN"]}`:    "expected a number",
		`{"shape": [1], "dtype": "float32", "data": [[1]]}`:      "expected a number",
		`{"shape": [1], "dtype": "bool", "data": [1]}`:           "bool",
		`{"shape": "x", "dtype": "float32", "data": [1, 2, 3]}`:  "string",
		`{"shape": [2, 0], "dtype": "float32", "data": [1, 2]}`:  "expected 0",
		`{"shape": [1], "dtype": "float32", "data": [1], "x":}`:  "invalid character",
		`{"shape": [1], "dtype": "float32", "data": "elephant"}`: "cannot unmarshal",
	} {
		var a Array
		err := json.Unmarshal([]byte(text), &a)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: received error %v, expected one with %q", text, err, want)
		}
	}
}

func TestClose(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	want := Array{Shape: []int{2, 2}, Data: []Number{1, 2, Number(nan), Number(inf)}}
	for _, c := range []struct {
		got        []float32
		rtol, atol float64
		said       string
	}{
		{[]float32{1, 2, nan, inf}, 0, 0, ""},
		{[]float32{1.0625, 2, nan, inf}, 0, 0.0625, ""},
		{[]float32{1, 2.125, nan, inf}, 0.0625, 0, ""},
		{[]float32{1, 2.25, nan, inf}, 0.0625, 0, "at [0 1]: received 2.25, expected 2; 1 of 4"},
		{[]float32{2, 2, 3, inf}, 0, 0, "at [0 0]: received 2, expected 1; 2 of 4"},
		{[]float32{1, 2, nan, -inf}, 1, 1, "at [1 1]: received -Inf, expected +Inf"},
		{[]float32{1, 2, nan, 5}, 1, 1, "at [1 1]: received 5, expected +Inf"},
		{[]float32{nan, 2, nan, inf}, 1, 1, "at [0 0]: received NaN, expected 1"},
		{[]float32{1}, 1, 1, "received 1 values, expected 4 of shape [2 2]"},
	} {
		r := &reporter{TB: t}
		ok := Close(r, c.got, want, c.rtol, c.atol)
		said := r.said.String()
		if ok != (c.said == "") || ok != (said == "") || !strings.Contains(said, c.said) {
			t.Errorf("%v: received %v %q, expected %q", c.got, ok, said, c.said)
		}
	}
	r := &reporter{TB: t}
	if !CloseTo(r, 1.5, 1.5, 0, 0) || CloseTo(r, 1.5, 1, 0.1, 0.1) || r.said.Len() == 0 {
		t.Errorf("CloseTo: received %q", r.said.String())
	}
}

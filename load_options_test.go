package keras_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Doubler is a layer that isn't registered.
type Doubler struct {
	layers.Base

	// Times is how often it doubles. Required.
	Times int `json:"times"`
}

func (d *Doubler) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	for range d.Times {
		x = ops.Scale(x, 2)
	}
	return x
}

// doubling is the config of a model with a Doubler, as Python writes it for a class of its
// main module.
const doubling = `{"module": "keras", "class_name": "Sequential", "config": {"name": "s", "layers": [
	{"module": "keras.layers", "class_name": "InputLayer", "config": {"batch_shape": [null, 2]}},
	{"module": null, "class_name": "Doubler", "config": {"name": "d", "times": 3}, "registered_name": "Doubler"}]}}`

func TestCustomObjects(t *testing.T) {
	if _, err := keras.FromJSON(doubling); err == nil || !strings.Contains(err.Error(), "unsupported class Doubler") {
		t.Errorf("received the error %v", err)
	}
	for _, name := range []string{"Doubler", "mine>Doubler"} {
		text := strings.Replace(doubling, `"registered_name": "Doubler"`, `"registered_name": "`+name+`"`, 1)
		m, err := keras.FromJSON(text, keras.LoadOptions{CustomObjects: map[string]any{name: &Doubler{}}})
		if err != nil {
			t.Fatal(err)
		}
		y, err := m.Predict(context.Background(), tensor.FromSlice([]float32{1, 2}, 1, 2))
		if err != nil || !y.Equal(tensor.FromSlice([]float32{8, 16}, 1, 2)) {
			t.Errorf("received %v, error %v", y, err)
		}
	}
	for _, c := range []struct {
		objects map[string]any
		err     string
	}{
		{map[string]any{"Dense": &Doubler{}}, `custom object "Dense": received a name that stands for keras.layers>Dense, expected one that is free`},
		{map[string]any{"Doubler": Doubler{}}, `custom object "Doubler": received a keras_test.Doubler, expected a pointer to a struct`},
		{map[string]any{"Doubler": nil}, `custom object "Doubler": received a <nil>`},
		{map[string]any{"Doubler": &struct{ X int }{}}, "got class Custom>Doubler, want an object of type layers.Layer"},
	} {
		_, err := keras.FromJSON(doubling, keras.LoadOptions{CustomObjects: c.objects})
		if err == nil || !strings.Contains(err.Error(), c.err) {
			t.Errorf("received the error %v, expected %s", err, c.err)
		}
	}
	// It was known for those calls alone.
	if _, err := keras.FromJSON(doubling); err == nil {
		t.Error("no error")
	}
}

func TestLoadUncompiled(t *testing.T) {
	for _, name := range []string{"model.keras", "model.h5"} {
		m, err := keras.Load(recordedFiles+name, keras.LoadOptions{Compile: new(false)})
		if err != nil {
			t.Fatal(err)
		}
		expected(t, "expected.json").check(t, m, false)
		if _, err := m.TrainOnBatch(tensor.New(tensor.Float32, 1, 3), tensor.New(tensor.Float32, 1, 2), nil); err == nil {
			t.Errorf("%s: the model is compiled", name)
		}
	}
}

func TestLoadDType(t *testing.T) {
	for _, name := range []string{"model.keras", "model.h5"} {
		m, err := keras.Load(recordedFiles+name, keras.LoadOptions{DType: "float64"})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range m.Weights() {
			if w.DType() != tensor.Float64 {
				t.Errorf("%s: a weight is %v", name, w.DType())
			}
		}
		x := tensor.New(tensor.Float64, 1, 3)
		y, err := m.Predict(context.Background(), x)
		if err != nil || y.DType() != tensor.Float64 {
			t.Errorf("%s: received %v, error %v", name, y, err)
		}
		x.Fill(1e-12) // which changes nothing in float32
		if z, err := m.Predict(context.Background(), x); err != nil || z.Equal(y) {
			t.Errorf("%s: the input lost precision: received %v, error %v", name, z, err)
		}
		expected(t, "expected.json").check(t, m, true)
	}
	if _, err := keras.Load(recordedFiles+"model.keras", keras.LoadOptions{DType: "float16"}); err == nil || !strings.Contains(err.Error(), `DType: received "float16", expected "float32" or "float64"`) {
		t.Errorf("received the error %v", err)
	}
}

// Layers of half precision compute in another type if asked to.
func TestLoadHalf(t *testing.T) {
	if _, err := keras.Load(recordedFiles + "half.keras"); err == nil || !strings.Contains(err.Error(), `DType: received "mixed_bfloat16", expected "float32" or "float64"`) {
		t.Errorf("received the error %v", err)
	}
	e := expected(t, "half.json")
	for _, dtype := range []string{"float32", "float64"} {
		m, err := keras.Load(recordedFiles+"half.keras", keras.LoadOptions{DType: dtype})
		if err != nil {
			t.Fatal(err)
		}
		y, err := m.Predict(context.Background(), tensor.FromSlice(e.X, 8, 3))
		if err != nil || y.DType().String() != dtype {
			t.Fatalf("received %v, error %v", y, err)
		}
		for i, v := range tensor.Data[float64](y.Cast(tensor.Float64)) {
			golden.CloseTo(t, v, e.Predict[i], 0.02, 0.02)
		}
	}
}

func TestMaxMemory(t *testing.T) {
	large := func(units string) string {
		return `{"class_name": "Sequential", "config": {"name": "s", "layers": [
			{"class_name": "InputLayer", "config": {"batch_shape": [null, 1000]}},
			{"class_name": "Dense", "config": {"name": "d", "units": ` + units + `}}]}}`
	}
	for _, c := range []struct {
		units string
		most  int64
		err   string
	}{
		{"100", 0, ""},
		{"100", 400400, ""},
		{"100", 400399, `with it the weights take more than MaxMemory allows`},
		{"100", -1, "MaxMemory: received -1"},
		{"300000", 0, `layer "d" (Dense): weight "kernel" of shape (1000, 300000): with it the weights take more than MaxMemory allows`},
	} {
		_, err := keras.FromJSON(large(c.units), keras.LoadOptions{MaxMemory: c.most})
		if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%s units, at most %d bytes: received the error %v, expected %q", c.units, c.most, err, c.err)
		}
	}
	var b bytes.Buffer
	m := small(t)
	if _, err := m.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	bytesOf := int64(4 * m.CountParams())
	for most, ok := range map[int64]bool{bytesOf: true, bytesOf - 1: false, 1 << 40: true} {
		_, err := keras.Read(bytes.NewReader(b.Bytes()), int64(b.Len()), keras.LoadOptions{MaxMemory: most})
		if (err == nil) != ok {
			t.Errorf("at most %d bytes: received the error %v", most, err)
		}
	}
	// Weights that FromJSON makes are drawn, whatever the limit.
	again, err := keras.FromJSON(large("100"))
	if err != nil {
		t.Fatal(err)
	}
	if w := again.Weights()[0]; w.Equal(tensor.New(tensor.Float32, 1000, 100)) {
		t.Error("the kernel is zero")
	}
}

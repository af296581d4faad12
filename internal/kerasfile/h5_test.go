package kerasfile_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/hdf5"
	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/tensor"
)

func TestH5(t *testing.T) {
	kernel := tensor.FromSlice([]float32{1, 2, 3, 4, 5, 6}, 2, 3)
	m := kerasfile.Model{
		Config: []byte(`{}`), Training: []byte(`{"loss": null}`),
		Layers: []kerasfile.Named{
			{Name: "input"},
			{Name: "a", Weights: []kerasfile.Variable{{Path: "m/a/kernel", Value: kernel}, {Path: "m/a/bias", Value: tensor.Scalar[int32](7)}}},
		},
		Optimizer: []kerasfile.Variable{{Path: "sgd/iteration", Value: tensor.Scalar[int32](5)}},
	}
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	if !kerasfile.IsH5(bytes.NewReader(b.Bytes())) || kerasfile.IsH5(strings.NewReader("PK\x03\x04")) {
		t.Error("the formats aren't told apart")
	}
	f, err := kerasfile.OpenH5(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"model_config": "{}", "training_config": `{"loss": null}`, "backend": "tensorflow", "nothing": ""} {
		if got, err := f.Text(name); got != want || err != nil {
			t.Errorf("%s: received %q, %v, expected %q", name, got, err, want)
		}
	}
	layers, err := f.Layers()
	if err != nil || len(layers) != 2 || layers[0].Name != "input" || !slices.Equal(layers[1].Weights, []string{"m/a/kernel", "m/a/bias"}) {
		t.Fatalf("received %v, %v", layers, err)
	}
	values, err := f.Read(layers[1])
	if err != nil || !values[0].Equal(kernel) || values[1].Item() != 7 {
		t.Errorf("received %v, %v", values, err)
	}
	group, err := f.Optimizer()
	if err != nil || len(group.Weights) != 1 {
		t.Errorf("received %v, %v", group, err)
	}
}

// A group that stands for thousands of layers, with thousands of weights each.
func TestH5Repeated(t *testing.T) {
	w := hdf5.NewWriter()
	w.Root().SetStrings("layer_names", slices.Repeat([]string{"a"}, 4000))
	g := w.Group("a")
	g.SetStrings("weight_names", slices.Repeat([]string{"w"}, 4000))
	hdf5.Write(g, "w", []int{1000}, make([]float32, 1000))
	var b bytes.Buffer
	if _, err := w.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	f, err := kerasfile.OpenH5(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Layers(); err == nil || !strings.Contains(err.Error(), "more names of weights than the file has room for") {
		t.Errorf("received %v, expected an error", err)
	}
}

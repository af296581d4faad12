package kerastest

import (
	"bytes"
	"context"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// saving checks that a model with the layer gives the same bits after it was written
// and read.
func (c *LayerCase) saving(t testing.TB) {
	t.Helper()
	x, model := c.model()
	if err := model.Build(nil); err != nil {
		t.Errorf("saving: %v", err)
		return
	}
	ctx := context.Background()
	want, err := model.Predict(ctx, x)
	if err != nil {
		t.Errorf("saving: %v", err)
		return
	}
	var file bytes.Buffer
	if _, err := model.WriteTo(&file); err != nil {
		t.Errorf("saving: %v", err)
		return
	}
	again, err := keras.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Errorf("saving: received the error %v, expected the model to be read", err)
		return
	}
	got, err := again.Predict(ctx, x)
	if err != nil {
		t.Errorf("saving: %v", err)
		return
	}
	if !bytes.Equal(got.Bytes(), want.Bytes()) {
		t.Errorf("saving: received other predictions of the model that was read, expected the same bits: %v", near(got, want, 0))
	}
	a, b := model.Weights(), again.Weights()
	if len(a) != len(b) {
		t.Errorf("saving: received %d weights, expected %d", len(b), len(a))
		return
	}
	for i, w := range a {
		if !bytes.Equal(w.Bytes(), b[i].Bytes()) {
			t.Errorf("saving: weight %s: received other values, expected those that were written", model.Variables()[i].Path)
		}
	}
}

// model returns a model with the layer, and samples for it.
func (c *LayerCase) model() (*tensor.Tensor, *keras.Model) {
	inputs, l := c.batch(6, tensor.Float32), c.New()
	if in, ok := l.(*layers.Input); ok {
		return inputs[0], keras.Sequential(in)
	}
	if _, ok := l.(layers.Multi); !ok {
		return inputs[0], keras.Sequential(&layers.Input{Shape: c.Inputs[0], Type: inputs[0].DType()}, l)
	}
	j := &joined{Layer: l, Shapes: c.Inputs}
	size := 0
	for i, x := range inputs {
		j.Types = append(j.Types, x.DType().String())
		size += c.Inputs[i].Size()
	}
	flat := make([]float32, 0, 6*size)
	for row := range 6 {
		for _, x := range inputs {
			flat = append(flat, tensor.Data[float32](x.Rows(row, row+1).Cast(tensor.Float32))...)
		}
	}
	return tensor.FromSlice(flat, 6, size), keras.Sequential(keras.Input(size), j)
}

// joined is a layer that makes one of several inputs and outputs of another layer, so
// that it can be part of a sequential model: each sample is a row with all inputs one
// after the other, and becomes one with all outputs.
type joined struct {
	// Layer is the other layer. Required.
	Layer layers.Layer `json:"layer"`

	// Shapes is the shapes of the samples of its inputs. Required.
	Shapes []tensor.Shape `json:"shapes"`

	// Types is the types of the inputs, such as "float32". Required.
	Types []string `json:"types"`

	layers.Base
}

var _ = keras.Register[joined]("kerastest")

// Build implements [layers.Layer].
func (j *joined) Build(tensor.Shape) error {
	shapes := make([]tensor.Shape, len(j.Shapes))
	for i, s := range j.Shapes {
		shapes[i] = batched(tensor.Unknown, s)
	}
	return j.BuildChild("layer", j.Layer, shapes...)
}

// Call implements [layers.Layer].
func (j *joined) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	n, at := x.Shape[0], 0
	in := make([]*ops.Value, len(j.Shapes))
	for i, s := range j.Shapes {
		dt, err := tensor.ParseDType(j.Types[i])
		if err != nil {
			ops.Fail("joined", "Types[%d]: %w", i, err)
		}
		part := ops.SliceAxis(x, 1, at, at+s.Size())
		in[i] = ops.Cast(ops.Reshape(part, batched(n, s)...), dt)
		at += s.Size()
	}
	var out []*ops.Value
	for _, y := range layers.Apply(t, j.Layer, in...) {
		out = append(out, ops.Reshape(ops.Cast(y, tensor.Float32), n, -1))
	}
	return ops.Concatenate(out, 1)
}

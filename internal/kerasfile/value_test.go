package kerasfile

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/gokeras/keras/tensor"
)

// A value is read in any type that can have it, into memory that is there too, and
// not before.
func TestValue(t *testing.T) {
	weights := []Vars{{Path: "a", Name: "a", Tensors: []*tensor.Tensor{
		tensor.FromSlice([]float64{1, -2.5, 1e300}, 3),
		tensor.FromSlice([]int64{1, -2, 300}, 3),
		tensor.FromSlice([]bool{true, false, true}, 3),
	}}}
	for _, c := range []struct {
		name string
		file io.WriterTo
	}{{"HDF5", WeightsFile(weights)}, {"npz", NPZFile(weights)}} {
		t.Run(c.name, func(t *testing.T) {
			var b bytes.Buffer
			if _, err := c.file.WriteTo(&b); err != nil {
				t.Fatal(err)
			}
			s, err := OpenStore(bytes.NewReader(b.Bytes()), int64(b.Len()))
			if err != nil {
				t.Fatal(err)
			}
			values, err := s.Vars("a")
			if err != nil || len(values) != 3 {
				t.Fatalf("received %d values, error %v", len(values), err)
			}
			for i, v := range values {
				from := weights[0].Tensors[i]
				if v.DType() != from.DType() || !v.Shape().Equal(from.Shape()) {
					t.Errorf("value %d: received %v%v", i, v.DType(), v.Shape())
				}
				for _, dt := range []tensor.DType{tensor.Float32, tensor.Float64, from.DType()} {
					want := from.Cast(dt)
					got, err := v.Read(dt)
					if err != nil || !same(got, want) {
						t.Errorf("value %d as %v: received %v, expected %v, error %v", i, dt, got, want, err)
					}
					into := tensor.New(dt, 3)
					if err := v.ReadInto(into); err != nil || !same(into, want) {
						t.Errorf("value %d into %v: received %v, expected %v, error %v", i, dt, into, want, err)
					}
				}
			}
		})
	}
}

// Numbers that an integer can't have, and arrays of another shape, are errors.
func TestValueDoesNotFit(t *testing.T) {
	text := weightsOf(t, Vars{Path: "a", Tensors: []*tensor.Tensor{tensor.FromSlice([]int64{1, 300}), tensor.FromSlice([]float32{1, .5})}})
	w, err := OpenWeights(strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	values, err := w.Vars("a")
	if err != nil {
		t.Fatal(err)
	}
	for i, dt := range []tensor.DType{tensor.Int8, tensor.Int32} {
		if _, err := values[i].Read(dt); err == nil || !strings.Contains(err.Error(), "element 1") {
			t.Errorf("%v: error %v", dt, err)
		}
	}
	if err := values[0].ReadInto(tensor.New(tensor.Int64, 1, 2)); err == nil || !strings.Contains(err.Error(), "expected (1, 2)") {
		t.Errorf("another shape: error %v", err)
	}
}

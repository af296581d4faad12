package kerasfile

import (
	"fmt"

	"github.com/gokeras/keras/internal/hdf5"
	"github.com/gokeras/keras/tensor"
)

// A Value is an array of a [Store]. That of an HDF5 file is read when it is asked for, so
// that it is known beforehand whether all of them fit.
type Value struct {
	dtype tensor.DType
	shape tensor.Shape
	data  *hdf5.Dataset  // unless it is in memory
	array *tensor.Tensor // already
}

// DType returns the type of the elements, the nearest to the one stored.
func (v *Value) DType() tensor.DType { return v.dtype }

// Shape returns the sizes of the axes.
func (v *Value) Shape() tensor.Shape { return v.shape }

// Read returns the array, converted to a type.
func (v *Value) Read(dt tensor.DType) (*tensor.Tensor, error) {
	if v.array != nil {
		return v.array.Cast(dt), nil
	}
	if err := v.data.Bounded(); err != nil {
		return nil, err
	}
	t := tensor.New(dt, v.shape...)
	return t, v.ReadInto(t)
}

// ReadInto reads the array into t, which has its shape, and converts it to t's type.
func (v *Value) ReadInto(t *tensor.Tensor) error {
	if !t.Shape().Equal(v.shape) {
		return fmt.Errorf("received an array of shape %v, expected %v", v.shape, t.Shape())
	}
	if v.data == nil {
		return tensor.Copy(t, v.array.Cast(t.DType()))
	}
	switch t.DType() {
	case tensor.Float32:
		return hdf5.ReadInto(v.data, tensor.Data[float32](t))
	case tensor.Float64:
		return hdf5.ReadInto(v.data, tensor.Data[float64](t))
	case tensor.Int8:
		return hdf5.ReadInto(v.data, tensor.Data[int8](t))
	case tensor.Int16:
		return hdf5.ReadInto(v.data, tensor.Data[int16](t))
	case tensor.Int32:
		return hdf5.ReadInto(v.data, tensor.Data[int32](t))
	case tensor.Int64:
		return hdf5.ReadInto(v.data, tensor.Data[int64](t))
	case tensor.Uint8:
		return hdf5.ReadInto(v.data, tensor.Data[uint8](t))
	case tensor.Uint16:
		return hdf5.ReadInto(v.data, tensor.Data[uint16](t))
	case tensor.Uint32:
		return hdf5.ReadInto(v.data, tensor.Data[uint32](t))
	case tensor.Uint64:
		return hdf5.ReadInto(v.data, tensor.Data[uint64](t))
	}
	return hdf5.ReadInto(v.data, tensor.Data[bool](t))
}

// inMemory returns arrays that are read as values.
func inMemory(list []*tensor.Tensor) []*Value {
	var values []*Value
	for _, t := range list {
		values = append(values, &Value{dtype: t.DType(), shape: t.Shape(), array: t})
	}
	return values
}

// maxAxes is how many axes an array may have, as in HDF5 and nearly as in NumPy.
const maxAxes = 32

// valueOf returns the value of a dataset.
func valueOf(d *hdf5.Dataset) (*Value, error) {
	shape := tensor.Shape(d.Shape())
	if len(shape) > maxAxes {
		return nil, fmt.Errorf("%s: received %d axes, expected at most %d", d.Path(), len(shape), maxAxes)
	}
	dt, ok := nearest(d.Type())
	if !ok {
		return nil, fmt.Errorf("%s: received elements of type %v, expected numbers or truth values", d.Path(), d.Type())
	}
	return &Value{dtype: dt, shape: shape, data: d}, nil
}

// nearest returns the type that is nearest to one in a file: floats of 2 bytes become float32.
func nearest(t hdf5.Type) (dt tensor.DType, ok bool) {
	switch t.Class {
	case hdf5.Float, hdf5.BFloat:
		if t.Size == 8 {
			return tensor.Float64, true
		}
		return tensor.Float32, true
	case hdf5.Int:
		switch t.Size {
		case 1:
			return tensor.Int8, true
		case 2:
			return tensor.Int16, true
		case 4:
			return tensor.Int32, true
		}
		return tensor.Int64, true
	case hdf5.Uint:
		switch t.Size {
		case 1:
			return tensor.Uint8, true
		case 2:
			return tensor.Uint16, true
		case 4:
			return tensor.Uint32, true
		}
		return tensor.Uint64, true
	case hdf5.Bool:
		return tensor.Bool, true
	}
	return dt, false
}

// Array returns the array of a dataset, in the type nearest to the one stored.
func Array(d *hdf5.Dataset) (*tensor.Tensor, error) {
	v, err := valueOf(d)
	if err != nil {
		return nil, err
	}
	return v.Read(v.dtype)
}

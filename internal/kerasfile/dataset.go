package kerasfile

import (
	"fmt"

	"github.com/gokeras/keras/internal/hdf5"
	"github.com/gokeras/keras/tensor"
)

// maxAxes is how many axes an array may have, as in HDF5 and nearly as in NumPy.
const maxAxes = 32

// Array returns the array of a dataset, in the type nearest to the one stored:
// floats of 2 bytes become float32.
func Array(d *hdf5.Dataset) (*tensor.Tensor, error) {
	if n := len(d.Shape()); n > maxAxes {
		return nil, fmt.Errorf("%s: received %d axes, expected at most %d", d.Path(), n, maxAxes)
	}
	typ := d.Type()
	switch typ.Class {
	case hdf5.Float, hdf5.BFloat:
		if typ.Size == 8 {
			return array[float64](d)
		}
		return array[float32](d)
	case hdf5.Int:
		switch typ.Size {
		case 1:
			return array[int8](d)
		case 2:
			return array[int16](d)
		case 4:
			return array[int32](d)
		}
		return array[int64](d)
	case hdf5.Uint:
		switch typ.Size {
		case 1:
			return array[uint8](d)
		case 2:
			return array[uint16](d)
		case 4:
			return array[uint32](d)
		}
		return array[uint64](d)
	case hdf5.Bool:
		return array[bool](d)
	}
	return nil, fmt.Errorf("%s: received elements of type %v, expected numbers or truth values", d.Path(), typ)
}

func array[T tensor.Element](d *hdf5.Dataset) (*tensor.Tensor, error) {
	v, err := hdf5.Read[T](d)
	if err != nil {
		return nil, err
	}
	return shaped(v, d.Shape()), nil
}

// shaped is tensor.FromSlice for a shape that may be that of a scalar.
func shaped[T tensor.Element](v []T, shape []int) *tensor.Tensor {
	if len(shape) == 0 {
		return tensor.Scalar(v[0])
	}
	return tensor.FromSlice(v, shape...)
}

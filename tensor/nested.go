package tensor

import (
	"fmt"
	"reflect"
	"unsafe"
)

// From returns an array of the numbers or bools in v, which is one of them, or
// slices or arrays of them, nested to any depth: of a [][]float32 an array with
// two axes. An int becomes an int64, a uint a uint64. The numbers are copied;
// but a *Tensor is returned as it is. From errs if v holds anything else, or if
// slices of one axis differ in length.
func From(v any) (*Tensor, error) {
	if t, ok := v.(*Tensor); ok && t != nil {
		return t, nil
	}
	r := reflect.ValueOf(v)
	if !r.IsValid() {
		return nil, fmt.Errorf("tensor.From: received nil, expected numbers")
	}
	var shape Shape
	elem, first := r.Type(), r
	for elem.Kind() == reflect.Slice || elem.Kind() == reflect.Array {
		n := 0
		if elem.Kind() == reflect.Array {
			n = elem.Len()
		} else if first.IsValid() {
			n = first.Len()
		}
		if first.IsValid() && n > 0 {
			first = first.Index(0)
		} else {
			first = reflect.Value{} // there is nothing to look at
		}
		shape, elem = append(shape, n), elem.Elem()
	}
	dt, ok := kinds[elem.Kind()]
	if !ok {
		return nil, fmt.Errorf("tensor.From: received a %T, expected numbers or bools, or slices of them", v)
	}
	t := New(dt, shape...)
	if r.Kind() == reflect.Array || len(shape) == 0 {
		p := reflect.New(r.Type()).Elem() // which has an address
		p.Set(r)
		r = p
	}
	n := nest{t: t, elem: int(elem.Size())}
	if err := n.copy(r, 0); err != nil {
		return nil, err
	}
	return t, nil
}

// kinds has the element types by Go's.
var kinds = map[reflect.Kind]DType{
	reflect.Float32: Float32, reflect.Float64: Float64,
	reflect.Int8: Int8, reflect.Int16: Int16, reflect.Int32: Int32, reflect.Int64: Int64, reflect.Int: Int64,
	reflect.Uint8: Uint8, reflect.Uint16: Uint16, reflect.Uint32: Uint32, reflect.Uint64: Uint64, reflect.Uint: Uint64,
	reflect.Bool: Bool,
}

// nest copies nested slices into an array.
type nest struct {
	t     *Tensor
	elem  int // bytes of an element in Go
	done  int // elements
	index []int
}

func (n *nest) copy(v reflect.Value, axis int) error {
	if axis == len(n.t.shape) {
		n.row(v.Addr().UnsafePointer(), 1)
		return nil
	}
	size := v.Len()
	if want := n.t.shape[axis]; size != want {
		return fmt.Errorf("tensor.From: received slices of different lengths: that at %v has %d elements, expected %d as the first has", n.index, size, want)
	}
	if size == 0 {
		return nil
	}
	if axis == len(n.t.shape)-1 {
		n.row(v.Index(0).Addr().UnsafePointer(), size)
		return nil
	}
	for i := range size {
		n.index = append(n.index, i)
		if err := n.copy(v.Index(i), axis+1); err != nil {
			return err
		}
		n.index = n.index[:axis]
	}
	return nil
}

// row copies so many elements at p. An int or uint of 32 bits becomes one of 64.
func (n *nest) row(p unsafe.Pointer, size int) {
	bytes := n.t.dtype.Size()
	to := n.t.Bytes()[n.done*bytes:][:size*bytes]
	n.done += size
	switch {
	case n.elem == bytes:
		copy(to, unsafe.Slice((*byte)(p), len(to)))
	case n.t.dtype == Int64:
		convert(Data[int64](n.t)[n.done-size:], unsafe.Slice((*int32)(p), size), size, one[:])
	default:
		convert(Data[uint64](n.t)[n.done-size:], unsafe.Slice((*uint32)(p), size), size, one[:])
	}
}

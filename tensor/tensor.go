package tensor

import (
	"fmt"
	"unsafe"
)

// A Tensor is an n-dimensional array. Its type and shape never change; its
// elements may.
type Tensor struct {
	dtype DType
	shape Shape
	n     int
	data  unsafe.Pointer // n elements; whatever it points into is kept alive by it
}

// New returns an array of zeros.
func New(dt DType, shape ...int) *Tensor {
	n := sizeOf(shape)
	// Memory of uint64s is aligned for every element type.
	mem := make([]uint64, (n*dt.Size()+7)/8)
	return &Tensor{dt, Shape(shape).Clone(), n, unsafe.Pointer(unsafe.SliceData(mem))}
}

// FromSlice returns an array whose elements are those of data, in row-major
// order: it shares its memory with data. Without a shape it has one axis. It
// panics if data doesn't have as many elements as the shape.
func FromSlice[T Element](data []T, shape ...int) *Tensor {
	if len(shape) == 0 {
		shape = []int{len(data)}
	}
	if n := sizeOf(shape); n != len(data) {
		panic(fmt.Sprintf("tensor.FromSlice: received %d elements for shape %v, expected %d", len(data), Shape(shape), n))
	}
	return &Tensor{DTypeOf[T](), Shape(shape).Clone(), len(data), unsafe.Pointer(unsafe.SliceData(data))}
}

// Scalar returns an array of no axes that holds v.
func Scalar[T Element](v T) *Tensor {
	return &Tensor{DTypeOf[T](), Shape{}, 1, unsafe.Pointer(&[]T{v}[0])}
}

// FromMemory returns an array that lies in mem, for engines that place arrays
// themselves. It panics if mem is too short or not aligned for the type.
func FromMemory(mem []byte, dt DType, shape ...int) *Tensor {
	n := sizeOf(shape)
	p := unsafe.Pointer(unsafe.SliceData(mem))
	if len(mem) < n*dt.Size() || uintptr(p)%uintptr(dt.Size()) != 0 {
		panic(fmt.Sprintf("tensor.FromMemory: received %d bytes at %p for %v%v", len(mem), p, dt, Shape(shape)))
	}
	return &Tensor{dt, Shape(shape).Clone(), n, p}
}

func sizeOf(shape []int) int {
	n := 1
	for _, d := range shape {
		if d < 0 {
			panic(fmt.Sprintf("tensor: received shape %v, expected sizes that aren't negative", Shape(shape)))
		}
		n *= d
	}
	return n
}

// Data returns the elements of t in row-major order. The slice shares t's
// memory. It panics if t's elements aren't of type T.
func Data[T Element](t *Tensor) []T {
	if dt := DTypeOf[T](); dt != t.dtype {
		panic(fmt.Sprintf("tensor.Data: received an array of %v, expected one of %v", t.dtype, dt))
	}
	return unsafe.Slice((*T)(t.data), t.n)
}

// Bytes returns the memory of t's elements, in the byte order of the machine.
func (t *Tensor) Bytes() []byte { return unsafe.Slice((*byte)(t.data), t.n*t.dtype.Size()) }

// DType returns the type of t's elements.
func (t *Tensor) DType() DType { return t.dtype }

// Shape returns the size of each axis. It must not be changed.
func (t *Tensor) Shape() Shape { return t.shape }

// Rank returns the number of axes.
func (t *Tensor) Rank() int { return len(t.shape) }

// Size returns the number of elements.
func (t *Tensor) Size() int { return t.n }

// Len returns the size of the first axis, and 1 for a scalar.
func (t *Tensor) Len() int {
	if len(t.shape) == 0 {
		return 1
	}
	return t.shape[0]
}

// Clone returns a copy of t with memory of its own.
func (t *Tensor) Clone() *Tensor {
	c := New(t.dtype, t.shape...)
	copy(c.Bytes(), t.Bytes())
	return c
}

// Reshape returns an array with the elements of t, whose memory it shares, and
// another shape, in which one size may be -1: as large as needed.
func (t *Tensor) Reshape(shape ...int) (*Tensor, error) {
	to := Shape(shape).Clone()
	known, hole := 1, -1
	for i, d := range to {
		switch {
		case d >= 0:
			known *= d
		case d == -1 && hole < 0:
			hole = i
		default:
			return nil, fmt.Errorf("reshape: received shape %v, expected sizes of which one may be -1", shape)
		}
	}
	if hole >= 0 && known > 0 {
		to[hole] = t.n / known
		known *= to[hole]
	}
	if known != t.n || !to.Known() {
		return nil, fmt.Errorf("reshape: the %d elements of an array of shape %v don't fit shape %v", t.n, t.shape, shape)
	}
	return &Tensor{t.dtype, to, t.n, t.data}, nil
}

// Rows returns elements lo up to hi along the first axis. The array shares t's
// memory. It panics if the range is not within t.
func (t *Tensor) Rows(lo, hi int) *Tensor {
	if len(t.shape) == 0 || lo < 0 || hi < lo || hi > t.shape[0] {
		panic(fmt.Sprintf("tensor: rows %d:%d are out of range for an array of shape %v", lo, hi, t.shape))
	}
	shape := t.shape.Clone()
	shape[0] = hi - lo
	row := t.shape[1:].Size()
	return &Tensor{t.dtype, shape, (hi - lo) * row, t.address(lo * row)}
}

// address returns where element i lies. Of no elements it is where all lie:
// what is behind the last one is not t's.
func (t *Tensor) address(i int) unsafe.Pointer {
	if i == t.n {
		i = 0
	}
	return unsafe.Add(t.data, i*t.dtype.Size())
}

// Copy copies the elements of src to dst, which must have the same type and shape.
func Copy(dst, src *Tensor) error {
	if dst.dtype != src.dtype || !dst.shape.Equal(src.shape) {
		return fmt.Errorf("copy: received an array of %v%v, expected %v%v", src.dtype, src.shape, dst.dtype, dst.shape)
	}
	copy(dst.Bytes(), src.Bytes())
	return nil
}

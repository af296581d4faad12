package tensor

import "fmt"

// At returns the element at an index, which has a place on each axis; a negative
// place counts from the end. True is 1. Integers beyond 2⁵³ are rounded: [Data]
// has them as they are. At panics if the index is out of range.
func (t *Tensor) At(index ...int) float64 { return t.at(t.offset(index)) }

// Set sets the element at an index to v, converted as by [Tensor.Cast]. It
// panics if the index is out of range.
func (t *Tensor) Set(v float64, index ...int) {
	at := t.offset(index)
	(&Tensor{t.dtype, Shape{}, 1, t.address(at)}).Fill(v)
}

// Item returns the element of an array that has but one, whatever its shape. It
// panics if there are more or none.
func (t *Tensor) Item() float64 {
	if t.n != 1 {
		panic(fmt.Sprintf("tensor: Item of an array of shape %v, which has %d elements", t.shape, t.n))
	}
	return t.at(0)
}

// Index returns place i of the first axis: of an array of shape (n, …) one of
// shape (…), which shares t's memory. A negative i counts from the end. It
// panics if i is out of range.
func (t *Tensor) Index(i int) *Tensor {
	if len(t.shape) == 0 {
		panic("tensor: Index of an array that has no axes")
	}
	shape := t.shape[1:].Clone()
	size := shape.Size()
	return &Tensor{t.dtype, shape, size, t.address(place(i, t.shape[0], 0, t.shape) * size)}
}

// offset returns the place in memory of an index.
func (t *Tensor) offset(index []int) int {
	if len(index) != len(t.shape) {
		panic(fmt.Sprintf("tensor: received index %v for an array of shape %v, expected %d numbers", index, t.shape, len(t.shape)))
	}
	at := 0
	for axis, i := range index {
		at = at*t.shape[axis] + place(i, t.shape[axis], axis, t.shape)
	}
	return at
}

// at returns an element by its place in memory.
func (t *Tensor) at(i int) float64 {
	var v [1]float64
	convertTo(v[:], &Tensor{t.dtype, nil, 1, t.address(i)}, 1, one[:])
	return v[0]
}

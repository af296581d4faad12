package tensor

import (
	"errors"
	"fmt"
)

// Concatenate returns the arrays one behind the other along an axis that they
// have; a negative axis counts from the end. They must have one element type,
// and shapes that differ on that axis only.
func Concatenate(axis int, arrays ...*Tensor) (*Tensor, error) {
	if len(arrays) == 0 {
		return nil, errors.New("concatenate: received no arrays, expected at least one")
	}
	first := arrays[0]
	rank := len(first.shape)
	if axis < -rank || axis >= rank {
		return nil, fmt.Errorf("concatenate: axis: received %d for arrays of shape %v", axis, first.shape)
	}
	if axis < 0 {
		axis += rank
	}
	shape := first.shape.Clone()
	shape[axis] = 0
	for i, t := range arrays {
		if t.dtype != first.dtype || len(t.shape) != rank || !t.shape[:axis].Equal(shape[:axis]) || !t.shape[axis+1:].Equal(shape[axis+1:]) {
			return nil, fmt.Errorf("concatenate: array %d: received %v%v, expected %v%v but for axis %d", i, t.dtype, t.shape, first.dtype, first.shape, axis)
		}
		shape[axis] += t.shape[axis]
	}
	c := New(first.dtype, shape...)
	to := c.Bytes()
	for i := range shape[:axis].Size() {
		for _, t := range arrays {
			size := t.shape[axis:].Size() * t.dtype.Size()
			to = to[copy(to, t.Bytes()[i*size:][:size]):]
		}
	}
	return c, nil
}

// Stack returns the arrays, which must have one element type and shape, along a
// new axis: that place of the result's shape; a negative one counts from the end.
func Stack(axis int, arrays ...*Tensor) (*Tensor, error) {
	if len(arrays) == 0 {
		return nil, errors.New("stack: received no arrays, expected at least one")
	}
	first := arrays[0]
	rank := len(first.shape) + 1
	if axis < -rank || axis >= rank {
		return nil, fmt.Errorf("stack: axis: received %d for arrays of shape %v", axis, first.shape)
	}
	if axis < 0 {
		axis += rank
	}
	shape := append(append(first.shape[:axis].Clone(), 1), first.shape[axis:]...)
	thick := make([]*Tensor, len(arrays))
	for i, t := range arrays {
		if t.dtype != first.dtype || !t.shape.Equal(first.shape) {
			return nil, fmt.Errorf("stack: array %d: received %v%v, expected %v%v", i, t.dtype, t.shape, first.dtype, first.shape)
		}
		thick[i] = &Tensor{t.dtype, shape, t.n, t.data}
	}
	return Concatenate(axis, thick...)
}

package tensor

import (
	"bytes"
	"math"
	"slices"
)

// Equal tells whether t and u have the same type, shape and elements. As in
// comparisons of numbers, NaN isn't equal to NaN, and 0 is to -0.
func (t *Tensor) Equal(u *Tensor) bool {
	if t.dtype != u.dtype || !t.shape.Equal(u.shape) {
		return false
	}
	switch t.dtype {
	case Float32:
		return slices.Equal(Data[float32](t), Data[float32](u))
	case Float64:
		return slices.Equal(Data[float64](t), Data[float64](u))
	}
	return bytes.Equal(t.Bytes(), u.Bytes())
}

// AllClose tells whether t and u have the same shape, and each element a of t is
// close to that of u, b:
//
//	|a - b| <= atol + rtol·|b|
//
// Infinities are close to themselves only, NaN to nothing. Usual are an rtol of
// 1e-5 and an atol of 1e-8, which NumPy has as its defaults.
func (t *Tensor) AllClose(u *Tensor, rtol, atol float64) bool {
	if !t.shape.Equal(u.shape) {
		return false
	}
	for i := range t.n {
		a, b := t.at(i), u.at(i)
		if a != b && !(math.Abs(a-b) <= atol+rtol*math.Abs(b) && !math.IsInf(b, 0)) {
			return false
		}
	}
	return true
}

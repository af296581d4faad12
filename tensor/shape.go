package tensor

import (
	"slices"
	"strconv"
)

// Unknown is the size of an axis that isn't known yet, such as that of a batch.
const Unknown = -1

// A Shape is the size of each axis. A scalar has the shape of no axes.
type Shape []int

// Clone returns a copy of s.
func (s Shape) Clone() Shape { return slices.Clone(s) }

// Equal tells whether s and t have the same sizes.
func (s Shape) Equal(t Shape) bool { return slices.Equal(s, t) }

// Size returns the number of elements of an array of shape s.
func (s Shape) Size() int {
	n := 1
	for _, d := range s {
		n *= d
	}
	return n
}

// Known tells whether the size of every axis is known.
func (s Shape) Known() bool { return !slices.ContainsFunc(s, func(d int) bool { return d < 0 }) }

// String returns s as Python prints it: "(None, 784)", "(10,)", "()".
func (s Shape) String() string {
	b := []byte{'('}
	for i, d := range s {
		if i > 0 {
			b = append(b, ", "...)
		}
		if d < 0 {
			b = append(b, "None"...)
		} else {
			b = strconv.AppendInt(b, int64(d), 10)
		}
	}
	if len(s) == 1 {
		b = append(b, ',')
	}
	return string(append(b, ')'))
}

package graph

import "github.com/gokeras/keras/tensor"

// MaxRank is the largest number of axes of a value.
const MaxRank = 8

// Dims is a list of at most MaxRank numbers, such as a shape or a permutation
// of axes, that can be an attribute of an op because it is comparable.
type Dims struct {
	N int
	D [MaxRank]int
}

// DimsOf returns d as Dims. It panics if d is too long.
func DimsOf(d ...int) Dims {
	var x Dims
	if len(d) > MaxRank {
		panic(&TypeError{Err: errRank(len(d))})
	}
	x.N = len(d)
	copy(x.D[:], d)
	return x
}

// Slice returns the numbers.
func (d Dims) Slice() []int { return append([]int(nil), d.D[:d.N]...) }

// Shape returns the numbers as a shape.
func (d Dims) Shape() tensor.Shape { return d.Slice() }

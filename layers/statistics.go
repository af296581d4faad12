package layers

import (
	"math"

	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// statistics are means and variances of so many numbers each.
type statistics struct {
	shape          tensor.Shape
	mean, variance []float64
	count          float64
}

// statisticsOf returns those of an array for each index along the axes.
func statisticsOf(x []float64, shape tensor.Shape, axes []int) *statistics {
	sizes, _ := alongAxes(shape, axes)
	n := sizes.Size()
	s := &statistics{sizes, make([]float64, n), make([]float64, n), float64(len(x) / n)}
	// step is how far the place among the statistics moves with an index of each axis.
	step := make([]int, len(shape))
	for i, at := len(axes)-1, 1; i >= 0; i-- {
		step[axes[i]] = at
		at *= shape[axes[i]]
	}
	each := func(f func(x float64, place int)) {
		index, place := make([]int, len(shape)), 0
		for _, v := range x {
			f(v, place)
			for a := len(shape) - 1; a >= 0; a-- {
				index[a]++
				place += step[a]
				if index[a] < shape[a] {
					break
				}
				place -= step[a] * shape[a]
				index[a] = 0
			}
		}
	}
	each(func(v float64, i int) { s.mean[i] += v / s.count })
	each(func(v float64, i int) { d := v - s.mean[i]; s.variance[i] += d * d / s.count })
	return s
}

// merge makes s the statistics of its numbers and those of b.
func (s *statistics) merge(b *statistics) {
	if s.count == 0 {
		*s = *b
		return
	}
	s.count += b.count
	part := b.count / s.count
	for i, m := range s.mean {
		all := m*(1-part) + b.mean[i]*part
		s.variance[i] = (s.variance[i]+math.Pow(m-all, 2))*(1-part) + (b.variance[i]+math.Pow(b.mean[i]-all, 2))*part
		s.mean[i] = all
	}
}

// array returns numbers of s as an array.
func (s *statistics) array(list []float64) *tensor.Tensor {
	return arrayOf(list, s.shape)
}

// numbersOf returns an initializer that gives the numbers of a list, or one number if it
// is nil.
func numbersOf(list []float64, number float64) initializers.Initializer {
	if list == nil {
		return &initializers.Constant{Value: number}
	}
	return listed(list)
}

// listed is an initializer that gives the numbers of a list.
type listed []float64

// Initialize implements [initializers.Initializer].
func (l listed) Initialize(_ *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	return arrayOf(l, shape).Cast(dt), nil
}

// arrayOf returns a copy of a list as an array.
func arrayOf(list []float64, shape tensor.Shape) *tensor.Tensor {
	t := tensor.New(tensor.Float64, shape...)
	copy(tensor.Data[float64](t), list)
	return t
}

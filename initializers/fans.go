package initializers

import (
	"fmt"

	"github.com/gokeras/keras/tensor"
)

// Fans returns how many inputs an output of a weight of the given shape depends on,
// and how many outputs an input has to do with. A kernel of a convolution, such as
// [rows, columns, in, out], has its window in both. With both sets of axes given, they
// are the products of the sizes of those; a negative axis counts from the end.
func Fans(shape tensor.Shape, inputAxes, outputAxes []int) (in, out int, err error) {
	n := len(shape)
	switch {
	case inputAxes != nil && outputAxes != nil:
		if in, err = product(shape, "InputAxes", inputAxes); err == nil {
			out, err = product(shape, "OutputAxes", outputAxes)
		}
		return in, out, err
	case n == 0:
		return 1, 1, nil
	case n == 1:
		return shape[0], shape[0], nil
	}
	window := shape[:n-2].Size()
	return shape[n-2] * window, shape[n-1] * window, nil
}

func product(shape tensor.Shape, field string, axes []int) (int, error) {
	p, n := 1, len(shape)
	for _, a := range axes {
		if a < -n || a >= n {
			return 0, fmt.Errorf("%s: received axis %d, expected one of a weight of shape %v", field, a, shape)
		}
		p *= shape[(a+n)%n]
	}
	return p, nil
}

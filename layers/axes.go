package layers

import (
	"fmt"
	"slices"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// checkAxes returns an error if an axis is set both alone and in a list, or if a list
// is empty.
func checkAxes(axis *int, axes []int) error {
	switch {
	case axis != nil && axes != nil:
		return fmt.Errorf("Axes: received %v beside an Axis of %d, expected one of the two", axes, *axis)
	case axes != nil && len(axes) == 0:
		return fmt.Errorf("Axes: received an empty list, expected at least one axis")
	}
	return nil
}

// axesOf returns the axes of an input that are set, alone or in a list, in growing
// order and not negative; the last one if none is set.
func axesOf(axis *int, axes []int, in tensor.Shape) ([]int, error) {
	name := "Axes"
	if axes == nil {
		name, axes = "Axis", []int{given(axis, -1)}
	}
	list := make([]int, len(axes))
	for i, a := range axes {
		var err error
		if list[i], err = axisOf(name, a, in); err != nil {
			return nil, err
		}
	}
	slices.Sort(list)
	if len(slices.Compact(slices.Clone(list))) != len(list) {
		return nil, fmt.Errorf("Axes: received %v, expected each axis of an input of shape %v once", axes, in)
	}
	return list, nil
}

// axesAt is axesOf for the input of a call.
func axesAt(x *ops.Value, axis *int, axes []int) []int {
	list, err := axesOf(axis, axes, x.Shape)
	if err != nil {
		ops.Fail("call", "%w", err)
	}
	return list
}

// axisOf returns an axis of an input, counted from 0.
func axisOf(name string, a int, in tensor.Shape) (int, error) {
	n := len(in)
	if a < -n || a >= n {
		return 0, fmt.Errorf("%s: received %d, expected an axis of an input of shape %v", name, a, in)
	}
	return (a + n) % n, nil
}

// without returns the numbers of the axes of an input but for those listed.
func without(axes []int, rank int) []int {
	var list []int
	for i := range rank {
		if !slices.Contains(axes, i) {
			list = append(list, i)
		}
	}
	return list
}

// alongAxes returns the sizes of a shape along the axes, and the shape with 1 in place
// of the others: what an array of these sizes is given to be broadcast to the whole.
func alongAxes(shape tensor.Shape, axes []int) (sizes, broadcast tensor.Shape) {
	broadcast = make(tensor.Shape, len(shape))
	for i := range broadcast {
		broadcast[i] = 1
	}
	sizes = tensor.Shape{}
	for _, a := range axes {
		sizes = append(sizes, shape[a])
		broadcast[a] = shape[a]
	}
	return sizes, broadcast
}

// knownAxes returns an error if an input's size along one of the axes isn't known.
func knownAxes(axes []int, in tensor.Shape) error {
	for _, a := range axes {
		if in[a] == tensor.Unknown {
			return fmt.Errorf("input: received shape %v, expected a size of axis %d that is known", in, a)
		}
	}
	return nil
}

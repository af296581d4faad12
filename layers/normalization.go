package layers

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Normalization brings its input to mean 0 and variance 1, with a mean and a variance that
// are given, or taken from data by [Normalization.Adapt]:
//
//	y = (x-mean) / max(√variance, 1e-7)
//	y = mean + x·max(√variance, 1e-7)    with Invert
//
// Input of any shape and type, output of the same shape and the layer's type. Its weights
// are mean, variance and count, unless Mean is given.
type Normalization struct {
	// Axis is the axis along which each index has a mean and a variance of its own.
	// Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	// Axes is several of them; an empty list that isn't nil is one mean and variance for
	// all. Default: Axis.
	Axes []int `keras:"key=axis;default=[-1]"`

	// Mean is a number, or numbers that can be broadcast to the sizes along Axes: a
	// []float64, or slices of them for several axes. Default: Adapt's.
	Mean any `json:"mean"`

	// Variance is given with Mean, in the same form. Default: Adapt's.
	Variance any `json:"variance"`

	// Invert turns normalized numbers into what they were. Default: false.
	Invert bool `json:"invert" keras:"default=false"`

	Base

	adapted        *statistics
	mean, variance *ops.Variable
}

var (
	_         = register[Normalization]()
	_ Adapter = (*Normalization)(nil)
)

// Validate implements [Validator].
func (n *Normalization) Validate() error {
	if n.Axis != nil && n.Axes != nil {
		return checkAxes(n.Axis, n.Axes)
	}
	if (n.Mean == nil) != (n.Variance == nil) {
		return fmt.Errorf("Mean, Variance: received %v and %v, expected both or none", n.Mean, n.Variance)
	}
	if n.Mean == nil {
		return nil
	}
	mean, err := nested("Mean", n.Mean)
	variance, err2 := nested("Variance", n.Variance)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	if axes := len(n.Axes); !mean.Shape().Equal(variance.Shape()) {
		return fmt.Errorf("Mean, Variance: received shapes %v and %v, expected the same", mean.Shape(), variance.Shape())
	} else if n.Axes == nil && mean.Rank() > 1 || n.Axes != nil && mean.Rank() > axes {
		return fmt.Errorf("Mean: received shape %v, expected no more axes than the layer has", mean.Shape())
	}
	return nil
}

// nested returns the numbers of a setting, which may have been read from JSON.
func nested(name string, v any) (*tensor.Tensor, error) {
	if list, ok := v.([]any); ok {
		rows := make([]*tensor.Tensor, len(list))
		for i, item := range list {
			var err error
			if rows[i], err = nested(name, item); err != nil {
				return nil, err
			}
			if !rows[i].Shape().Equal(rows[0].Shape()) {
				return nil, fmt.Errorf("%s: received %v, expected lists of one length", name, v)
			}
		}
		if len(rows) == 0 {
			return nil, fmt.Errorf("%s: received an empty list, expected numbers", name)
		}
		var data []float64
		for _, r := range rows {
			data = append(data, tensor.Data[float64](r)...)
		}
		return arrayOf(data, append(tensor.Shape{len(rows)}, rows[0].Shape()...)), nil
	}
	t, err := tensor.From(v)
	if err != nil || t.DType() == tensor.Bool {
		return nil, fmt.Errorf("%s: received %v, expected a number or lists of numbers", name, v)
	}
	return t.Cast(tensor.Float64), nil
}

// axes returns the axes of an input whose indices have means of their own.
func (n *Normalization) axes(in tensor.Shape) ([]int, error) {
	if n.Axes != nil && len(n.Axes) == 0 {
		return nil, nil
	}
	axes, err := axesOf(n.Axis, n.Axes, in)
	if err == nil {
		err = knownAxes(axes, in)
	}
	return axes, err
}

// Build implements [Layer].
func (n *Normalization) Build(in tensor.Shape) error {
	axes, err := n.axes(in)
	if err != nil {
		return err
	}
	sizes, _ := alongAxes(in, axes)
	if n.Mean != nil {
		mean, err := nested("Mean", n.Mean)
		if err != nil {
			return err
		}
		if s, ok := ops.BroadcastShapes(mean.Shape(), sizes); !ok || !s.Equal(sizes) {
			return fmt.Errorf("Mean: received shape %v, expected one that can be broadcast to %v for an input of shape %v", mean.Shape(), sizes, in)
		}
		return nil
	}
	first := &statistics{shape: sizes}
	if n.adapted != nil {
		first = n.adapted
		if !first.shape.Equal(sizes) {
			return fmt.Errorf("input: received shape %v, expected sizes %v along its axes, as Adapt found", in, first.shape)
		}
	}
	n.mean = n.AddWeight(Weight{Name: "mean", Shape: sizes, Initializer: numbersOf(first.mean, 0), Frozen: true})
	n.variance = n.AddWeight(Weight{Name: "variance", Shape: sizes, Initializer: numbersOf(first.variance, 1), Frozen: true})
	n.AddWeight(Weight{Name: "count", DType: new(tensor.Int32), Initializer: &initializers.Zeros{}, Frozen: true})
	return nil
}

// Call implements [Layer].
func (n *Normalization) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	x = ops.Cast(x, n.computeDType())
	axes, err := n.axes(x.Shape)
	if err != nil {
		ops.Fail("call", "%w", err)
	}
	sizes, shape := alongAxes(x.Shape, axes)
	mean, variance := n.statistic(t, n.mean, "Mean", n.Mean, sizes, x), n.statistic(t, n.variance, "Variance", n.Variance, sizes, x)
	mean = ops.Reshape(mean, shape...)
	stddev := ops.Reshape(ops.Sqrt(variance), shape...)
	stddev = ops.Maximum(stddev, ops.FullLike(stddev, 1e-7))
	if n.Invert {
		return ops.Add(mean, ops.Multiply(x, stddev))
	}
	return ops.Divide(ops.Subtract(x, mean), stddev)
}

// statistic returns a mean or a variance: the one given, or else that of a weight.
func (n *Normalization) statistic(t *ops.Trace, v *ops.Variable, name string, given any, sizes tensor.Shape, x *ops.Value) *ops.Value {
	if given == nil {
		return t.Get(v)
	}
	numbers, err := nested(name, given)
	if err != nil {
		ops.Fail("call", "%w", err)
	}
	return ops.BroadcastTo(ops.Constant(numbers.Cast(x.DType)), sizes...)
}

// Adapt implements [Adapter]: mean and variance are those of all numbers of the batches
// that have the same indices along Axis.
func (n *Normalization) Adapt(ctx context.Context, batches ...*tensor.Tensor) error {
	return n.AdaptAll(ctx, oneByOne(batches))
}

// AdaptAll implements [Adapter].
func (n *Normalization) AdaptAll(ctx context.Context, batches iter.Seq2[*tensor.Tensor, error]) error {
	if n.Mean != nil {
		return errorOf(n, errors.New("Adapt: received data for a layer with a Mean, expected one without"))
	}
	all := &statistics{}
	if n.state.built {
		all.shape = n.mean.Shape()
	}
	err := adapt(ctx, n, batches, func(x []float64, shape tensor.Shape) error {
		axes, err := n.axes(shape)
		if err != nil {
			return err
		}
		sizes, _ := alongAxes(shape, axes)
		if all.shape != nil && !sizes.Equal(all.shape) {
			return fmt.Errorf("Adapt: received a batch of shape %v, expected sizes %v along its axes as before", shape, all.shape)
		}
		all.merge(statisticsOf(x, shape, axes))
		return nil
	})
	if err != nil {
		return err
	}
	if n.state.built {
		err = errors.Join(n.mean.Assign(all.array(all.mean)), n.variance.Assign(all.array(all.variance)))
	}
	n.adapted = all
	return err
}

// PassesMask says that the output has the mask of the input.
func (*Normalization) PassesMask() {}

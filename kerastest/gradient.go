package kerastest

import (
	"math"
	"testing"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A source is an array by which a gradient is taken: its memory, and the number of the
// output that holds the gradient.
type source struct {
	what   string
	memory *tensor.Tensor
	output int
}

// most is how many elements of an array are moved to see the slope.
const most = 24

// gradients compares the gradients that a step returns with the slopes of its output
// 0, a scalar, as its sources move up and down. All are of type float64.
func (s *step) gradients(t testing.TB, sources []source) {
	t.Helper()
	out, err := s.plain()
	if err != nil {
		t.Errorf("gradient: %v", err)
		return
	}
	for _, src := range sources {
		x, g := tensor.Data[float64](src.memory), numbers(out[src.output].Tensor)
		stride := max(1, len(x)/most)
		for i := 0; i < len(x); i += stride {
			slope, err := s.slope(x, i)
			if err != nil {
				t.Errorf("gradient: %v", err)
				return
			}
			if !(math.Abs(g[i]-slope) <= 1e-5*(1+math.Abs(slope))) {
				t.Errorf("gradient: by element %d of %s: received %v, expected %v, the slope of the loss there", i, src.what, g[i], slope)
				break
			}
		}
	}
}

// slope returns how output 0 grows with element i of x, by central differences.
func (s *step) slope(x []float64, i int) (float64, error) {
	const h = 1e-5
	at := x[i]
	defer func() { x[i] = at }()
	var y [2]float64
	for j, d := range []float64{-h, h} {
		x[i] = at + d
		out, err := s.plain()
		if err != nil {
			return 0, err
		}
		y[j] = numbers(out[0].Tensor)[0]
	}
	return (y[1] - y[0]) / (2 * h), nil
}

// weigh returns Σ y·w for given w, a scalar that depends on every element of y, or nil
// if y isn't floating-point.
func weigh(y *ops.Value) *ops.Value {
	if !y.DType.IsFloat() {
		return nil
	}
	w := tensor.New(tensor.Float64, y.Shape...)
	for i := range tensor.Data[float64](w) {
		tensor.Data[float64](w)[i] = math.Sin(float64(3*i+1)) + .1
	}
	return ops.Sum(ops.Multiply(y, ops.Constant(w.Cast(y.DType))))
}

// total adds what isn't nil, and is 0 if nothing is left.
func total(terms ...*ops.Value) *ops.Value {
	var sum *ops.Value
	for _, x := range terms {
		switch {
		case x == nil:
		case sum == nil:
			sum = x
		default:
			sum = ops.Add(sum, x)
		}
	}
	if sum == nil {
		return ops.Const(0, tensor.Float32)
	}
	return sum
}

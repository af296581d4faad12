package ops

import "github.com/gokeras/keras/tensor"

type (
	diff struct {
		N    *int `json:"n" keras:"default=1;always"`
		Axis *int `json:"axis" keras:"default=-1;always"`
	}
	trapezoid struct {
		X    *float64 `json:"x" keras:"default=null;always"`
		Dx   *float64 `json:"dx" keras:"default=1.0;always"`
		Axis *int     `json:"axis" keras:"default=-1;always"`
	}
	vander struct {
		N          *int `json:"N" keras:"default=null;always"`
		Increasing bool `json:"increasing" keras:"default=false;always"`
	}
)

var (
	_ = settings[diff]("numpy", "Diff")
	_ = settings[trapezoid]("numpy", "Trapezoid")
	_ = settings[vander]("numpy", "Vander")
)

// Diff returns the differences of elements that follow each other along an axis, n
// times over.
func Diff(x *Value, n, at int) *Value { return do(&diff{&n, &at}, x) }

// Apply implements [Operation].
func (o *diff) Apply(in []*Value) []*Value {
	x := in[0]
	at := axis("Diff", x, or(o.Axis, -1))
	for range or(o.N, 1) {
		n := x.Shape[at]
		if n == 0 {
			break
		}
		from := Subtract
		if x.DType == tensor.Bool {
			from = NotEqual
		}
		x = from(SliceAxis(x, at, 1, n), SliceAxis(x, at, 0, n-1))
	}
	return []*Value{x}
}

// Trapezoid is the area below the lines through the elements of y along an axis, which
// are dx apart.
func Trapezoid(y *Value, dx float64, at int) *Value { return do(&trapezoid{Dx: &dx, Axis: &at}, y) }

// Apply implements [Operation].
func (o *trapezoid) Apply(in []*Value) []*Value {
	y := floating(in[0])
	at := axis("Trapezoid", y, or(o.Axis, -1))
	n := y.Shape[at]
	if o.X != nil || n == 0 {
		Fail("Trapezoid", "received the places %v and a value of shape %v, expected no places and some elements along axis %d", o.X, y.Shape, at)
	}
	sums := Add(SliceAxis(y, at, 1, n), SliceAxis(y, at, 0, n-1))
	return []*Value{Scale(Sum(sums, at), or(o.Dx, 1)/2)}
}

// Vander returns the powers of the elements of a vector, (m, n): from n-1 down to 0, or
// from 0 up if they are to increase.
func Vander(x *Value, n int, increasing bool) *Value { return do(&vander{&n, increasing}, x) }

// Apply implements [Operation].
func (o *vander) Apply(in []*Value) []*Value {
	x := truthsAsNumbers(in[0])
	if len(x.Shape) != 1 {
		Fail("Vander", "received a value of shape %v, expected a vector", x.Shape)
	}
	n := or(o.N, x.Size())
	power := Arange(n, x.DType)
	if !o.Increasing {
		power = Flip(power)
	}
	return []*Value{Power(ExpandDims(x, 1), power)}
}

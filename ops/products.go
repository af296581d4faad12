package ops

import "slices"

// A cross is the settings of [Cross].
type cross struct {
	AxisA *int `json:"axisa" keras:"default=-1;always"`
	AxisB *int `json:"axisb" keras:"default=-1;always"`
	AxisC *int `json:"axisc" keras:"default=-1;always"`
	Axis  *int `json:"axis" keras:"default=null;always"`
}

var (
	_       = settings[cross]("numpy", "Cross")
	outerOp = pair("numpy", "Outer", func(x, y *Value) *Value { return Multiply(Reshape(x, -1, 1), Reshape(y, 1, -1)) })
	innerOp = pair("numpy", "Inner", inner)
	vdotOp  = pair("numpy", "Vdot", func(x, y *Value) *Value { return Matmul(Ravel(x), Ravel(y)) })
	kronOp  = pair("numpy", "Kron", kron)
)

// Outer returns the products of each element of x with each of y, (n, m).
func Outer(x, y *Value) *Value { return do(outerOp, x, y) }

// Inner returns the sums of products along the last axes of x and y.
func Inner(x, y *Value) *Value { return do(innerOp, x, y) }

func inner(x, y *Value) *Value {
	if len(x.Shape) == 0 || len(y.Shape) == 0 {
		return Multiply(x, y)
	}
	n := x.Shape[len(x.Shape)-1]
	if m := y.Shape[len(y.Shape)-1]; m != n {
		Fail("Inner", "received values of shapes %v and %v, expected equal last axes", x.Shape, y.Shape)
	}
	out := slices.Concat(x.Shape[:len(x.Shape)-1], y.Shape[:len(y.Shape)-1])
	return Reshape(Matmul(Reshape(x, -1, n), Transpose(Reshape(y, -1, n))), out...)
}

// Vdot returns the sum of the products of all elements of x and y.
func Vdot(x, y *Value) *Value { return do(vdotOp, x, y) }

// Kron returns x with each element replaced by y times it.
func Kron(x, y *Value) *Value { return do(kronOp, x, y) }

func kron(x, y *Value) *Value {
	n := max(len(x.Shape), len(y.Shape))
	var xs, ys, out []int
	for i := range n {
		a, b := 1, 1
		if k := i - n + len(x.Shape); k >= 0 {
			a = x.Shape[k]
		}
		if k := i - n + len(y.Shape); k >= 0 {
			b = y.Shape[k]
		}
		xs, ys, out = append(xs, a, 1), append(ys, 1, b), append(out, a*b)
	}
	return Reshape(Multiply(Reshape(x, xs...), Reshape(y, ys...)), out...)
}

// Cross returns the cross products of vectors of two or three elements along the last
// axes of x and y; of two vectors of two, the third element alone.
func Cross(x, y *Value) *Value { return do(&cross{}, x, y) }

// Apply implements [Operation].
func (o *cross) Apply(in []*Value) []*Value {
	a, b, c := or(o.AxisA, -1), or(o.AxisB, -1), or(o.AxisC, -1)
	if o.Axis != nil {
		a, b, c = *o.Axis, *o.Axis, *o.Axis
	}
	x, y := Moveaxis(in[0], a, -1), Moveaxis(in[1], b, -1)
	part := func(v *Value, i int) *Value {
		last := len(v.Shape) - 1
		if i >= v.Shape[last] {
			return nil // zero
		}
		return Squeeze(SliceAxis(v, last, i, i+1), last)
	}
	n, m := x.Shape[len(x.Shape)-1], y.Shape[len(y.Shape)-1]
	if n < 2 || n > 3 || m < 2 || m > 3 {
		Fail("Cross", "received vectors of %d and %d elements, expected two or three", n, m)
	}
	element := func(i, j int) *Value {
		z := product2(part(x, i), part(y, j))
		if w := product2(part(x, j), part(y, i)); z == nil {
			return Negative(w)
		} else if w != nil {
			return Subtract(z, w)
		}
		return z
	}
	if n == 2 && m == 2 {
		return []*Value{element(0, 1)}
	}
	z := Stack([]*Value{element(1, 2), element(2, 0), element(0, 1)}, -1)
	return []*Value{Moveaxis(z, -1, c)}
}

// product2 is x·y, nil for zero.
func product2(x, y *Value) *Value {
	if x == nil || y == nil {
		return nil
	}
	return Multiply(x, y)
}

package ops

type tensordot struct {
	Axes any `json:"axes"`
}

var (
	_     = settings[tensordot]("numpy", "Tensordot")
	dotOp = pair("numpy", "Dot", dot)
)

// Tensordot multiplies x and y and sums over the axes xAxes of x and yAxes of y, which
// belong together: the result has the other axes of x, then those of y.
func Tensordot(x, y *Value, xAxes, yAxes []int) *Value {
	return do(&tensordot{[]any{numbers(xAxes), numbers(yAxes)}}, x, y)
}

func numbers(v []int) []any {
	var list []any
	for _, n := range v {
		list = append(list, n)
	}
	return list
}

// Apply implements [Operation].
func (o *tensordot) Apply(in []*Value) []*Value {
	x, y := in[0], in[1]
	xAxes, yAxes := o.axes(len(x.Shape))
	if len(xAxes) != len(yAxes) {
		Fail("Tensordot", "received axes %v and %v, expected as many", xAxes, yAxes)
	}
	a, b, out := term{}, term{}, term{}
	for i := range x.Shape {
		a = append(a, 1+i)
	}
	for i := range y.Shape {
		b = append(b, 1+len(a)+i)
	}
	for i := range xAxes {
		from, to := axis("Tensordot", x, xAxes[i]), axis("Tensordot", y, yAxes[i])
		if x.Shape[from] != y.Shape[to] {
			Fail("Tensordot", "received values of shapes %v and %v, of which the axes %d and %d differ in size", x.Shape, y.Shape, from, to)
		}
		b[to] = a[from]
	}
	for _, l := range append(a[:len(a):len(a)], b...) {
		if !(a.has(l) && b.has(l)) {
			out = append(out, l)
		}
	}
	return []*Value{contract("Tensordot", in, []term{a, b}, out)}
}

// axes returns the axes of both operands, of which the first one has rank: the last of
// it and the first of the other if Axes is a number, which Keras has as 2 by default.
func (o *tensordot) axes(rank int) (x, y []int) {
	n := 2
	switch v := o.Axes.(type) {
	case nil:
	case []any:
		if len(v) == 2 {
			return integersOf(v[0]), integersOf(v[1])
		}
		Fail("Tensordot", "received axes %v, expected a number or two lists", v)
	default:
		n = integersOf(v)[0]
	}
	for i := range n {
		x, y = append(x, rank-n+i), append(y, i)
	}
	return x, y
}

// integersOf returns a number or a list of a config as integers.
func integersOf(v any) []int {
	switch v := v.(type) {
	case int:
		return []int{v}
	case int64:
		return []int{int(v)}
	case float64:
		return []int{int(v)}
	case []any:
		var list []int
		for _, x := range v {
			list = append(list, integersOf(x)...)
		}
		return list
	}
	Fail("Tensordot", "received axes %v, expected integers", v)
	return nil
}

// Dot is the sum over the last axis of x and the last but one of y, or the only one:
// the product with a number, of two vectors or two matrices.
func Dot(x, y *Value) *Value { return do(dotOp, x, y) }

func dot(x, y *Value) *Value {
	n, m := len(x.Shape), len(y.Shape)
	if n == 0 || m == 0 {
		return Multiply(x, y)
	}
	return Tensordot(x, y, []int{n - 1}, []int{max(m-2, 0)})
}

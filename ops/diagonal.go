package ops

import "github.com/gokeras/keras/tensor"

// A diag is the settings of [Diag], [Diagflat], [Tril] and [Triu].
type diag struct {
	K int `json:"k" keras:"default=0;always"`
}

// A diagonalOf is the settings of [Diagonal] and [Trace].
type diagonalOf struct {
	Offset int  `json:"offset" keras:"default=0;always"`
	Axis1  int  `json:"axis1" keras:"default=0;always"`
	Axis2  *int `json:"axis2" keras:"default=1;always"`
}

type (
	diagflat diag
	tril     diag
	triu     diag
	traceOf  diagonalOf
)

var (
	_ = settings[diag]("numpy", "Diag")
	_ = settings[diagflat]("numpy", "Diagflat")
	_ = settings[tril]("numpy", "Tril")
	_ = settings[triu]("numpy", "Triu")
	_ = settings[diagonalOf]("numpy", "Diagonal")
	_ = settings[traceOf]("numpy", "Trace")
)

// Diag returns the matrix whose diagonal k is the vector x, or the diagonal k of the
// matrix x. Those above the main one have positive numbers.
func Diag(x *Value, k int) *Value { return do(&diag{k}, x) }

// Apply implements [Operation].
func (o *diag) Apply(in []*Value) []*Value {
	x := in[0]
	switch len(x.Shape) {
	case 1:
		n := x.Size() + max(o.K, -o.K)
		// Row i has element i, or i+k below the main diagonal, at column i+k.
		rows := Pad(x, [][2]int{{max(-o.K, 0), max(o.K, 0)}}, PadOptions{})
		return []*Value{Where(Eye(n, n, o.K, tensor.Bool), ExpandDims(rows, 1), Zeros(x.DType))}
	case 2:
		return []*Value{Diagonal(x, o.K, 0, 1)}
	}
	Fail("Diag", "received a value of shape %v, expected one or two axes", x.Shape)
	return nil
}

// Diagflat returns the matrix whose diagonal k is the elements of x.
func Diagflat(x *Value, k int) *Value { return do(&diagflat{k}, x) }

// Apply implements [Operation].
func (o *diagflat) Apply(in []*Value) []*Value { return (*diag)(o).Apply([]*Value{Ravel(in[0])}) }

// Tril returns the matrices of the last two axes of x with zeros above diagonal k.
func Tril(x *Value, k int) *Value { return do(&tril{k}, x) }

// Triu returns the matrices of the last two axes of x with zeros below diagonal k.
func Triu(x *Value, k int) *Value { return do(&triu{k}, x) }

// Apply implements [Operation].
func (o *tril) Apply(in []*Value) []*Value {
	return []*Value{Where(below("Tril", in[0], o.K), in[0], ZerosLike(in[0]))}
}

// Apply implements [Operation].
func (o *triu) Apply(in []*Value) []*Value {
	return []*Value{Where(below("Triu", in[0], o.K-1), ZerosLike(in[0]), in[0])}
}

// below tells what of matrices lies on or below diagonal k.
func below(fn string, x *Value, k int) *Value {
	n := len(x.Shape)
	if n < 2 {
		Fail(fn, "received a value of shape %v, expected at least two axes", x.Shape)
	}
	return Tri(x.Shape[n-2], x.Shape[n-1], k, tensor.Bool)
}

// Diagonal returns a diagonal of the matrices that two axes of x make: the elements
// whose second index is the first one plus offset. It is the last axis of the result.
func Diagonal(x *Value, offset, axis1, axis2 int) *Value {
	return do(&diagonalOf{offset, axis1, &axis2}, x)
}

// TraceOf is the sum of [Diagonal], the trace of matrices.
func TraceOf(x *Value, offset, axis1, axis2 int) *Value {
	return do(&traceOf{offset, axis1, &axis2}, x)
}

// Apply implements [Operation].
func (o *diagonalOf) Apply(in []*Value) []*Value {
	x := in[0]
	a, b := axis("Diagonal", x, o.Axis1), axis("Diagonal", x, or(o.Axis2, 1))
	if a == b {
		Fail("Diagonal", "received the axis %d twice", a)
	}
	order := []int{}
	for i := range x.Shape {
		if i != a && i != b {
			order = append(order, i)
		}
	}
	x = Transpose(x, append(order, a, b)...)
	last := len(x.Shape) - 1
	rows, columns := x.Shape[last-1], x.Shape[last]
	first := max(-o.Offset, 0)
	n := max(min(rows-first, columns-max(o.Offset, 0)), 0)
	x = SliceAxis(x, last-1, min(first, rows), min(first, rows)+n)
	places := table[int32]("Diagonal", n)
	for i := range places {
		places[i] = int32(max(o.Offset, 0) + i)
	}
	index := BroadcastTo(Reshape(intConstant(places), n, 1), append(x.Shape[:last].Clone(), 1)...)
	return []*Value{Squeeze(picked(x, index, last), last)}
}

// Apply implements [Operation].
func (o *traceOf) Apply(in []*Value) []*Value {
	return []*Value{Sum((*diagonalOf)(o).Apply(in)[0], -1)}
}

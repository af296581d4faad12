package ops

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

type (
	searchSorted struct {
		Side string `json:"side" keras:"default=left;always"`
	}
	bincount struct {
		Weights   []float64 `json:"weights" keras:"default=null;always"`
		MinLength int       `json:"minlength" keras:"default=0;always"`
		Sparse    bool      `json:"sparse" keras:"default=false;always"`
	}
	histogram struct {
		Bins  *int      `json:"bins" keras:"default=10;always"`
		Range []float64 `json:"range" keras:"default=null;always"`
	}
	unravelIndex struct {
		Shape list `json:"shape" keras:"default=[];always"`
	}
)

var (
	_          = settings[searchSorted]("numpy", "SearchSorted")
	_          = settings[bincount]("numpy", "Bincount")
	_          = settings[histogram]("numpy", "Histogram")
	_          = settings[unravelIndex]("numpy", "UnravelIndex")
	digitizeOp = pair("numpy", "Digitize", digitize)
)

// SearchSorted returns for each value the place (int32) at which it belongs in a
// sorted vector: before equal ones with the side "left" (or ""), behind them with
// "right".
func SearchSorted(sorted, values *Value, side string) *Value {
	return do(&searchSorted{side}, sorted, values)
}

// Apply implements [Operation].
func (o *searchSorted) Apply(in []*Value) []*Value {
	before := Greater
	switch o.Side {
	case "", "left":
	case "right":
		before = GreaterEqual
	default:
		Fail("SearchSorted", "received the side %q, expected \"left\" or \"right\"", o.Side)
	}
	sorted, v := in[0], in[1]
	if len(sorted.Shape) != 1 {
		Fail("SearchSorted", "received a sorted value of shape %v, expected a vector", sorted.Shape)
	}
	// NaN belongs behind all numbers.
	v = floatsWithoutOrder(v)
	return []*Value{Sum(before(ExpandDims(v, -1), sorted), -1)}
}

// floatsWithoutOrder returns x with the largest number in place of NaN.
func floatsWithoutOrder(x *Value) *Value { return without(x, math.Inf(1)) }

// Digitize returns for each element of x the number (int32) of bins that begin at or
// below it. The bins are sorted.
func Digitize(x, bins *Value) *Value { return do(digitizeOp, x, bins) }

func digitize(x, bins *Value) *Value { return SearchSorted(bins, x, "right") }

// Bincount counts (int32) how often each number from 0 to n-1 is in x, along its last
// axis. Other numbers aren't counted; Keras's counts have as many places as the largest
// number asks for, which no program of known shapes can.
func Bincount(x *Value, n int) *Value { return do(&bincount{MinLength: n}, x) }

// Apply implements [Operation].
func (o *bincount) Apply(in []*Value) []*Value {
	x := whole("Bincount", truthsAsNumbers(in[0]))
	if o.MinLength <= 0 {
		Fail("Bincount", "received the minimal length %d, expected a positive number", o.MinLength)
	}
	if len(x.Shape) == 0 {
		Fail("Bincount", "received a scalar, expected at least one axis")
	}
	hits := Equal(ExpandDims(x, -1), Arange(o.MinLength, tensor.Int32))
	last := len(x.Shape) - 1
	if o.Weights == nil {
		return []*Value{Sum(hits, last)}
	}
	w := Reshape(Constant(tensor.FromSlice(o.Weights).Cast(tensor.Float32)), x.Shape...)
	return []*Value{Sum(Where(hits, ExpandDims(w, -1), Zeros(tensor.Float32)), last)}
}

// Histogram counts the elements of x in n equal bins between the smallest and the
// largest, and returns the counts and the n+1 limits of the bins.
func Histogram(x *Value, n int) (counts, edges *Value) {
	out := doAll(&histogram{Bins: &n}, x)
	return out[0], out[1]
}

// Outputs implements [Several].
func (o *histogram) Outputs([]*Value) int { return 2 }

// Apply implements [Operation].
func (o *histogram) Apply(in []*Value) []*Value {
	x, n := Ravel(floating(in[0])), or(o.Bins, 10)
	if n <= 0 || o.Range != nil && len(o.Range) != 2 {
		Fail("Histogram", "received %d bins and the range %v, expected a positive number and two numbers or none", n, o.Range)
	}
	lo, hi := Min(x), Max(x)
	if o.Range != nil {
		lo, hi = Const(o.Range[0], x.DType), Const(o.Range[1], x.DType)
	}
	same := Equal(lo, hi)
	lo, hi = Where(same, AddScalar(lo, -.5), lo), Where(same, AddScalar(hi, .5), hi)
	edges, _ := spaced("Histogram", lo, hi, n+1, true)
	at := AddScalar(SearchSorted(edges, x, "right"), -1)
	at = Where(Equal(x, hi), FullLike(at, float64(n-1)), at)
	ok := LogicalAnd(GreaterEqual(x, lo), LessEqual(x, hi))
	at = Where(ok, at, FullLike(at, float64(n)))
	counts := graph.Apply(prim.ScatterAdd{N: n}, OnesLike(x), at)
	return []*Value{counts, edges}
}

// UnravelIndex returns the places along each axis of an array of the given shape, of
// elements that indices number.
func UnravelIndex(indices *Value, shape ...int) []*Value {
	return doAll(&unravelIndex{shape}, indices)
}

// Outputs implements [Several].
func (o *unravelIndex) Outputs([]*Value) int { return len(o.Shape) }

// Apply implements [Operation].
func (o *unravelIndex) Apply(in []*Value) []*Value {
	i := in[0]
	n := tensor.Shape(o.Shape).Size()
	i = Clip(Where(Less(i, ZerosLike(i)), AddScalar(i, float64(n)), i), 0, float64(max(n-1, 0)))
	out := make([]*Value, len(o.Shape))
	for a := len(o.Shape) - 1; a >= 0; a-- {
		d := FullLike(i, float64(o.Shape[a]))
		out[a] = Mod(i, d)
		i = FloorDivide(i, d)
	}
	return out
}

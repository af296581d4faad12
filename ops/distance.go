package ops

import "math"

type (
	psnr struct {
		MaxVal float64 `json:"max_val" keras:"default=0;always"`
	}
	extractSequences struct {
		Length int `json:"sequence_length" keras:"default=0;always"`
		Stride int `json:"sequence_stride" keras:"default=0;always"`
	}
)

var (
	_       = settings[psnr]("nn", "PSNR")
	_       = settings[extractSequences]("math", "ExtractSequences")
	cdistOp = pair("math", "CDist", cdist)
)

// CDist returns the distances of the rows of x (..., n, k) from those of y (..., m, k),
// (..., n, m).
func CDist(x, y *Value) *Value { return do(cdistOp, x, y) }

func cdist(x, y *Value) *Value {
	if len(x.Shape) < 2 || len(y.Shape) < 2 {
		Fail("CDist", "received values of shapes %v and %v, expected at least two axes", x.Shape, y.Shape)
	}
	d := Subtract(ExpandDims(floating(x), -2), ExpandDims(floating(y), -3))
	return Sqrt(Sum(Square(d), -1))
}

// PSNR is the ratio of the largest value's square to the mean square of x - y, in
// decibels: 20·log₁₀(largest) - 10·log₁₀(mean (x-y)²).
func PSNR(x, y *Value, largest float64) *Value { return do(&psnr{largest}, x, y) }

// Apply implements [Operation].
func (o *psnr) Apply(in []*Value) []*Value {
	x, y := floating(in[0]), floating(in[1])
	if !x.Shape.Equal(y.Shape) {
		Fail("PSNR", "received values of shapes %v and %v, expected equal ones", x.Shape, y.Shape)
	}
	noise := Log10(Mean(Square(Subtract(x, y))))
	return []*Value{Subtract(Const(20*math.Log10(o.MaxVal), noise.DType), Scale(noise, 10))}
}

// ExtractSequences returns the pieces of a length of the last axis of x, each beginning
// stride elements after the one before.
func ExtractSequences(x *Value, length, stride int) *Value {
	return do(&extractSequences{length, stride}, x)
}

// Apply implements [Operation].
func (o *extractSequences) Apply(in []*Value) []*Value {
	x := in[0]
	last := axis("ExtractSequences", x, -1)
	n := x.Shape[last]
	if o.Length <= 0 || o.Stride <= 0 || o.Length > n {
		Fail("ExtractSequences", "received the length %d and the stride %d for a value of shape %v", o.Length, o.Stride, x.Shape)
	}
	count := (n-o.Length)/o.Stride + 1
	places := table[int32]("ExtractSequences", count, o.Length)[:0]
	for i := range count {
		for j := range o.Length {
			places = append(places, int32(i*o.Stride+j))
		}
	}
	return []*Value{Take(x, Reshape(intConstant(places), count, o.Length), last)}
}

package ops

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// Dropout sets elements of x to zero with probability rate and divides the
// others by 1-rate. Which ones depends only on the key; see [Trace.Key].
func Dropout(x, key *Value, rate float64) *Value {
	return graph.Apply(prim.Dropout{Rate: rate}, floating(x), key)
}

// RandomUniform is float32 numbers evenly spread over [0, 1) that depend only on
// the key; see [Trace.Key].
func RandomUniform(key *Value, shape ...int) *Value {
	return graph.Apply(prim.RandomUniform{Shape: graph.DimsOf(shape...)}, key)
}

// RandomNormal is float32 numbers of mean 0 and deviation 1, normally distributed, that
// depend only on the key.
func RandomNormal(key *Value, shape ...int) *Value {
	// Box and Muller (1958): two uniform numbers make the radius and the angle.
	u := RandomUniform(key, append([]int{2}, shape...)...)
	part := func(i int) *Value { return Reshape(SliceAxis(u, 0, i, i+1), shape...) }
	radius := Sqrt(Scale(Log1p(Negative(part(0))), -2))
	return Multiply(radius, Cos(Scale(part(1), 2*math.Pi)))
}

// RandomTruncatedNormal is [RandomNormal] of which all numbers are between -2 and 2.
func RandomTruncatedNormal(key *Value, shape ...int) *Value {
	// The distribution function of the limits is ½(1 ± erf(√2)).
	limit := math.Erf(math.Sqrt2)
	u := AddScalar(Scale(RandomUniform(key, shape...), 2*limit), -limit)
	return Clip(Scale(ErfInv(u), math.Sqrt2), -2, 2)
}

// RandomInt is int32 numbers evenly spread over lo, …, hi-1 that depend only on the key.
func RandomInt(key *Value, lo, hi int, shape ...int) *Value {
	if lo >= hi {
		Fail("RandomInt", "received the limits %d and %d, expected the first to be smaller", lo, hi)
	}
	n := float64(hi - lo)
	i := Floor(Multiply(Cast(RandomUniform(key, shape...), tensor.Float64), Const(n, tensor.Float64)))
	return AddScalar(Cast(i, tensor.Int32), float64(lo))
}

// RandomGumbel is float32 numbers of Gumbel's distribution, -ln(-ln u) of uniform ones,
// that depend only on the key.
func RandomGumbel(key *Value, shape ...int) *Value {
	u := Maximum(RandomUniform(key, shape...), Const(math.Ldexp(1, -25), tensor.Float32))
	return Negative(Log(Negative(Log(u))))
}

// RandomCategorical draws n class numbers (int32) for each row of logits [batch,
// classes], [batch, n], each with the probability that softmax gives it.
func RandomCategorical(key, logits *Value, n int) *Value {
	if len(logits.Shape) != 2 {
		Fail("RandomCategorical", "received logits of shape %v, expected two axes", logits.Shape)
	}
	// The largest of logits with Gumbel's noise is distributed so.
	noise := RandomGumbel(key, logits.Shape[0], n, logits.Shape[1])
	return ArgMax(Add(ExpandDims(floating(logits), 1), noise), 2)
}

// RandomBinomial is the numbers (int32) of successes of n trials of probability p each,
// that depend only on the key.
func RandomBinomial(key *Value, n int, p float64, shape ...int) *Value {
	u := RandomUniform(key, append([]int{n}, shape...)...)
	return Sum(Less(u, FullLike(u, p)), 0)
}

// Shuffle returns the slices of x along an axis in an order that depends only on the
// key.
func Shuffle(x, key *Value, at int) *Value {
	at = axis("Shuffle", x, at)
	return Take(x, ArgSort(RandomUniform(key, x.Shape[at]), 0), at)
}

package vec

import (
	"math"

	"github.com/gokeras/keras/internal/kernel"
)

// The reductions. Their order of additions is fixed: in each block of 16384
// elements, element i is added to partial sum i mod 64, in order; then partial
// sum i takes up partial sum i+h, for h = 32, 16, 8, 4, 2, 1; and the sums of
// the blocks are added in order. The result is therefore the same with every
// implementation, and its error grows slowly.
var (
	// Sum returns the sum of a, 0 if it is empty.
	Sum = kernel.Func[func(a []float32) float32]{Name: "Sum", Generic: blocks(sumGeneric, plus)}
	// Dot returns the sum of a[i]*b[i] for i < len(a). Each product is rounded.
	Dot = kernel.Func[func(a, b []float32) float32]{Name: "Dot", Generic: blocks2(dotGeneric)}
	// MaxOf returns the largest element of a, NaN if one is NaN, and -Inf if a
	// is empty.
	MaxOf = kernel.Func[func(a []float32) float32]{Name: "MaxOf", Generic: blocks(maxOfGeneric, larger)}
	// MinOf returns the smallest element of a, NaN if one is NaN, and +Inf if a
	// is empty.
	MinOf = kernel.Func[func(a []float32) float32]{Name: "MinOf", Generic: blocks(minOfGeneric, smaller)}
)

func plus(x, y float32) float32    { return x + y }
func larger(x, y float32) float32  { return max(x, y) }
func smaller(x, y float32) float32 { return min(x, y) }

// blocks makes a reduction of one of at most chunk elements.
func blocks(block func(a []float32) float32, f func(x, y float32) float32) func(a []float32) float32 {
	return func(a []float32) float32 {
		n := min(len(a), chunk)
		r := block(a[:n])
		for a = a[n:]; len(a) > 0; a = a[n:] {
			n = min(len(a), chunk)
			r = f(r, block(a[:n]))
		}
		return r
	}
}

// blocks2 is blocks for sums over two slices.
func blocks2(block func(a, b []float32) float32) func(a, b []float32) float32 {
	return func(a, b []float32) float32 {
		b = b[:len(a)]
		n := min(len(a), chunk)
		r := block(a[:n], b[:n])
		for a, b = a[n:], b[n:]; len(a) > 0; a, b = a[n:], b[n:] {
			n = min(len(a), chunk)
			r += block(a[:n], b[:n])
		}
		return r
	}
}

// partial holds the partial sums of a block.
type partial [64]float32

func (p *partial) sum() float32 {
	for h := len(p) / 2; h > 0; h /= 2 {
		for i := range h {
			p[i] += p[i+h]
		}
	}
	return p[0]
}

func sumGeneric(a []float32) float32 {
	var p partial
	for i, x := range a {
		p[i%len(p)] += x
	}
	return p.sum()
}

func dotGeneric(a, b []float32) float32 {
	var p partial
	b = b[:len(a)]
	for i, x := range a {
		p[i%len(p)] += float32(x * b[i])
	}
	return p.sum()
}

func maxOfGeneric(a []float32) float32 {
	m := float32(math.Inf(-1))
	for _, x := range a {
		m = max(m, x)
	}
	return m
}

func minOfGeneric(a []float32) float32 {
	m := float32(math.Inf(1))
	for _, x := range a {
		m = min(m, x)
	}
	return m
}

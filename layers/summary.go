package layers

import (
	"math"
	"slices"
	"sort"
)

// A summary stands for many numbers: values in growing order, and of how many numbers
// each is the largest. Values and weights are float32, as Keras has them, so that
// boundaries come out the same.
type summary struct{ values, weights []float64 }

// summarize returns a summary of about 1/epsilon values, or of all numbers if there are
// no more.
func summarize(numbers []float64, epsilon float64) summary {
	sorted := slices.Clone(numbers)
	for i, v := range sorted {
		sorted[i] = float64(float32(v))
	}
	slices.Sort(sorted)
	step := max(float64(len(sorted))/(1/epsilon), 1)
	var s summary
	for i := int(step - 1); i < len(sorted); i += int(step) {
		s.values = append(s.values, sorted[i])
		s.weights = append(s.weights, float64(float32(step)))
	}
	return s
}

// merge returns the summary of the numbers of two.
func (s summary) merge(o summary, epsilon float64) summary {
	m := summary{append(slices.Clone(s.values), o.values...), append(slices.Clone(s.weights), o.weights...)}
	order := make([]int, len(m.values))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch x, y := m.values[a], m.values[b]; {
		case x < y:
			return -1
		case x > y:
			return 1
		}
		return 0
	})
	sorted := summary{make([]float64, len(order)), make([]float64, len(order))}
	for i, at := range order {
		sorted.values[i], sorted.weights[i] = m.values[at], m.weights[at]
	}
	return sorted.compress(epsilon)
}

// compress returns a summary of 1/epsilon values, which are interpolated between those of
// s, if s has more.
func (s summary) compress(epsilon float64) summary {
	if float64(len(s.values))*epsilon < 1 {
		return s
	}
	sums, total := make([]float64, len(s.weights)), float32(0)
	for i, w := range s.weights {
		total += float32(w)
		sums[i] = float64(total)
	}
	shares := make([]float64, len(sums))
	for i, v := range sums {
		shares[i] = float64(float32(v) / total)
	}
	var c summary
	before := 0.0
	for i := range int(math.Ceil(1 / epsilon)) {
		share := epsilon + float64(i)*epsilon
		sum := interpolate(share, shares, sums)
		c.values = append(c.values, float64(float32(interpolate(share, shares, s.values))))
		c.weights = append(c.weights, float64(float32(sum-before)))
		before = sum
	}
	return c
}

// interpolate returns what is at x on the line through points, in growing order of xs, and
// on the level of the first and the last point beyond them.
func interpolate(x float64, xs, ys []float64) float64 {
	i := sort.SearchFloat64s(xs, x)
	switch {
	case i == len(xs):
		return ys[len(ys)-1]
	case i == 0 || xs[i] == x:
		return ys[i]
	}
	slope := (ys[i] - ys[i-1]) / (xs[i] - xs[i-1])
	return slope*(x-xs[i-1]) + ys[i-1]
}

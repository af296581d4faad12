package golden

import (
	"math"
	"testing"
)

// Close reports an error unless every |got − want| ≤ atol + rtol·|want|. NaN
// equals NaN, an infinity equals itself. The message has the index and the
// values of the first mismatch, how many there are, and the largest
// difference. It returns whether all are close.
func Close(t testing.TB, got []float32, want Array, rtol, atol float64) bool {
	t.Helper()
	if len(got) != len(want.Data) {
		t.Errorf("received %d values, expected %d of shape %v", len(got), len(want.Data), want.Shape)
		return false
	}
	first, count := 0, 0
	worst := 0.0
	for i, w := range want.Data {
		g := float64(got[i])
		if near(g, float64(w), rtol, atol) {
			continue
		}
		if count == 0 {
			first = i
		}
		count++
		worst = max(worst, math.Abs(g-float64(w)))
	}
	if count > 0 {
		t.Errorf("at %v: received %.9g, expected %.9g; %d of %d values differ, by up to %.3g (rtol %g, atol %g)",
			want.index(first), got[first], float64(want.Data[first]), count, len(got), worst, rtol, atol)
	}
	return count == 0
}

// CloseTo is Close for one number.
func CloseTo(t testing.TB, got float64, want Number, rtol, atol float64) bool {
	t.Helper()
	if near(got, float64(want), rtol, atol) {
		return true
	}
	t.Errorf("received %.9g, expected %.9g (rtol %g, atol %g)", got, float64(want), rtol, atol)
	return false
}

// near reports |got − want| ≤ atol + rtol·|want|; NaN equals NaN and an
// infinity itself.
func near(got, want, rtol, atol float64) bool {
	if math.IsNaN(want) {
		return math.IsNaN(got)
	}
	return got == want || !math.IsInf(want, 0) && math.Abs(got-want) <= atol+rtol*math.Abs(want)
}

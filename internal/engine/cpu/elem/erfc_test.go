package elem

import (
	"math"
	"testing"
)

// TestErfc holds erfc to that of package math, for sizes that chunks don't divide.
func TestErfc(t *testing.T) {
	x := make([]float32, 0, 20001)
	for i := range 20000 {
		x = append(x, float32(i)/1000-10)
	}
	x = append(x, float32(math.Inf(1)), float32(math.Inf(-1)), float32(math.NaN()), 0)
	got := make([]float32, len(x))
	erfc(got, x)
	for i, v := range x {
		want := math.Erfc(float64(v))
		if math.IsNaN(want) != math.IsNaN(float64(got[i])) {
			t.Errorf("erfc(%v): received %v, expected %v", v, got[i], want)
		}
		// Below the smallest normal number only few digits are left.
		if d := math.Abs(float64(got[i]) - want); d > 3e-7*math.Abs(want)+1e-38 {
			t.Errorf("erfc(%v): received %v, expected %v", v, got[i], want)
		}
	}
	copy(got, x)
	erfc(got, got) // in place
	if d := math.Abs(float64(got[10000]) - math.Erfc(float64(x[10000]))); d > 3e-7 {
		t.Errorf("in place: %v off", d)
	}
}

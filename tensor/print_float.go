package tensor

import (
	"math"
	"strconv"
	"strings"
)

// precision is the most digits that are printed after the point.
const precision = 8

// A floatFormat prints the floating-point numbers of an array in words of one
// width. Digits are the fewest that tell a number from its neighbours, but no
// more than precision; with exponents, as many as one of the numbers needs.
type floatFormat struct {
	bits        int  // of a number in memory
	exp         bool // whether all have an exponent
	digits      int  // after the point; with an exponent, of each number
	expDigits   int  // of the exponent
	left, right int  // characters before and after the point
}

// newFloatFormat returns the format for the elements of v at the given places.
func newFloatFormat[T float32 | float64](v []T, at []int, bits int) floatFormat {
	// NumPy compares in the type of the array, and so do we.
	var small, large T = T(math.Inf(1)), 0
	finite, infinite, negative := 0, false, false
	for _, i := range at {
		switch x := v[i]; {
		case x != x:
		case math.IsInf(float64(x), 0):
			infinite, negative = true, negative || x < 0
		default:
			finite++
			if x < 0 {
				x = -x
			}
			if x != 0 {
				small, large = min(small, x), max(large, x)
			}
		}
	}
	cutoff := T(1e8)
	if bits == 32 {
		cutoff = 1e6
	}
	f := floatFormat{bits: bits, digits: precision}
	f.exp = large > 0 && (large >= cutoff || small < 0.0001 || large/small > 1000)
	frac := 0
	for _, i := range at {
		x := float64(v[i])
		if math.IsNaN(x) || math.IsInf(x, 0) {
			continue
		}
		whole, rest, exponent := f.parts(x)
		f.left = max(f.left, len(whole))
		frac = max(frac, len(rest))
		f.expDigits = max(f.expDigits, len(exponent)-1)
	}
	f.right = frac
	if f.exp {
		f.digits = frac
		f.right = frac + f.expDigits + len("e+")
	}
	if finite < len(at) {
		f.left = max(f.left, len("nan")-(f.right+1))
		if infinite && negative {
			f.left = max(f.left, len("-inf")-(f.right+1))
		}
	}
	return f
}

// word returns x in the width of all.
func (f *floatFormat) word(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return padLeft(special(x), f.left+1+f.right)
	}
	if f.exp {
		s := strconv.FormatFloat(x, 'e', f.digits, f.bits)
		s, exponent, _ := strings.Cut(s, "e")
		whole, frac, _ := strings.Cut(s, ".")
		return padLeft(whole, f.left) + "." + frac + "e" + exponent[:1] +
			strings.Repeat("0", f.expDigits+1-len(exponent)) + exponent[1:]
	}
	whole, frac, _ := f.parts(x)
	return padLeft(whole, f.left) + "." + frac + strings.Repeat(" ", f.right-len(frac))
}

// parts returns the digits before and after the point, and the exponent if the
// format has one.
func (f *floatFormat) parts(x float64) (whole, frac, exponent string) {
	verb := byte('f')
	if f.exp {
		verb = 'e'
	}
	split := func(digits int) {
		s := strconv.FormatFloat(x, verb, digits, f.bits)
		s, exponent, _ = strings.Cut(s, "e")
		whole, frac, _ = strings.Cut(s, ".")
	}
	if split(-1); len(frac) > f.digits {
		split(f.digits)
		frac = strings.TrimRight(frac, "0")
	}
	return whole, frac, exponent
}

// scalarFloat returns a number that stands alone, in full.
func scalarFloat(x float64, bits int) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return special(x)
	}
	cutoff := 1e16
	if bits == 32 {
		cutoff = 1e6
	}
	if a := math.Abs(x); a != 0 && (a < 1e-4 || a >= cutoff) {
		return strconv.FormatFloat(x, 'e', -1, bits)
	}
	s := strconv.FormatFloat(x, 'f', -1, bits)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

func special(x float64) string {
	switch {
	case math.IsNaN(x):
		return "nan"
	case x < 0:
		return "-inf"
	}
	return "inf"
}

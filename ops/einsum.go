package ops

import (
	"slices"
	"strings"
)

type einsum struct {
	Subscripts string `json:"subscripts"`
}

var _ = settings[einsum]("numpy", "Einsum")

// Apply implements [Operation].
func (e *einsum) Apply(in []*Value) []*Value {
	terms, out := parseEinsum(e.Subscripts, in)
	return []*Value{contract("Einsum", in, terms, out)}
}

// Einsum multiplies values and sums over axes, as Einstein's convention writes it:
// a letter names an axis, the same letter the same axis of several values, and axes
// whose letters don't stand behind "->" are summed over.
//
//	Einsum("ij,jk->ik", x, y)     // the matrix product
//	Einsum("...ij->...ji", x)     // a batch of transposes
//	Einsum("ii->i", x)            // the diagonal
//
// "..." stands for all other axes, which are broadcast. Without "->" the result has
// the letters that occur once, in alphabetical order. Values are multiplied from the
// left to the right; two that share summed axes, as a matrix product.
func Einsum(subscripts string, values ...*Value) *Value {
	if len(values) == 0 {
		Fail("Einsum", "%q: received no values", subscripts)
	}
	return do(&einsum{subscripts}, values...)
}

// A term names the axes of a value: a letter, or a number below zero for an axis
// that "..." stands for, -1 for the last.
type term []int

func (t term) has(l int) bool { return slices.Contains(t, l) }

// only returns the labels of t for which keep holds, in their order.
func (t term) only(keep func(l int) bool) term {
	return slices.DeleteFunc(slices.Clone(t), func(l int) bool { return !keep(l) })
}

// parseEinsum returns the terms of the operands and of the result.
func parseEinsum(subscripts string, in []*Value) (terms []term, out term) {
	s := strings.ReplaceAll(subscripts, " ", "")
	left, right, explicit := strings.Cut(s, "->")
	parts := strings.Split(left, ",")
	if len(parts) != len(in) {
		Fail("Einsum", "%q: received %d values, expected %d", subscripts, len(in), len(parts))
	}
	wide := 0 // the number of axes that "..." stands for in the result
	for i, p := range parts {
		n := len(in[i].Shape) - len(strings.Replace(p, "...", "", 1))
		if n < 0 || n > 0 && !strings.Contains(p, "...") {
			Fail("Einsum", "%q: value %d has shape %v, expected the axes %q", subscripts, i, in[i].Shape, p)
		}
		wide = max(wide, n)
		terms = append(terms, parseTerm(subscripts, p, n))
	}
	if explicit {
		out = parseTerm(subscripts, right, wide)
	} else {
		out = implicit(terms, wide)
	}
	for i, l := range out {
		if out[:i].has(l) {
			Fail("Einsum", "%q: the result has an axis twice", subscripts)
		}
		if !slices.ContainsFunc(terms, func(t term) bool { return t.has(l) }) && l > 0 {
			Fail("Einsum", "%q: the result has the axis %q, which no value has", subscripts, string(rune(l)))
		}
	}
	return terms, out
}

// parseTerm returns the labels of a term in which "..." stands for n axes.
func parseTerm(subscripts, s string, n int) term {
	var t term
	before, after, dots := strings.Cut(s, "...")
	for i, part := range []string{before, after} {
		if i == 1 && dots {
			for k := n; k > 0; k-- {
				t = append(t, -k)
			}
		}
		for _, r := range part {
			if r < 'A' || r > 'z' || r > 'Z' && r < 'a' {
				Fail("Einsum", `%q: received %q, expected letters, ",", "..." and "->"`, subscripts, string(r))
			}
			t = append(t, int(r))
		}
	}
	return t
}

// implicit returns the result's term where none is written.
func implicit(terms []term, wide int) term {
	var letters, out term
	count := map[int]int{}
	for _, t := range terms {
		for _, l := range t {
			if count[l]++; l > 0 && count[l] == 1 {
				letters = append(letters, l)
			}
		}
	}
	for k := wide; k > 0; k-- {
		out = append(out, -k)
	}
	slices.Sort(letters)
	return append(out, letters.only(func(l int) bool { return count[l] == 1 })...)
}

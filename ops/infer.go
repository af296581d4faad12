package ops

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/gokeras/keras/tensor"
)

// The sizes that stand for unknown ones, of the batch and of other axes. The
// latter can be divided by all numbers up to 10 and are larger than what a layer
// may look at at once.
var standIns = [2][2]int{{2, 2520}, {3, 5040}}

// Infer returns the types that f gives for values of the given types, in which
// sizes may be [tensor.Unknown]. It calls f for two different sizes in their place:
// what differs between the results is unknown, and so it is between what errors say.
//
// Where f takes no size at all in place of an unknown one, but one that another value
// has, as in a sum of shapes (None, 4) and (8, 4), it is that.
func Infer(in []Type, f func(in []*Value) []*Value) (out []Type, err error) {
	out, err = infer(in, f)
	if err != nil && len(in) > 1 {
		for _, narrower := range narrowed(in) {
			if out, err := infer(narrower, f); err == nil {
				return out, nil
			}
		}
	}
	return out, err
}

func infer(in []Type, f func(in []*Value) []*Value) (out []Type, err error) {
	defer Catch(&err)
	known := true
	for _, t := range in {
		known = known && t.Shape.Known()
	}
	out, err = inferAt(in, f, standIns[0])
	if known {
		return out, err
	}
	again, err2 := inferAt(in, f, standIns[1])
	switch {
	case err != nil && err2 != nil:
		return nil, vague(err, err2)
	case err != nil || err2 != nil:
		return nil, errors.Join(err, err2)
	case len(again) != len(out):
		Fail("call", "the number of outputs depends on the batch: %d and %d", len(out), len(again))
	}
	for i, u := range again {
		if len(u.Shape) != len(out[i].Shape) {
			Fail("call", "the number of axes of the output depends on the batch: %v and %v", out[i].Shape, u.Shape)
		}
		for j, d := range u.Shape {
			if d != out[i].Shape[j] {
				out[i].Shape[j] = tensor.Unknown
			}
		}
	}
	return out, nil
}

func inferAt(in []Type, f func([]*Value) []*Value, unknown [2]int) (types []Type, err error) {
	defer Catch(&err)
	values := make([]*Value, len(in))
	for i, t := range in {
		shape := t.Shape.Clone()
		for j, d := range shape {
			if d < 0 {
				shape[j] = unknown[min(j, 1)]
			}
		}
		values[i] = Input("", t.DType, shape...)
	}
	for _, y := range f(values) {
		types = append(types, Type{DType: y.DType, Shape: y.Shape.Clone()})
	}
	return types, nil
}

// maxNarrowed is how many ways of narrowing types are tried.
const maxNarrowed = 100

// narrowed returns types with known sizes in place of unknown ones: first those that
// other values have at the same axes, counted from the last as broadcasting does, then,
// for one axis of one value at a time, those that there are anywhere.
func narrowed(in []Type) (list [][]Type) {
	aligned := map[int]int{}
	var sizes []int
	for _, t := range in {
		for j, d := range t.Shape {
			if d > 1 {
				aligned[len(t.Shape)-j] = d
				if !slices.Contains(sizes, d) {
					sizes = append(sizes, d)
				}
			}
		}
	}
	with := func(size func(i, j int) int) {
		narrower := slices.Clone(in)
		for i, t := range in {
			narrower[i].Shape = t.Shape.Clone()
			for j, d := range t.Shape {
				if n := size(i, j); d < 0 && n > 0 {
					narrower[i].Shape[j] = n
				}
			}
		}
		list = append(list, narrower)
	}
	with(func(i, j int) int { return aligned[len(in[i].Shape)-j] })
	for i, t := range in {
		for j, d := range t.Shape {
			for _, size := range sizes {
				if d < 0 && len(list) < maxNarrowed {
					with(func(k, l int) int {
						if k == i && l == j {
							return size
						}
						return 0
					})
				}
			}
		}
	}
	return list
}

var digits = regexp.MustCompile(`\d+`)

// vague returns what two errors say that come of two sizes in place of an unknown one:
// numbers that differ are unknown.
func vague(a, b error) error {
	x, ok1 := a.(*Error)
	y, ok2 := b.(*Error)
	if ok1 && ok2 {
		return &Error{Func: x.Func, At: x.At, Err: vague(x.Err, y.Err)}
	}
	s, t := a.Error(), b.Error()
	if s == t || digits.ReplaceAllString(s, "") != digits.ReplaceAllString(t, "") {
		return a
	}
	var text strings.Builder
	others := digits.FindAllString(t, -1)
	end := 0
	for i, at := range digits.FindAllStringIndex(s, -1) {
		text.WriteString(s[end:at[0]])
		if size := s[at[0]:at[1]]; size == others[i] {
			text.WriteString(size)
		} else {
			text.WriteString("None")
		}
		end = at[1]
	}
	text.WriteString(s[end:])
	return errors.New(text.String())
}

package ops

import (
	"errors"
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// PadOptions say with what [Pad] fills.
type PadOptions struct {
	// Mode is one of "constant", "edge" (the outermost element again), "reflect" and
	// "symmetric" (the elements backwards, without and with the outermost one), "wrap"
	// or "circular" (those of the other end), "maximum", "mean", "median", "minimum"
	// (of the axis), "linear_ramp" (from the outermost element to 0) and "empty".
	// Default: "constant".
	Mode string

	// Value is the constant. Default: 0.
	Value float64
}

type pad struct {
	Width widths `json:"pad_width" keras:"default=0;always"`
	Mode  string `json:"mode" keras:"default=constant;always"`
}

// widths is how many elements go before and behind each axis.
type widths [][2]int

var _ = settings[pad]("numpy", "Pad")

// Pad adds widths[i][0] elements before and widths[i][1] behind axis i. One pair stands
// for all axes.
func Pad(x *Value, widths [][2]int, o PadOptions) *Value {
	p := &pad{widths, o.Mode}
	if o.Value != 0 {
		return do(p, x, Const(o.Value, x.DType))
	}
	return do(p, x)
}

// MarshalConfig writes one number if that is all.
func (w widths) MarshalConfig() (any, error) {
	if len(w) == 1 && w[0][0] == w[0][1] {
		return w[0][0], nil
	}
	return [][2]int(w), nil
}

// UnmarshalConfig reads a number, a pair or a list of pairs, which hold for all axes if
// there is but one.
func (w *widths) UnmarshalConfig(text []byte) error {
	var flat ints
	if flat.UnmarshalConfig(text) == nil {
		if len(flat) != 1 && len(flat) != 2 {
			return errors.New("pad_width: expected a number, a pair or a list of pairs")
		}
		*w = widths{{flat[0], flat[len(flat)-1]}}
		return nil
	}
	var rows lists
	if err := rows.UnmarshalConfig(text); err != nil {
		return err
	}
	*w = nil
	for _, r := range rows {
		if len(r) != 1 && len(r) != 2 {
			return errors.New("pad_width: expected a number, a pair or a list of pairs")
		}
		*w = append(*w, [2]int{r[0], r[len(r)-1]})
	}
	return nil
}

// Apply implements [Operation].
func (o *pad) Apply(in []*Value) []*Value {
	x, w := in[0], o.Width
	if len(w) == 1 {
		w = slices.Repeat(w, len(x.Shape))
	}
	if len(w) != len(x.Shape) {
		Fail("Pad", "received %d pairs of widths for a value of shape %v, expected one for each axis", len(w), x.Shape)
	}
	for i, p := range w {
		if p[0] < 0 || p[1] < 0 {
			Fail("Pad", "received the widths %v for axis %d, expected numbers from 0", p, i)
		}
	}
	if o.Mode == "" || o.Mode == "constant" || o.Mode == "empty" {
		return []*Value{padConstant(x, w, in[1:])}
	}
	for i, p := range w {
		if p != [2]int{} {
			x = padAxis(x, i, p, o.Mode)
		}
	}
	return []*Value{x}
}

// padConstant pads with zeros or with the one value that is given.
func padConstant(x *Value, w [][2]int, fill []*Value) *Value {
	before, shape := make([]int, len(w)), x.Shape.Clone()
	for i, p := range w {
		before[i] = p[0]
		shape[i] += p[0] + p[1]
	}
	op := prim.Pad{Before: graph.DimsOf(before...), Shape: graph.DimsOf(shape...)}
	if shape.Equal(x.Shape) {
		return x
	}
	y := graph.Apply(op, x)
	if len(fill) == 0 || fill[0] == nil {
		return y
	}
	inside := graph.Apply(op, Full(1, tensor.Bool, x.Shape...))
	return Where(inside, y, expand(Cast(fill[0], x.DType), shape))
}

// padAxis pads one axis.
func padAxis(x *Value, at int, w [2]int, mode string) *Value {
	n := x.Shape[at]
	if n == 0 {
		Fail("Pad", "axis %d of a value of shape %v has no element to pad with in mode %q", at, x.Shape, mode)
	}
	if f := outside[mode]; f != nil {
		places := table[int32]("Pad", n+w[0]+w[1])[:0]
		for i := -w[0]; i < n+w[1]; i++ {
			places = append(places, int32(f(i, n)))
		}
		return Take(x, intConstant(places), at)
	}
	var fill func(n int, before bool) *Value
	constant := func(v *Value) func(n int, before bool) *Value {
		return func(n int, _ bool) *Value {
			shape := x.Shape.Clone()
			shape[at] = n
			return expand(Cast(v, x.DType), shape)
		}
	}
	switch mode {
	case "maximum":
		fill = constant(KeepDims(Max(x, at), x, at))
	case "minimum":
		fill = constant(KeepDims(Min(x, at), x, at))
	case "mean":
		m := KeepDims(Mean(x, at), x, at)
		if !x.DType.IsFloat() {
			m = Round(m)
		}
		fill = constant(m)
	case "median":
		m := KeepDims(Median(x, at), x, at)
		if !x.DType.IsFloat() {
			m = Round(m)
		}
		fill = constant(m)
	case "linear_ramp":
		fill = func(k int, before bool) *Value {
			edge := SliceAxis(x, at, n-1, n)
			if before {
				edge = SliceAxis(x, at, 0, 1)
			}
			steps := onAxis(Divide(Arange(k, floating(x).DType), Const(float64(k), floating(x).DType)), len(x.Shape), at)
			if !before {
				steps = Subtract(Const(1-1/float64(k), steps.DType), steps)
			}
			return Cast(Multiply(edge, steps), x.DType)
		}
	default:
		Fail("Pad", "received the mode %q, expected one such as \"constant\", \"edge\", \"reflect\" or \"symmetric\"", mode)
	}
	parts := []*Value{fill(w[0], true), x, fill(w[1], false)}
	return Concatenate(parts, at)
}

// outside has for modes that repeat elements which of n stands at place i.
var outside = map[string]func(i, n int) int{
	"edge":     func(i, n int) int { return min(max(i, 0), n-1) },
	"wrap":     modulo,
	"circular": modulo,
	"symmetric": func(i, n int) int {
		i = modulo(i, 2*n)
		return min(i, 2*n-1-i)
	},
	"reflect": func(i, n int) int {
		if n == 1 {
			return 0
		}
		i = modulo(i, 2*n-2)
		return min(i, 2*n-2-i)
	},
}

// modulo returns i modulo n, which is never negative.
func modulo(i, n int) int { return (i%n + n) % n }

package ops

import "slices"

// sections is a number of parts, or the places where parts begin but for the first.
type sections struct {
	n      int
	places []int
}

// MarshalConfig writes a number, or a list of places.
func (s sections) MarshalConfig() (any, error) {
	if s.places != nil {
		return s.places, nil
	}
	return s.n, nil
}

// UnmarshalConfig reads a number or a list of places.
func (s *sections) UnmarshalConfig(text []byte) error {
	var l ints
	if err := l.UnmarshalConfig(text); err != nil {
		return err
	}
	if slices.Contains(text, '[') {
		s.places = append([]int{}, l...)
	} else if len(l) == 1 {
		s.n = l[0]
	}
	return nil
}

// sizes returns the sizes of the parts of an axis of n. Unless the parts may be
// uneven, n must be a multiple of their number.
func (s sections) sizes(fn string, n int, uneven bool) []int {
	if s.places == nil {
		if s.n <= 0 || n%s.n != 0 && !uneven {
			Fail(fn, "received %d parts for an axis of size %d, expected a number that divides it", s.n, n)
		}
		sizes := slices.Repeat([]int{n / s.n}, several(fn, s.n))
		for i := range n % s.n {
			sizes[i]++
		}
		return sizes
	}
	var sizes []int
	last := 0
	for _, p := range append(slices.Clone(s.places), n) {
		if p < 0 {
			p += n
		}
		p = min(max(p, last), n)
		sizes = append(sizes, p-last)
		last = p
	}
	return sizes
}

// A split is the settings of [Split].
type split struct {
	Sections sections `json:"indices_or_sections" keras:"default=1;always"`
	Axis     int      `json:"axis" keras:"default=0;always"`
}

// A splitAlong is the settings of the splits along an axis of their own.
type splitAlong struct {
	Sections sections `json:"indices_or_sections" keras:"default=1;always"`
}

type (
	arraySplit split
	hsplit     struct{ splitAlong }
	vsplit     struct{ splitAlong }
	dsplit     struct{ splitAlong }
	unstack    struct {
		Num  *int `json:"num" keras:"default=null;always"`
		Axis int  `json:"axis" keras:"default=0;always"`
	}
)

var (
	_ = settings[split]("numpy", "Split")
	_ = settings[arraySplit]("numpy", "ArraySplit")
	_ = settings[hsplit]("numpy", "Hsplit")
	_ = settings[vsplit]("numpy", "Vsplit")
	_ = settings[dsplit]("numpy", "Dsplit")
	_ = settings[unstack]("core", "Unstack")
)

// Split cuts x into n equal parts along an axis.
func Split(x *Value, n, at int) []*Value { return doAll(&split{sections{n: n}, at}, x) }

// SplitAt cuts x along an axis into parts that begin at the given places, and the one
// before them.
func SplitAt(x *Value, places []int, at int) []*Value {
	return doAll(&split{sections{places: append([]int{}, places...)}, at}, x)
}

// ArraySplit is [Split] into parts of which the first ones may be larger by 1.
func ArraySplit(x *Value, n, at int) []*Value { return doAll(&arraySplit{sections{n: n}, at}, x) }

// HSplit is [Split] along the second axis, or the only one.
func HSplit(x *Value, n int) []*Value { return doAll(&hsplit{splitAlong{sections{n: n}}}, x) }

// VSplit is [Split] along the first axis.
func VSplit(x *Value, n int) []*Value { return doAll(&vsplit{splitAlong{sections{n: n}}}, x) }

// DSplit is [Split] along the third axis.
func DSplit(x *Value, n int) []*Value { return doAll(&dsplit{splitAlong{sections{n: n}}}, x) }

// Outputs is the number of parts.
func (s sections) Outputs([]*Value) int {
	if s.places == nil {
		return max(s.n, 1)
	}
	return len(s.places) + 1
}

// Outputs implements [Several].
func (o *split) Outputs(in []*Value) int { return o.Sections.Outputs(in) }

// Outputs implements [Several].
func (o *arraySplit) Outputs(in []*Value) int { return o.Sections.Outputs(in) }

// Outputs implements [Several].
func (o *splitAlong) Outputs(in []*Value) int { return o.Sections.Outputs(in) }

// Apply implements [Operation].
func (o *split) Apply(in []*Value) []*Value { return parts("Split", in[0], o.Sections, o.Axis, false) }

// Apply implements [Operation].
func (o *arraySplit) Apply(in []*Value) []*Value {
	return parts("ArraySplit", in[0], o.Sections, o.Axis, true)
}

// Apply implements [Operation].
func (o *hsplit) Apply(in []*Value) []*Value {
	return parts("HSplit", in[0], o.Sections, min(len(in[0].Shape)-1, 1), false)
}

// Apply implements [Operation].
func (o *vsplit) Apply(in []*Value) []*Value { return parts("VSplit", in[0], o.Sections, 0, false) }

// Apply implements [Operation].
func (o *dsplit) Apply(in []*Value) []*Value { return parts("DSplit", in[0], o.Sections, 2, false) }

func parts(fn string, x *Value, s sections, at int, uneven bool) []*Value {
	at = axis(fn, x, at)
	var out []*Value
	from := 0
	for _, n := range s.sizes(fn, x.Shape[at], uneven) {
		out = append(out, SliceAxis(x, at, from, from+n))
		from += n
	}
	return out
}

// Unstack returns the slices of x along an axis, without that axis.
func Unstack(x *Value, at int) []*Value { return doAll(&unstack{Axis: at}, x) }

// Outputs implements [Several].
func (o *unstack) Outputs(in []*Value) int {
	if n := len(in[0].Shape); o.Num == nil && o.Axis >= -n && o.Axis < n {
		return max(in[0].Shape[modulo(o.Axis, n)], 1)
	}
	return or(o.Num, 1)
}

// Apply implements [Operation].
func (o *unstack) Apply(in []*Value) []*Value {
	x := in[0]
	at := axis("Unstack", x, o.Axis)
	if n := x.Shape[at]; o.Num != nil && *o.Num != n {
		Fail("Unstack", "received %d parts for an axis of size %d", *o.Num, n)
	}
	out := make([]*Value, several("Unstack", x.Shape[at]))
	for i := range out {
		out[i] = Squeeze(SliceAxis(x, at, i, i+1), at)
	}
	return out
}

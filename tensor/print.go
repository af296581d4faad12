package tensor

import (
	"strconv"
	"strings"
)

// How NumPy prints unless told otherwise.
const (
	lineWidth = 75   // of a line of text
	threshold = 1000 // elements, above which only the edges are printed
	edgeItems = 3    // at each edge
)

// String returns the elements as NumPy's str does: rows in brackets, columns
// aligned, floating-point numbers with up to 8 digits after the point, and only
// the edges of an array of more than 1000 elements.
func (t *Tensor) String() string {
	if len(t.shape) == 0 {
		return t.scalar()
	}
	return t.text(" ", "", lineWidth)
}

// Repr returns t as NumPy's repr does: "array([1., 2.], dtype=float32)".
func (t *Tensor) Repr() string {
	const prefix = "array("
	s := prefix + t.text(", ", prefix, lineWidth-len(")"))
	var extras []string
	if t.n == 0 && !t.shape.Equal(Shape{0}) || t.n > threshold {
		extras = append(extras, "shape="+t.shape.String())
	}
	if implied := t.dtype == Float64 || t.dtype == Int64 || t.dtype == Bool; !implied || t.n == 0 {
		extras = append(extras, "dtype="+t.dtype.String())
	}
	if len(extras) == 0 {
		return s + ")"
	}
	s += ","
	extra := strings.Join(extras, ", ") + ")"
	if last := len(s) - (strings.LastIndexByte(s, '\n') + 1); last+len(extra)+1 > lineWidth {
		return s + "\n" + strings.Repeat(" ", len(prefix)) + extra
	}
	return s + " " + extra
}

// text returns the elements, which are separated by sep and stand behind prefix
// in lines of a width.
func (t *Tensor) text(sep, prefix string, width int) string {
	if t.n == 0 {
		return "[]"
	}
	p := printer{t: t, sep: sep, summary: t.n > threshold}
	p.word = t.formatter(p.shown(nil, 0, 0))
	return p.axis(0, 0, strings.Repeat(" ", len(prefix)+1), width)
}

// A printer lays out the elements of an array.
type printer struct {
	t       *Tensor
	sep     string
	summary bool             // whether only the edges are shown
	word    func(int) string // an element, by its place in memory
}

// gap returns the places of an axis that are left out: lo up to hi.
func (p *printer) gap(axis int) (lo, hi int) {
	if n := p.t.shape[axis]; p.summary && n > 2*edgeItems {
		return edgeItems, n - edgeItems
	}
	return 0, 0
}

// shown appends the places of all elements that are shown.
func (p *printer) shown(list []int, axis, at int) []int {
	if axis == len(p.t.shape) {
		return append(list, at)
	}
	lo, hi := p.gap(axis)
	size := p.t.shape[axis+1:].Size()
	for i := 0; i < p.t.shape[axis]; i++ {
		if i == lo {
			i = max(lo, hi)
		}
		list = p.shown(list, axis+1, at+i*size)
	}
	return list
}

// axis returns what stands at an axis and all behind it, beginning with element at.
func (p *printer) axis(axis, at int, indent string, width int) string {
	left := len(p.t.shape) - axis
	if left == 0 {
		return p.word(at)
	}
	var s strings.Builder
	line := indent
	add := func(word string) {
		if len(line)+len(word) > width-1 && len(line) > len(indent) {
			s.WriteString(strings.TrimRight(line, " ") + "\n")
			line = indent
		}
		line += word
	}
	end := p.sep
	if left > 1 {
		end = strings.TrimRight(p.sep, " ") + strings.Repeat("\n", left-1)
		add = func(word string) { s.WriteString(indent + word); line = "" }
	}
	lo, hi := p.gap(axis)
	n, size := p.t.shape[axis], p.t.shape[axis+1:].Size()
	for i := 0; i < n; i++ {
		if i > 0 {
			line += end
			if left > 1 {
				s.WriteString(line)
			}
		}
		if i == lo && hi > lo {
			add("...")
			i = hi - 1
			continue
		}
		add(p.axis(axis+1, at+i*size, indent+" ", width-1))
	}
	if left == 1 {
		s.WriteString(line)
	}
	return "[" + s.String()[len(indent):] + "]"
}

// formatter returns what prints elements, in words as wide as those at the
// given places need.
func (t *Tensor) formatter(at []int) func(int) string {
	switch t.dtype {
	case Float32:
		v := Data[float32](t)
		f := newFloatFormat(v, at, 32)
		return func(i int) string { return f.word(float64(v[i])) }
	case Float64:
		v := Data[float64](t)
		f := newFloatFormat(v, at, 64)
		return func(i int) string { return f.word(v[i]) }
	case Bool:
		v := Data[bool](t)
		return func(i int) string {
			switch {
			case !v[i]:
				return "False"
			case len(t.shape) == 0:
				return "True"
			}
			return " True"
		}
	}
	width := 0
	for _, i := range at {
		width = max(width, len(t.integer(i)))
	}
	return func(i int) string { return padLeft(t.integer(i), width) }
}

// integer returns element i of integers.
func (t *Tensor) integer(i int) string {
	switch t.dtype {
	case Int8:
		return strconv.Itoa(int(Data[int8](t)[i]))
	case Int16:
		return strconv.Itoa(int(Data[int16](t)[i]))
	case Int32:
		return strconv.Itoa(int(Data[int32](t)[i]))
	case Int64:
		return strconv.FormatInt(Data[int64](t)[i], 10)
	case Uint8:
		return strconv.Itoa(int(Data[uint8](t)[i]))
	case Uint16:
		return strconv.Itoa(int(Data[uint16](t)[i]))
	case Uint32:
		return strconv.FormatUint(uint64(Data[uint32](t)[i]), 10)
	}
	return strconv.FormatUint(Data[uint64](t)[i], 10)
}

// scalar returns the only element of t, in full.
func (t *Tensor) scalar() string {
	switch t.dtype {
	case Float32:
		return scalarFloat(float64(Data[float32](t)[0]), 32)
	case Float64:
		return scalarFloat(Data[float64](t)[0], 64)
	}
	return t.formatter(nil)(0)
}

func padLeft(s string, width int) string {
	return strings.Repeat(" ", max(0, width-len(s))) + s
}

package ops

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// contract multiplies values whose axes terms name, and sums over what isn't in out.
func contract(fn string, in []*Value, terms []term, out term) *Value {
	dt := in[0].DType
	for _, x := range in[1:] {
		dt = ResultType(dt, x.DType)
	}
	sizes := map[int]int{}
	for i, t := range terms {
		for k, l := range t {
			d := in[i].Shape[k]
			if old, ok := sizes[l]; ok && old != d && old != 1 && d != 1 {
				Fail(fn, "received values of shapes %v, in which the axis %s has the sizes %d and %d", shapesOf(in), labelName(l), old, d)
			}
			if d != 1 || sizes[l] == 0 {
				sizes[l] = d
			}
		}
	}
	factors := make([]factor, len(in))
	for i, x := range in {
		factors[i] = newFactor(Cast(x, dt), terms[i], sizes)
	}
	z := factors[0]
	for i, f := range factors[1:] {
		kept := func(l int) bool {
			return out.has(l) || slices.ContainsFunc(factors[i+2:], func(f factor) bool { return f.term.has(l) })
		}
		z = z.times(f, kept, out)
	}
	z = z.keep(out.has)
	return BroadcastTo(z.aligned(out), dims(out, sizes)...)
}

func shapesOf(in []*Value) []tensor.Shape {
	var list []tensor.Shape
	for _, x := range in {
		list = append(list, x.Shape)
	}
	return list
}

func labelName(l int) string {
	if l < 0 {
		return `in "..."`
	}
	return string(rune(l))
}

func dims(t term, sizes map[int]int) []int {
	var d []int
	for _, l := range t {
		d = append(d, sizes[l])
	}
	return d
}

// A factor is a value whose axes have labels, each once.
type factor struct {
	x    *Value
	term term
}

// newFactor takes diagonals for labels that occur twice, and leaves out axes of size
// 1 that are broadcast.
func newFactor(x *Value, t term, sizes map[int]int) factor {
	f := factor{x, slices.Clone(t)}
	for i := len(f.term) - 1; i >= 0; i-- {
		j := f.term[:i].index(f.term[i])
		switch {
		case f.x.Shape[i] == 1 && (j >= 0 || sizes[f.term[i]] != 1):
			f.x = Squeeze(f.x, i)
		case j >= 0 && f.x.Shape[j] == 1:
			f.x = Squeeze(f.x, j)
			f.term = slices.Delete(f.term, j, j+1)
			continue
		case j >= 0:
			f.x = Sum(Where(diagonal(f.x.Shape, j, i), f.x, ZerosLike(f.x)), i)
		default:
			continue
		}
		f.term = slices.Delete(f.term, i, i+1)
	}
	return f
}

func (t term) index(l int) int { return slices.Index(t, l) }

// diagonal tells where the indices along axes i and j of a shape are the same.
func diagonal(shape tensor.Shape, i, j int) *Value {
	at := func(axis int) *Value {
		s := make([]int, len(shape))
		for k := range s {
			s[k] = 1
		}
		s[axis] = shape[axis]
		return Reshape(Arange(shape[axis], tensor.Int32), s...)
	}
	return Equal(at(i), at(j))
}

// keep sums over the axes that aren't kept.
func (f factor) keep(kept func(l int) bool) factor {
	var gone []int
	for i, l := range f.term {
		if !kept(l) {
			gone = append(gone, i)
		}
	}
	if gone == nil {
		return f
	}
	return factor{Sum(f.x, gone...), f.term.only(kept)}
}

// aligned returns the value with an axis for each label of t, of size 1 where f has
// none.
func (f factor) aligned(t term) *Value {
	x := f.order(t.only(f.term.has))
	var shape []int
	for _, l := range t {
		if i := f.term.index(l); i >= 0 {
			shape = append(shape, f.x.Shape[i])
		} else {
			shape = append(shape, 1)
		}
	}
	return Reshape(x, shape...)
}

// order returns the value with its axes in the order of t.
func (f factor) order(t term) *Value {
	if slices.Equal(f.term, t) {
		return f.x
	}
	var axes []int
	for _, l := range t {
		axes = append(axes, f.term.index(l))
	}
	return Transpose(f.x, axes...)
}

// times multiplies factors and sums over the axes that aren't kept: as a matrix
// product if they share such axes. The result's axes are as near to the order of out
// as may be had for nothing.
func (f factor) times(g factor, kept func(l int) bool, out term) factor {
	f = f.keep(func(l int) bool { return kept(l) || g.term.has(l) })
	g = g.keep(func(l int) bool { return kept(l) || f.term.has(l) })
	inner := g.term.only(func(l int) bool { return f.term.has(l) && !kept(l) })
	batch := f.term.only(func(l int) bool { return g.term.has(l) && kept(l) })
	rows := f.term.only(func(l int) bool { return !g.term.has(l) })
	cols := g.term.only(func(l int) bool { return !f.term.has(l) })
	if len(inner) == 0 || len(rows)+len(cols) == 0 {
		all := slices.Concat(batch, rows, cols)
		if s := out.only(all.has); len(s) == len(all) {
			all = s
		}
		each := append(slices.Clone(all), inner...)
		z := factor{Multiply(f.aligned(each), g.aligned(each)), each}
		return z.keep(all.has)
	}
	if len(rows) > 0 && len(cols) > 0 && out.index(cols[0]) >= 0 && out.index(cols[0]) < out.index(rows[0]) {
		f, g, rows, cols = g, f, cols, rows
	}
	x, transX := f.matrices(batch, rows, inner)
	y, transY := g.matrices(batch, inner, cols)
	z := graph.Apply(prim.MatMul{TransX: transX, TransY: transY}, x, y)
	t := slices.Concat(batch, rows, cols)
	var shape []int
	for _, l := range t {
		if i := f.term.index(l); i >= 0 {
			shape = append(shape, f.x.Shape[i])
		} else {
			shape = append(shape, g.x.Shape[g.term.index(l)])
		}
	}
	return factor{Reshape(z, shape...), t}
}

// matrices returns the value as a batch of matrices, or of their transposes if its
// axes lie so.
func (f factor) matrices(batch, rows, cols term) (x *Value, transposed bool) {
	if last := f.term[len(f.term)-1]; rows.has(last) && !cols.has(last) {
		rows, cols, transposed = cols, rows, true
	}
	size := func(t term) int {
		n := 1
		for _, l := range t {
			n *= f.x.Shape[f.term.index(l)]
		}
		return n
	}
	var shape []int
	for _, l := range batch {
		shape = append(shape, f.x.Shape[f.term.index(l)])
	}
	x = f.order(slices.Concat(batch, rows, cols))
	return Reshape(x, append(shape, size(rows), size(cols))...), transposed
}

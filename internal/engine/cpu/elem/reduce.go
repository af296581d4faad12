package elem

import (
	"github.com/gokeras/keras/internal/engine/cpu/vec"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
)

// A fold is a reduction in four forms.
type fold struct {
	slice  func(a []float32) float32 // to one number
	each   vec.Each                  // of every row to one number
	number func(x, y float32) float32
	rows   vec.Unary // dst becomes dst and the rows of a, element by element
}

var (
	sums = fold{vec.Sum.Best(), vec.SumEach.Best(), func(x, y float32) float32 { return x + y }, vec.SumRows.Best()}
	tops = fold{vec.MaxOf.Best(), vec.MaxEach.Best(), func(x, y float32) float32 { return max(x, y) }, eachRow(vec.Max.Best())}
	lows = fold{vec.MinOf.Best(), vec.MinEach.Best(), func(x, y float32) float32 { return min(x, y) }, eachRow(vec.Min.Best())}
)

func eachRow(f vec.Binary) vec.Unary {
	return func(dst, a []float32) {
		for ; len(a) > 0; a = a[len(dst):] {
			f(dst, dst, a)
		}
	}
}

func foldOf(op graph.Op) *fold {
	switch op.(type) {
	case prim.ReduceSum:
		return &sums
	case prim.ReduceMax:
		return &tops
	default:
		return &lows
	}
}

// A reduce is a reduction that ends a group.
type reduce struct {
	*fold
	plan.Reduction
	buffer int

	// whole says that every tile holds all elements of each of its outputs.
	// Otherwise a part has a result of its own for the outputs of its segment:
	// at offset shared + part·Inner or, if a segment has only one part, in place.
	whole  bool
	shared int // -1: in place
}

func (r *reduce) run(e *exec, x []float32) {
	out := e.m.Floats(r.buffer)
	size := r.N * r.Inner
	if r.whole {
		out = out[e.at/size*r.Inner:]
		if r.Inner == 1 {
			r.each(out[:len(x)/size], x, size)
			return
		}
		for i := 0; len(x) > 0; i++ {
			r.block(out[i*r.Inner:][:r.Inner], x[:size], true)
			x = x[size:]
		}
		return
	}
	if r.shared < 0 {
		out = out[e.segment*r.Inner:]
	} else {
		out = e.shared[r.shared+e.part*r.Inner:]
	}
	r.block(out[:r.Inner], x, e.first)
}

// block reduces rows of Inner elements into dst, or into dst and what it holds.
func (r *reduce) block(dst, x []float32, first bool) {
	if r.Inner == 1 {
		v := r.slice(x)
		if !first {
			v = r.number(dst[0], v)
		}
		dst[0] = v
		return
	}
	if first {
		copy(dst, x)
		x = x[r.Inner:]
	}
	r.rows(dst, x)
}

// Combined returns the buffers that Combine writes.
func (c *Code) Combined() []int {
	var buffers []int
	for _, in := range c.partial {
		buffers = append(buffers, in.reduce.buffer)
	}
	return buffers
}

// Combine makes the results of parts into those of the group. It is called when
// all parts are done, if Shared is not 0.
func (c *Code) Combine(m Memory, shared []float32) {
	for _, in := range c.partial {
		r := in.reduce
		out := m.Floats(r.buffer)
		for s := range r.Outer {
			dst := out[s*r.Inner:][:r.Inner]
			src := shared[r.shared+s*c.parts*r.Inner:][:c.parts*r.Inner]
			if r.Inner == 1 {
				v := src[0]
				for _, x := range src[1:] {
					v = r.number(v, x)
				}
				dst[0] = v
				continue
			}
			r.block(dst, src, true)
		}
	}
}

package cpu

import (
	"sync"

	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/tensor"
)

// A shadow is a variable, a matrix of its last axis and all others, in the panels that
// products want it in. It
// lives as long as the variable: a program that finds it fresh packs nothing, and
// one that changes the variable brings it up to date piece by piece, while the
// new elements are in the cache.
type shadow struct {
	cell  *graph.Cell
	store []float32
	k, n  int
	data  []float32

	mu      sync.Mutex
	version uint64 // of the store that data was made from
	made    bool
}

// shadowOf returns the shadow of v as the right operand of a product, nil if it
// can't have one.
func (c *compiler) shadowOf(v *graph.Value) *shadow {
	if c.block != nil {
		if o := c.block.constant(v); o != nil {
			return c.block.around.shadowOf(o)
		}
		return nil
	}
	b := c.plan.Buffer(v)
	if b == nil || b.Kind != plan.Variable || len(v.Shape) < 2 || v.Size() == 0 || v.DType != tensor.Float32 {
		return nil
	}
	x := c.source.Vars[b.Index]
	if x.Cell == nil || x.Leaf != plan.Root(v) {
		return nil
	}
	n := v.Shape[len(v.Shape)-1]
	k := v.Size() / n
	x.Cell.Mu.Lock()
	defer x.Cell.Mu.Unlock()
	s, ok := x.Cell.Shadow.(*shadow)
	if !ok {
		s = &shadow{cell: x.Cell, store: tensor.Data[float32](x.Store), k: k, n: n, data: floatLines(gemm.PackedLen(k, n))}
		x.Cell.Shadow = s
	}
	if s.k != k || s.n != n {
		return nil
	}
	if _, known := c.shadows[b.Index]; !known {
		c.shadows[b.Index] = s
	}
	return s
}

// lasts tells whether v is a variable that a run leaves as it is, or a constant of a
// loop, of which the same holds while it runs.
func (c *compiler) lasts(v *graph.Value) bool {
	if c.block != nil {
		return c.block.constant(v) != nil
	}
	b := c.plan.Buffer(v)
	return b != nil && b.Kind == plan.Variable && c.source.Vars[b.Index].Next == nil
}

// fresh packs the variable if it has changed since that was done last.
func (s *shadow) fresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.cell.Version(); !s.made || s.version != v {
		s.panels(0, gemm.Panels(s.n))
		s.made, s.version = true, v
	}
}

// changed notes that the variable has changed and data with it.
func (s *shadow) changed() { s.note(s.cell.Changed) }

// moved notes that data has changed, and not the store.
func (s *shadow) moved() { s.note(s.cell.Moved) }

func (s *shadow) note(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
	s.version = s.cell.Version()
}

// Settle implements graph.Shadow: it unpacks the panels.
func (s *shadow) Settle() {
	width := gemm.PanelWidth()
	for i := range s.k {
		row := s.store[i*s.n:][:s.n]
		for p := 0; len(row) > 0; p++ {
			n := min(len(row), width)
			copy(row[:n], s.data[(p*s.k+i)*width:])
			row = row[n:]
		}
	}
}

// transposed packs panel p of the transpose of the columns that panels from up to to
// have.
func (s *shadow) transposed(dst []float32, p, from, to int) {
	width := gemm.PanelWidth()
	first := p * width
	rows := min(width, s.k-first)
	for ; from < to; from++ {
		cols := min(width, s.n-from*width)
		gemm.Pack(dst, s.data[(from*s.k+first)*width:], 1, width, cols, rows, 0, 1)
		dst = dst[cols*width:]
	}
}

// panels packs some panels.
func (s *shadow) panels(lo, hi int) {
	gemm.Pack(s.data, s.store, s.n, 1, s.k, s.n, lo, hi)
}

// rows packs rows lo up to hi, which are in the cache, into all panels.
func (s *shadow) rows(lo, hi int) {
	width := gemm.PanelWidth()
	whole := s.n / width
	for i := lo; i < hi; i++ {
		row, at := s.store[i*s.n:(i+1)*s.n], i*width
		for p := range whole {
			move(s.data[p*width*s.k+at:], row[p*width:], width)
		}
		copy(s.data[min(whole*width*s.k+at, len(s.data)):], row[whole*width:])
	}
}

// move copies n floats. The widths of panels are copied without a call.
func move(dst, src []float32, n int) {
	switch n {
	case 32:
		*(*[32]float32)(dst) = *(*[32]float32)(src)
	case 16:
		*(*[16]float32)(dst) = *(*[16]float32)(src)
	default:
		copy(dst[:n], src)
	}
}

// follow appends loops that bring the shadows of variables up to date which no
// group has kept so.
func (c *compiler) follow() {
	for i, v := range c.source.Vars {
		s := c.shadows[i]
		if s == nil || v.Next == nil || c.kept[i] || c.resident[i] {
			continue
		}
		b := c.plan.Buffer(v.Leaf)
		c.add(&plan.Step{Reads: []*plan.Buffer{b}}, []Loop{{
			Parts: gemm.Panels(s.n), Work: 2 * s.k * s.n,
			Run: func(_ *Memory, lo, hi int) { s.panels(lo, hi) },
		}})
	}
}

package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/elem"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A table's gradient is rows of zeros but for few, and as large as the table. Within
// the group that reads it, such as an optimizer's step, it is made some rows before
// those are used, and never lies in memory. A group that leaves the table as it is where the
// gradient is zero, such as a step of SGD, goes over those rows only that the batch has.

var _ = BindSource(func(p prim.ScatterAdd, u Use) Source {
	n, rows := u.In[1].Size(), p.N
	if p.Axis != 0 || n == 0 || n > exact {
		return nil
	}
	s := &scattering{x: u.X[0], idx: u.X[1], n: n, rows: rows, inner: u.Out[0].Size() / rows}
	s.step = max(scatteredFloats/s.inner, 1)
	s.pieces = (rows + s.step - 1) / s.step
	if s.pieces < 2 || s.pieces > exact {
		return nil
	}
	return s
})

const (
	// scatteredFloats is about how many elements are made at once.
	scatteredFloats = 1 << 14
	// exact is the largest number up to which float32 has all integers.
	exact = 1 << 24
)

// A scattering is the sums of n rows of inner elements that go to some of so many
// rows. Which go to a piece, of step rows, is found out first: the shared floats are
// the number of the first one for each piece, of pieces+1, and then their places in x.
type scattering struct {
	x, idx         int
	n, rows, inner int
	step, pieces   int
}

func (s *scattering) shared() int  { return s.pieces + 1 + s.n }
func (s *scattering) block() int   { return s.step * s.inner }
func (s *scattering) scratch() int { return s.step }
func (s *scattering) work() int    { return s.rows*s.inner/4 + 2*s.n*s.inner }

func (s *scattering) before() []Loop {
	return []Loop{{Parts: 1, Work: 4 * s.n, Shared: s.shared(), Run: func(m *Memory, _, _ int) {
		first, places := m.Shared()[:s.pieces+1], m.Shared()[s.pieces+1:]
		s.sort(first, places, tensor.Data[int32](m.Array(s.idx)))
	}}}
}

// sort lists the places of idx by the pieces that they go to, in order.
func (s *scattering) sort(first, places []float32, idx []int32) {
	clear(first)
	for _, i := range idx {
		if row := int(prim.FromEnd(i, s.rows)); row >= 0 {
			first[row/s.step]++
		}
	}
	var sum float32
	for p, n := range first {
		first[p] = sum
		sum += n
	}
	for at, i := range idx {
		if row := int(prim.FromEnd(i, s.rows)); row >= 0 {
			p := row / s.step
			places[int(first[p])] = float32(at)
			first[p]++
		}
	}
	copy(first[1:], first) // each piece's first is now the end of the one before
	first[0] = 0
}

func (s *scattering) piece(m *Memory, z []float32, p int, _ []float32) {
	fill(z, 0)
	idx, x := tensor.Data[int32](m.Array(s.idx)), m.Floats(s.x)
	first, places := m.Shared()[:s.pieces+1], m.Shared()[s.pieces+1:]
	for _, at := range places[int(first[p]):int(first[p+1])] {
		row := int(prim.FromEnd(idx[int(at)], s.rows)) - p*s.step
		addTo(z[row*s.inner:][:s.inner], x[int(at)*s.inner:])
	}
}

// touch does a group for those rows of piece p that something goes to. It does nothing and
// returns false if they may be most of them. seen has a number for each row.
func (s *scattering) touch(m *Memory, z []float32, p int, seen []float32, w *elem.Worker) bool {
	idx, x := tensor.Data[int32](m.Array(s.idx)), m.Floats(s.x)
	first, places := m.Shared()[:s.pieces+1], m.Shared()[s.pieces+1:]
	places = places[int(first[p]):int(first[p+1])]
	if 2*len(places)*s.inner > len(z) {
		return false
	}
	clear(seen)
	for _, at := range places {
		row := int(prim.FromEnd(idx[int(at)], s.rows)) - p*s.step
		sum := z[row*s.inner:][:s.inner]
		if seen[row] == 0 {
			seen[row] = 1
			fill(sum, 0)
		}
		addTo(sum, x[int(at)*s.inner:])
	}
	for _, at := range places {
		row := int(prim.FromEnd(idx[int(at)], s.rows)) - p*s.step
		if seen[row] == 1 {
			seen[row] = 2
			w.Piece((p*s.step+row)*s.inner, z[row*s.inner:][:s.inner])
		}
	}
	return true
}

package data

import (
	"fmt"
	"sync/atomic"

	"github.com/gokeras/keras/internal/team"
	"github.com/gokeras/keras/tensor"
)

// pieceSize is for how many bytes a processor is worth calling.
const pieceSize = 1 << 15

// moving puts rows of some arrays into others, in pieces that processors share: rows
// from all over a large array come from memory, and each processor waits for its own.
type moving struct {
	dst, src [3][]*tensor.Tensor // as in a Batch
	rows     []int
	pieces   int
	next     atomic.Int64 // piece to do
	failed   atomic.Bool
	work     func(team.Worker)
}

// into puts the given rows of src into dst.
func (m *moving) into(dst, src Batch, rows []int) (Batch, error) {
	m.dst, m.src, m.rows = dst.lists(), src.lists(), rows
	defer func() { m.dst, m.src = [3][]*tensor.Tensor{}, [3][]*tensor.Tensor{} }()
	bytes := 0
	for k, list := range m.src {
		if len(m.dst[k]) != len(list) {
			return Batch{}, fmt.Errorf("data: %s: received %d arrays, expected %d", labels[k], len(m.dst[k]), len(list))
		}
		for i, s := range list {
			d := m.dst[k][i]
			if (s == nil) != (d == nil) {
				return Batch{}, fmt.Errorf("data: %s[%d]: received an array where there is no place for one, or none where there is", labels[k], i)
			}
			if d == nil {
				continue
			}
			if d.Rank() == 0 || d.Len() != len(rows) {
				return Batch{}, fmt.Errorf("data: %s[%d]: received an array of shape %v for %d rows", labels[k], i, d.Shape(), len(rows))
			}
			bytes += len(d.Bytes())
		}
	}
	if m.pieces = min(len(rows), bytes/pieceSize); m.pieces > 1 {
		if m.work == nil {
			m.work = m.share
		}
		m.next.Store(0)
		team.Share(m.pieces, m.work)
		if !m.failed.Swap(false) {
			return dst, nil
		}
	}
	// Alone, from the start, so that an error is the first one.
	m.pieces = 1
	if err := m.move(0); err != nil {
		return Batch{}, err
	}
	return dst, nil
}

// share does pieces while there are any.
func (m *moving) share(team.Worker) {
	for {
		i := int(m.next.Add(1)) - 1
		if i >= m.pieces {
			return
		}
		if m.move(i) != nil {
			m.failed.Store(true)
		}
	}
}

// move does piece i: some of the rows of all arrays.
func (m *moving) move(i int) error {
	lo, hi := i*len(m.rows)/m.pieces, (i+1)*len(m.rows)/m.pieces
	for k, list := range m.src {
		for j, s := range list {
			if s == nil {
				continue
			}
			if err := tensor.TakeAt(m.dst[k][j], lo, s, m.rows[lo:hi]); err != nil {
				return fmt.Errorf("data: %s[%d]: %w", labels[k], j, err)
			}
		}
	}
	return nil
}

package plan

import "slices"

// align is the number of bytes that addresses in the arena are multiples of: a
// line of the cache.
const align = 64

// place gives the buffers of the arena their offsets.
func (pl *Plan) place() {
	for i, s := range pl.Steps {
		for _, b := range s.Reads {
			b.end = i
		}
		for _, b := range s.Writes {
			b.end = max(b.end, i)
		}
	}
	ends := make([][]*Buffer, len(pl.Steps)) // by the last step that uses them
	var a arena
	for i, s := range pl.Steps {
		for _, b := range s.Writes {
			if b.Kind != Arena || b.writer != s {
				continue
			}
			if old := pl.dying(s, b); old != nil {
				b.Over, b.Offset = old, old.Offset
				ends[i] = slices.DeleteFunc(ends[i], func(e *Buffer) bool { return e == old })
			} else {
				b.Offset = a.take(padded(b.Bytes()))
			}
			ends[b.end] = append(ends[b.end], b)
		}
		for _, b := range ends[i] {
			a.give(span{b.Offset, padded(b.Bytes())})
		}
	}
	pl.Arena = a.size
}

// dying returns a buffer of the arena whose place b, which s writes, may take.
func (pl *Plan) dying(s *Step, b *Buffer) *Buffer {
	for _, r := range s.Reads {
		same := r.Type.Size() == b.Type.Size() && r.Bytes() == b.Bytes()
		if r.Kind == Arena && r.end == s.at && same && !taken(s, r) && s.pointwise(r, pl) {
			return r
		}
	}
	return nil
}

func taken(s *Step, old *Buffer) bool {
	return slices.ContainsFunc(s.Writes, func(b *Buffer) bool { return b.Over == old })
}

func padded(n int) int { return (n + align - 1) &^ (align - 1) }

// An arena keeps account of memory: the free spans below size, in order.
type arena struct {
	free []span
	size int
}

type span struct{ at, n int }

// take returns the address of n free bytes, in the smallest span that holds them.
func (a *arena) take(n int) int {
	if n == 0 {
		return 0
	}
	best := -1
	for i, s := range a.free {
		if s.n >= n && (best < 0 || s.n < a.free[best].n) {
			best = i
		}
	}
	if best < 0 {
		at := a.size
		if k := len(a.free); k > 0 && a.free[k-1].at+a.free[k-1].n == a.size {
			at = a.free[k-1].at
			a.free = a.free[:k-1]
		}
		a.size = at + n
		return at
	}
	at := a.free[best].at
	if a.free[best].n == n {
		a.free = slices.Delete(a.free, best, best+1)
	} else {
		a.free[best] = span{at + n, a.free[best].n - n}
	}
	return at
}

// give makes a span free, and one with its free neighbours.
func (a *arena) give(s span) {
	if s.n == 0 {
		return
	}
	i, _ := slices.BinarySearchFunc(a.free, s.at, func(f span, at int) int { return f.at - at })
	a.free = slices.Insert(a.free, i, s)
	if i+1 < len(a.free) && s.at+s.n == a.free[i+1].at {
		a.free[i].n += a.free[i+1].n
		a.free = slices.Delete(a.free, i+1, i+2)
	}
	if i > 0 && a.free[i-1].at+a.free[i-1].n == a.free[i].at {
		a.free[i-1].n += a.free[i].n
		a.free = slices.Delete(a.free, i, i+1)
	}
}

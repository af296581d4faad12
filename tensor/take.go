package tensor

import "fmt"

// Take returns a copy of the given places of the first axis, in that order: of
// an array of shape (n, …) one of shape (len(rows), …). A negative place counts
// from the end. It panics if a place is out of range.
func (t *Tensor) Take(rows []int) *Tensor {
	if len(t.shape) == 0 {
		panic("tensor: Take of an array that has no axes")
	}
	at := make([]int, len(rows))
	for i, r := range rows {
		at[i] = place(r, t.shape[0], 0, t.shape)
	}
	shape := t.shape.Clone()
	shape[0] = len(rows)
	c := New(t.dtype, shape...)
	takeRows(c, 0, t, at)
	return c
}

// TakeInto fills dst, of shape (len(rows), …), with the given places of the
// first axis of src, of shape (n, …). Elements are converted to the type of dst
// as by [Tensor.Cast]. It allocates nothing.
func TakeInto(dst, src *Tensor, rows []int) error {
	if len(dst.shape) > 0 && dst.shape[0] != len(rows) {
		return fmt.Errorf("take: %d rows of an array of shape %v don't fit one of shape %v", len(rows), src.shape, dst.shape)
	}
	return TakeAt(dst, 0, src, rows)
}

// TakeAt is [TakeInto] for a part of dst: its rows from place at on, as many as are
// given. Several goroutines may fill different rows of an array at once.
func TakeAt(dst *Tensor, at int, src *Tensor, rows []int) error {
	if len(dst.shape) == 0 || len(src.shape) == 0 || at < 0 || at+len(rows) > dst.shape[0] || !dst.shape[1:].Equal(src.shape[1:]) {
		return fmt.Errorf("take: %d rows of an array of shape %v don't fit one of shape %v at row %d", len(rows), src.shape, dst.shape, at)
	}
	for _, r := range rows {
		if r < 0 || r >= src.shape[0] {
			return fmt.Errorf("take: row %d is out of range for an array of shape %v", r, src.shape)
		}
	}
	takeRows(dst, at, src, rows)
	return nil
}

// takeRows is TakeAt without its checks.
func takeRows(dst *Tensor, at int, src *Tensor, rows []int) {
	size := src.shape[1:].Size()
	if dst.dtype != src.dtype {
		part := Tensor{dst.dtype, nil, len(rows) * size, dst.address(at * size)}
		convertRows(&part, src, size, rows)
		return
	}
	size *= src.dtype.Size()
	to, from := dst.Bytes()[at*size:], src.Bytes()
	for i, r := range rows {
		copy(to[i*size:(i+1)*size], from[r*size:])
	}
}

// place returns index i of an axis that has n places, counted from the start.
func place(i, n, axis int, shape Shape) int {
	p := i
	if p < 0 {
		p += n
	}
	if p < 0 || p >= n {
		panic(fmt.Sprintf("tensor: index %d is out of range for axis %d of an array of shape %v", i, axis, shape))
	}
	return p
}

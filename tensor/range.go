package tensor

import "fmt"

// A Range is places on an axis: Start:Stop:Step in Python, with the same
// meaning. The zero Range is all of them.
type Range struct {
	// Start is the first place; a negative one counts from the end. Default:
	// the start of the axis, or its end if Step is negative.
	Start *int

	// Stop is the place before which to stop; a negative one counts from the
	// end. Default: behind the last place that there is.
	Stop *int

	// Step is from one place to the next. Default: 1.
	Step int
}

// bounds returns the first place, the step and the number of places on an axis
// of size n. As in Python, what lies outside of the axis is left out.
func (r Range) bounds(n int) (start, step, count int) {
	step = r.Step
	if step == 0 {
		step = 1
	}
	low, high := 0, n // where Start and Stop may be
	if step < 0 {
		low, high = -1, n-1
	}
	clip := func(p *int, missing int) int {
		if p == nil {
			return missing
		}
		i := *p
		if i < 0 {
			i += n
		}
		return min(max(i, low), high)
	}
	if step < 0 {
		start = clip(r.Start, high)
		return start, step, max(0, (start-clip(r.Stop, low)-step-1)/-step)
	}
	start = clip(r.Start, low)
	return start, step, max(0, (clip(r.Stop, high)-start+step-1)/step)
}

// Slice returns a copy of part of t: the places of a range on each axis. Axes
// behind the last range are whole. In Python's words, t.Slice(Range{Step: -1},
// Range{Start: new(1), Stop: new(3)}) is t[::-1, 1:3]. It panics if there are
// more ranges than axes.
func (t *Tensor) Slice(ranges ...Range) *Tensor {
	if len(ranges) > len(t.shape) {
		panic(fmt.Sprintf("tensor: received %d ranges for an array of shape %v", len(ranges), t.shape))
	}
	shape := t.shape.Clone()
	for axis, r := range ranges {
		_, _, shape[axis] = r.bounds(t.shape[axis])
	}
	c := New(t.dtype, shape...)
	if c.n > 0 {
		copySlice(c.Bytes(), t.Bytes(), t.shape, ranges, t.dtype.Size())
	}
	return c
}

// copySlice copies ranges of src, an array whose elements have so many bytes,
// and returns the rest of dst.
func copySlice(dst, src []byte, shape Shape, ranges []Range, bytes int) []byte {
	if len(ranges) == 0 {
		n := copy(dst, src[:shape.Size()*bytes])
		return dst[n:]
	}
	start, step, count := ranges[0].bounds(shape[0])
	size := shape[1:].Size() * bytes
	if step == 1 && len(ranges) == 1 {
		n := copy(dst, src[start*size:][:count*size])
		return dst[n:]
	}
	for i := range count {
		dst = copySlice(dst, src[(start+i*step)*size:], shape[1:], ranges[1:], bytes)
	}
	return dst
}

package hdf5

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"math/bits"
	"runtime"
	"slices"
	"sync"
)

// chunked is the elements of a dataset that lie in chunks of one shape. Chunks at
// the edge have their full size; what sticks out means nothing.
type chunked struct {
	f       *File
	axes    []axis
	n       int // bytes of the elements
	size    int // bytes of a chunk
	fill    fillValue
	filters filters
	whole   bool // chunks at the edge aren't filtered
	index   func() ([]chunk, error)
}

// axis is one axis of the elements; the last one counts bytes.
type axis struct {
	size, chunk    int
	stride, within int // bytes from one to the next, in the array and in a chunk
}

// chunks returns how many chunks there are along the axis.
func (a axis) chunks() int { return (a.size-1)/a.chunk + 1 }

// chunk is the place of one.
type chunk struct {
	n       int // its number, in row-major order
	address uint64
	size    uint64 // bytes, packed
	mask    uint32 // filters it didn't go through
}

// newChunked describes chunks of a shape. The index is to be set.
func (l *layout) newChunked(shape []uint64) (*chunked, error) {
	if len(shape) != len(l.space.shape) || len(shape) == 0 {
		return nil, fmt.Errorf("chunks %v of an array %v", shape, l.space.shape)
	}
	c := &chunked{f: l.f, n: int(l.n), size: l.typ.Size, fill: l.fill, filters: l.filters}
	for i, n := range shape {
		hi, size := bits.Mul64(n, uint64(c.size))
		if n == 0 || hi != 0 || size > math.MaxInt {
			return nil, fmt.Errorf("chunks %v of elements of %d bytes", shape, l.typ.Size)
		}
		c.size = int(size)
		c.axes = append(c.axes, axis{size: l.space.shape[i], chunk: int(n)})
	}
	c.axes = append(c.axes, axis{size: l.typ.Size, chunk: l.typ.Size})
	// An axis that chunks span is one with the axis before.
	for last := len(c.axes) - 1; last > 0 && c.axes[last].size == c.axes[last].chunk; last-- {
		c.axes[last-1].size *= c.axes[last].size
		c.axes[last-1].chunk *= c.axes[last].chunk
		c.axes = c.axes[:last]
	}
	stride, within := 1, 1
	for i, a := range slices.Backward(c.axes) {
		c.axes[i].stride, c.axes[i].within = stride, within
		stride *= a.size
		within *= a.chunk
	}
	return c, nil
}

// block returns how many bytes of the array are in chunks that lie side by side.
func (c *chunked) block() int { return c.axes[0].stride * min(c.axes[0].chunk, c.axes[0].size) }

// ReadAt implements [io.ReaderAt]. It unpacks each chunk that starts before the end of
// p, and ends after its start, once.
func (c *chunked) ReadAt(p []byte, off int64) (int, error) {
	index, err := c.index()
	if err != nil {
		return 0, err
	}
	if len(c.filters) > 0 && int64(c.size) > c.f.Limit() {
		return 0, fmt.Errorf("packed chunks of %d bytes in a file of %d", c.size, c.f.size)
	}
	if err := c.filters.supported(); err != nil {
		return 0, err
	}
	lo := int(off)
	hi := min(lo+len(p), c.n)
	if lo >= hi {
		return 0, io.EOF
	}
	row := 1 // chunks side by side
	for _, a := range c.axes[1:] {
		row *= a.chunks()
	}
	first, end := lo/c.block()*row, ((hi-1)/c.block()+1)*row
	workers := 1
	if len(c.filters) > 0 {
		workers = max(1, min(runtime.GOMAXPROCS(0), len(index), end-first, maxUnpacking/c.size))
	}
	t := chunkTask{next: first, end: end}
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			r := chunkReader{chunked: c, p: p[:hi-lo], lo: lo, start: make([]int, len(c.axes)), extent: make([]int, len(c.axes))}
			r.unpacker = unpacker{filters: c.filters, size: c.size}
			for n, ok := t.take(); ok; n, ok = t.take() {
				found := chunk{n: n, address: undefined}
				if i, ok := slices.BinarySearchFunc(index, n, func(c chunk, n int) int { return cmp.Compare(c.n, n) }); ok {
					found = index[i]
				}
				if err := r.read(found); err != nil {
					t.fail(n, err)
				}
			}
		})
	}
	group.Wait()
	if t.err != nil {
		return 0, t.err
	}
	if hi-lo < len(p) {
		return hi - lo, io.EOF
	}
	return len(p), nil
}

// maxUnpacking is how many bytes of chunks are unpacked at a time, if one isn't more.
const maxUnpacking = 1 << 26

// chunkTask hands out the numbers of chunks.
type chunkTask struct {
	mu        sync.Mutex
	next, end int
	failed    int // what the error is of
	err       error
}

func (t *chunkTask) take() (n int, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err != nil || t.next == t.end {
		return 0, false
	}
	t.next++
	return t.next - 1, true
}

// fail keeps the error of the first chunk that has one, whoever finds it first.
func (t *chunkTask) fail(n int, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.err == nil || n < t.failed {
		t.failed, t.err = n, fmt.Errorf("chunk %d: %w", n, err)
	}
}

// chunkReader reads the part p, which starts at byte lo.
type chunkReader struct {
	*chunked
	p             []byte
	lo            int
	start, extent []int // of the chunk in the array
	packed        []byte
	unpacker      unpacker
}

func (r *chunkReader) read(c chunk) error {
	begin, end := 0, 1
	edge := false
	n := c.n
	for i, a := range slices.Backward(r.axes) {
		r.start[i] = n % a.chunks() * a.chunk
		n /= a.chunks()
		r.extent[i] = min(a.chunk, a.size-r.start[i])
		edge = edge || r.extent[i] < a.chunk
		begin += r.start[i] * a.stride
		end += (r.start[i] + r.extent[i] - 1) * a.stride
	}
	if end <= r.lo || begin >= r.lo+len(r.p) {
		return nil
	}
	if c.address == undefined {
		return r.place(r.fill)
	}
	packed := len(r.filters) > 0 && !(r.whole && edge)
	if !packed && c.size != uint64(r.size) {
		return fmt.Errorf("%d bytes, expected %d", c.size, r.size)
	}
	if packed && c.size/2 > uint64(r.size)+1<<10 {
		return fmt.Errorf("%d bytes packed, %d unpacked", c.size, r.size)
	}
	s, err := r.f.section(c.address, c.size)
	if err != nil {
		return err
	}
	if !packed && len(r.axes) == 1 {
		return r.place(s)
	}
	r.packed = slices.Grow(r.packed[:0], int(c.size))[:c.size]
	if _, err := io.ReadFull(s, r.packed); err != nil {
		return err
	}
	p := r.packed
	if packed {
		if p, err = r.unpacker.unpack(p, c.mask); err != nil {
			return err
		}
	}
	return r.place(memory(p))
}

// memory is bytes that are read as a file is.
type memory []byte

func (m memory) ReadAt(p []byte, off int64) (int, error) {
	if n := copy(p, m[off:]); n < len(p) {
		return n, io.ErrUnexpectedEOF
	}
	return len(p), nil
}

// place copies what p has of the chunk, run by run.
func (r *chunkReader) place(data io.ReaderAt) error {
	last := len(r.axes) - 1
	index := make([]int, last) // within the chunk
	for {
		to, from := r.start[last], 0
		for i, a := range r.axes[:last] {
			to += (r.start[i] + index[i]) * a.stride
			from += index[i] * a.within
		}
		begin, end := max(to, r.lo), min(to+r.extent[last], r.lo+len(r.p))
		if begin < end {
			p := r.p[begin-r.lo : end-r.lo]
			if n, err := data.ReadAt(p, int64(from+begin-to)); n < len(p) {
				return err
			}
		}
		i := last - 1
		for ; i >= 0; i-- {
			if index[i]++; index[i] < r.extent[i] {
				break
			}
			index[i] = 0
		}
		if i < 0 {
			return nil
		}
	}
}

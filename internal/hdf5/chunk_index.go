package hdf5

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"sync"
)

// Kinds of indexes, which tell where the chunks of a dataset are. Before version 4
// of the layout there is a B-tree of version 1 only.
const (
	indexSingle          = 1
	indexImplicit        = 2
	indexFixedArray      = 3
	indexExtensibleArray = 4
	indexTree2           = 5
)

const (
	chunksEdgeWhole = 1 << 0 // those at the edge aren't filtered
	chunksPacked    = 1 << 1 // the single one is filtered
)

// oldChunks returns the chunks that a B-tree of version 1 is the index of. The sizes
// are 4 bytes each, with that of an element.
func (l *layout) oldChunks(tree uint64, sizes []byte) (io.ReaderAt, error) {
	var shape []uint64
	for c := (cursor{b: sizes}); len(c.b) > 0; {
		shape = append(shape, uint64(c.u32()))
	}
	shape, err := l.withoutElement(shape)
	if err != nil {
		return nil, err
	}
	data, err := l.newChunked(shape)
	if err != nil {
		return nil, err
	}
	data.index = sync.OnceValues(func() ([]chunk, error) {
		x := chunkIndex{layout: l, shape: shape}
		if tree != undefined {
			if err := x.readTree1(tree); err != nil {
				return nil, fmt.Errorf("index of chunks: %w", err)
			}
		}
		return x.sorted()
	})
	return data, nil
}

// withoutElement drops the last size, that of an element.
func (l *layout) withoutElement(shape []uint64) ([]uint64, error) {
	last := len(shape) - 1
	if last < 0 || shape[last] != uint64(l.typ.Size) {
		return nil, fmt.Errorf("chunks %v of elements of %d bytes", shape, l.typ.Size)
	}
	return shape[:last], nil
}

// parseChunks reads the layout of chunks of version 4, or 5: there the size of a
// packed chunk takes 8 bytes, which shows in the indexes.
func (l *layout) parseChunks(c *cursor) (io.ReaderAt, error) {
	flags := c.u8()
	rank, width := c.u8(), uint64(c.u8())
	shape := make([]uint64, rank)
	for i := range shape {
		shape[i] = c.uint(width)
	}
	if err := c.err(); err != nil {
		return nil, err
	}
	if width < 1 || width > 8 {
		return nil, fmt.Errorf("sizes of chunks take %d bytes", width)
	}
	shape, err := l.withoutElement(shape)
	if err != nil {
		return nil, err
	}
	data, err := l.newChunked(shape)
	if err != nil {
		return nil, err
	}
	data.whole = flags&chunksEdgeWhole != 0
	kind := c.u8()
	single := chunk{size: uint64(data.size)}
	x := chunkIndex{layout: l, shape: shape, bytes: uint64(data.size)}
	read := map[byte]func(address uint64) error{
		indexSingle:          func(uint64) error { x.found = append(x.found, single); return nil },
		indexImplicit:        x.readImplicit,
		indexFixedArray:      x.readFixedArray,
		indexExtensibleArray: x.readExtensibleArray,
		indexTree2:           x.readTree2,
	}[kind]
	switch kind {
	case indexSingle:
		if flags&chunksPacked != 0 {
			single.size, single.mask = c.u64(), c.u32()
		}
	case indexFixedArray:
		c.skip(1) // what follows of an index is there once more
	case indexExtensibleArray:
		c.skip(5)
	case indexTree2:
		c.skip(6)
	}
	address := c.u64()
	if err := c.err(); err != nil {
		return nil, err
	}
	if read == nil {
		return nil, unsupported("an index of chunks of kind %d", kind)
	}
	single.address = address
	data.index = sync.OnceValues(func() ([]chunk, error) {
		if address != undefined {
			if err := read(address); err != nil {
				return nil, fmt.Errorf("index of chunks: %w", err)
			}
		}
		return x.sorted()
	})
	return data, nil
}

// chunkIndex collects the chunks of a dataset.
type chunkIndex struct {
	*layout
	shape []uint64 // of a chunk
	bytes uint64   // of a chunk
	found []chunk
}

// add adds a chunk whose place is counted in chunks along each axis. Those outside
// of the array, which may have been larger once, are left out.
func (x *chunkIndex) add(place []uint64, c chunk) {
	for i, n := range place {
		size := uint64(x.space.shape[i])
		if size == 0 {
			return
		}
		chunks := (size-1)/x.shape[i] + 1
		if n >= chunks {
			return
		}
		c.n = c.n*int(chunks) + int(n)
	}
	x.found = append(x.found, c)
}

// sorted returns what was added in order.
func (x *chunkIndex) sorted() ([]chunk, error) {
	byNumber := func(a, b chunk) int { return cmp.Compare(a.n, b.n) }
	if !slices.IsSortedFunc(x.found, byNumber) {
		slices.SortFunc(x.found, byNumber)
	}
	for i := 1; i < len(x.found); i++ {
		if x.found[i].n == x.found[i-1].n {
			return nil, fmt.Errorf("index of chunks: chunk %d is there twice", x.found[i].n)
		}
	}
	return x.found, nil
}

// readTree1 reads a B-tree whose keys are size, filters left out, and the place of a
// chunk's first element, with a zero for the bytes within.
func (x *chunkIndex) readTree1(address uint64) error {
	rank := len(x.shape)
	place := make([]uint64, rank)
	t := tree1{x.f.blocks(), tree1Chunks, 8 + 8*uint64(rank+1), func(key []byte, child uint64) error {
		c := cursor{b: key}
		found := chunk{address: child, size: uint64(c.u32()), mask: c.u32()}
		for i := range place {
			n := c.u64()
			if n%x.shape[i] != 0 {
				return fmt.Errorf("a chunk at %d on axis %d, expected a multiple of %d", n, i, x.shape[i])
			}
			place[i] = n / x.shape[i]
		}
		x.add(place, found)
		return nil
	}}
	return t.read(address, -1)
}

// readTree2 reads a B-tree of records: an element of an array, and the place.
func (x *chunkIndex) readTree2(address uint64) error {
	kind := byte(tree2Chunks)
	if len(x.filters) > 0 {
		kind = tree2FilteredChunks
	}
	place := make([]uint64, len(x.shape))
	return x.f.blocks().tree2(address, kind, func(record []byte) error {
		split := len(record) - 8*len(place)
		if split < 0 {
			return errShort
		}
		found, err := x.element(record[:split])
		if err != nil {
			return err
		}
		c := cursor{b: record[split:]}
		for i := range place {
			place[i] = c.u64()
		}
		x.add(place, found)
		return nil
	})
}

// element reads where a chunk is: its address; where chunks are filtered, its size
// in the bytes that are left, and which filters it didn't go through.
func (x *chunkIndex) element(p []byte) (chunk, error) {
	c := cursor{b: p}
	found := chunk{address: c.u64(), size: x.bytes}
	if len(x.filters) > 0 {
		width := len(p) - 12
		if width < 1 || width > 8 {
			return found, fmt.Errorf("elements of %d bytes", len(p))
		}
		found.size, found.mask = c.uint(uint64(width)), c.u32()
	}
	return found, c.err()
}

// addAt adds the element of a number, counted over an array of the greatest size
// with one axis, first, as the slowest.
func (x *chunkIndex) addAt(n uint64, first int, p []byte) error {
	found, err := x.element(p)
	if err != nil || found.address == undefined {
		return err
	}
	place, err := x.place(n, first)
	if err == nil {
		x.add(place, found)
	}
	return err
}

// place returns the place of the chunk of a number.
func (x *chunkIndex) place(n uint64, first int) ([]uint64, error) {
	place := make([]uint64, len(x.shape))
	for i := range slices.Backward(place) {
		if i == first {
			continue
		}
		most := uint64(x.space.shape[i])
		if x.space.most != nil {
			most = x.space.most[i]
		}
		if most == math.MaxUint64 || most == 0 {
			return nil, errors.New("an array that grows along two axes")
		}
		chunks := (most-1)/x.shape[i] + 1
		place[i], n = n%chunks, n/chunks
	}
	place[first] = n
	return place, nil
}

// readImplicit places the chunks one after the other, at the address.
func (x *chunkIndex) readImplicit(address uint64) error {
	for n := uint64(0); ; n++ {
		place, err := x.place(n, 0)
		if err != nil {
			return err
		}
		if place[0] > uint64(x.space.shape[0]-1)/x.shape[0] {
			return nil
		}
		if _, err := x.f.section(address, x.bytes); err != nil {
			return err
		}
		if int64(len(x.found)) > x.f.Limit()/32 { // bytes that the place of a chunk takes here
			return fmt.Errorf("more than %d chunks of %d bytes in a file of %d", n, x.bytes, x.f.size)
		}
		x.add(place, chunk{address: address, size: x.bytes})
		address += x.bytes
	}
}

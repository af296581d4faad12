package hdf5

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/bits"
)

// A fractal heap (FRHP) holds messages in direct blocks (FHDB), whose sizes double
// row by row of a table, which is cut into indirect blocks (FHIB). Messages too
// large for a block have a place of their own; very small ones are in their IDs.

// fractalHeap reads one heap. It keeps the blocks it has read.
type fractalHeap struct {
	blocks     *blocks
	idSize     int
	checked    bool // direct blocks have a checksum
	offset     uint64
	length     uint64 // bytes of offsets and lengths in IDs
	width      uint64 // blocks in a row
	start      uint64 // bytes of the blocks in the first row
	directRows uint64 // rows of direct blocks; below them, of indirect ones
	root       uint64
	rows       uint64 // of the root, none if it is a direct block
	huge       map[uint64][]byte
	hugeTree   uint64
	used       uint64 // bytes of all objects
	direct     map[uint64][]byte
	indirect   map[uint64]cursor
}

// Kinds of IDs.
const (
	heapManaged = 0
	heapHuge    = 1
	heapTiny    = 2
)

func (b *blocks) fractalHeap(address uint64) (*fractalHeap, error) {
	// Filters would lengthen the header: without them it has this size.
	const size = 146
	p, err := b.start(address, size)
	if err != nil {
		return nil, err
	}
	if string(p[:4]) != "FRHP" {
		return nil, errors.New("no signature")
	}
	if p[4] != 0 {
		return nil, unsupported("version %d", p[4])
	}
	if binary.LittleEndian.Uint16(p[7:]) != 0 {
		return nil, unsupported("a heap with filters")
	}
	if p, err = b.f.verify(p); err != nil {
		return nil, err
	}
	h := &fractalHeap{
		blocks: b, huge: map[uint64][]byte{}, direct: map[uint64][]byte{}, indirect: map[uint64]cursor{},
	}
	c := cursor{b: p[5:]}
	h.idSize = int(c.u16())
	c.skip(2)
	h.checked = c.u8()&2 != 0
	managed := uint64(c.u32()) // bytes of the largest object in a block
	c.skip(8)                  // next ID of a huge object
	h.hugeTree = c.u64()
	c.skip(80) // free space and statistics
	h.width, h.start = uint64(c.u16()), c.u64()
	largest := c.u64() // bytes of a direct block
	offsetBits := uint64(c.u16())
	c.skip(2) // rows at the start
	h.root, h.rows = c.u64(), uint64(c.u16())
	if h.idSize < 2 || h.width == 0 || h.start < 8 || largest < h.start || largest > 1<<32 || offsetBits > 64 ||
		bits.OnesCount64(h.width) != 1 || bits.OnesCount64(h.start) != 1 || bits.OnesCount64(largest) != 1 {
		return nil, fmt.Errorf("IDs of %d bytes, rows of %d blocks of %d to %d bytes, offsets of %d bits",
			h.idSize, h.width, h.start, largest, offsetBits)
	}
	h.offset = (offsetBits + 7) / 8
	h.length = min(uint64(bits.Len64(largest)+6)/8, bytesFor(managed))
	h.directRows = uint64(bits.Len64(largest)-bits.Len64(h.start)) + 2
	if h.rows > 64 {
		return nil, fmt.Errorf("%d rows", h.rows)
	}
	return h, nil
}

// object returns what an ID stands for. In an honest file no two are the same.
func (h *fractalHeap) object(id []byte) ([]byte, error) {
	p, err := h.find(id)
	if h.used += uint64(len(p)); h.used > h.blocks.f.size {
		return nil, errors.New("the objects overlap")
	}
	return p, err
}

func (h *fractalHeap) find(id []byte) ([]byte, error) {
	if id[0]>>6 != 0 {
		return nil, unsupported("version %d of an ID", id[0]>>6)
	}
	c := cursor{b: id[1:]}
	switch kind := id[0] >> 4 & 3; kind {
	case heapManaged:
		offset, n := c.uint(h.offset), c.uint(h.length)
		if err := c.err(); err != nil {
			return nil, err
		}
		return h.managed(offset, n)
	case heapHuge:
		if len(id) > 16 {
			return h.blocks.start(c.u64(), c.u64())
		}
		return h.hugeObject(c.uint(uint64(min(len(id)-1, 8))))
	case heapTiny:
		n := uint64(id[0] & 15)
		if len(id) > 17 {
			n = n<<8 | uint64(c.u8())
		}
		p := c.take(n + 1)
		return p, c.err()
	default:
		return nil, unsupported("kind %d of an ID", kind)
	}
}

// hugeObject returns the object of a number.
func (h *fractalHeap) hugeObject(n uint64) ([]byte, error) {
	if len(h.huge) == 0 {
		err := h.blocks.tree2(h.hugeTree, tree2Huge, func(record []byte) error {
			c := cursor{b: record}
			address, size, id := c.u64(), c.u64(), c.u64()
			if err := c.err(); err != nil {
				return err
			}
			p, err := h.blocks.start(address, size)
			h.huge[id] = p
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("huge objects: %w", err)
		}
	}
	p, ok := h.huge[n]
	if !ok {
		return nil, fmt.Errorf("there is no huge object %d", n)
	}
	return p, nil
}

// managed returns the n bytes at an offset of the heap.
func (h *fractalHeap) managed(offset, n uint64) ([]byte, error) {
	address, first, rows, size := h.root, uint64(0), h.rows, h.start
	for rows > 0 {
		c, err := h.indirectBlock(address, first, rows)
		if err != nil {
			return nil, fmt.Errorf("indirect block at %#x: %w", address, err)
		}
		row := uint64(0)
		for ; row < rows && offset-first >= h.width*h.size(row); row++ {
			first += h.width * h.size(row)
		}
		if row == rows {
			return nil, fmt.Errorf("offset %d is in no block", offset)
		}
		size = h.size(row)
		column := (offset - first) / size
		first += column * size
		c.skip(8 * (row*h.width + column))
		address = c.u64()
		if row < h.directRows {
			break
		}
		below := bits.Len64(size) - bits.Len64(h.start) - bits.Len64(h.width) + 2
		rows = uint64(max(below, 1))
	}
	p, err := h.directBlock(address, first, size)
	if err != nil {
		return nil, fmt.Errorf("direct block at %#x: %w", address, err)
	}
	if at := offset - first; at < uint64(len(p)) && n <= uint64(len(p))-at {
		return p[at:][:n:n], nil
	}
	return nil, fmt.Errorf("%d bytes at offset %d are in no block", n, offset)
}

// size returns the bytes of each block in a row.
func (h *fractalHeap) size(row uint64) uint64 {
	if row == 0 {
		return h.start
	}
	return h.start << (row - 1)
}

// indirectBlock returns the addresses of the blocks in a number of rows.
func (h *fractalHeap) indirectBlock(address, first, rows uint64) (cursor, error) {
	if c, ok := h.indirect[address]; ok {
		return c, nil
	}
	c, err := h.blocks.checked(address, 17+h.offset+8*rows*h.width, "FHIB")
	if err != nil {
		return c, err
	}
	c.skip(9) // version, address of the heap
	if at := c.uint(h.offset); at != first {
		return c, fmt.Errorf("is of offset %d, expected %d", at, first)
	}
	h.indirect[address] = c
	return c, nil
}

// directBlock returns a block, with its head: offsets count it.
func (h *fractalHeap) directBlock(address, first, size uint64) ([]byte, error) {
	if p, ok := h.direct[address]; ok {
		return p, nil
	}
	head := 13 + h.offset
	sum := head
	if h.checked {
		head += 4
	}
	if size < head {
		return nil, fmt.Errorf("%d bytes", size)
	}
	p, err := h.blocks.start(address, size)
	if err != nil {
		return nil, err
	}
	c := cursor{b: p}
	if string(c.take(4)) != "FHDB" {
		return nil, errors.New("no signature")
	}
	c.skip(9) // version, address of the heap
	if at := c.uint(h.offset); at != first {
		return nil, fmt.Errorf("is of offset %d, expected %d", at, first)
	}
	if h.checked {
		want := binary.LittleEndian.Uint32(p[sum:])
		clear(p[sum:head])
		if got := lookup3(p); got != want && !h.blocks.f.trusting {
			return nil, fmt.Errorf("checksum %#08x, expected %#08x", got, want)
		}
	}
	h.direct[address] = p
	return p, nil
}

package hdf5

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// The global heap holds the strings of variable length, in collections of
// numbered objects.

// globalHeap reads the strings of one array.
type globalHeap struct {
	blocks      *blocks
	collections map[uint64]collection
}

// collection is the strings of one by their numbers.
type collection map[uint32]string

func (f *File) globalHeap() *globalHeap {
	return &globalHeap{f.blocks(), map[uint64]collection{}}
}

// text returns the string that 16 bytes of an array refer to.
func (h *globalHeap) text(reference []byte) (string, error) {
	c := cursor{b: reference}
	n, address, index := c.u32(), c.u64(), c.u32()
	if n == 0 {
		return "", nil
	}
	collection, err := h.find(address)
	if err != nil {
		return "", fmt.Errorf("global heap collection at %#x: %w", address, err)
	}
	s, ok := collection[index]
	if !ok || uint64(n) > uint64(len(s)) {
		return "", fmt.Errorf("global heap collection at %#x: object %d has %d bytes, expected %d", address, index, len(s), n)
	}
	return s[:n], nil
}

// find returns a collection. The file keeps the last small ones for other arrays.
func (h *globalHeap) find(address uint64) (collection, error) {
	if found, ok := h.collections[address]; ok {
		return found, nil
	}
	found, ok := h.blocks.f.collections.get(address)
	if !ok {
		var size uint64
		var err error
		if found, size, err = h.collection(address); err != nil {
			return nil, err
		}
		if size <= maxCollection {
			h.blocks.f.collections.put(address, found)
		}
	}
	h.collections[address] = found
	return found, nil
}

func (h *globalHeap) collection(address uint64) (_ collection, size uint64, err error) {
	p, err := h.blocks.start(address, 16)
	if err != nil {
		return nil, 0, err
	}
	if string(p[:4]) != "GCOL" {
		return nil, 0, errors.New("no signature")
	}
	if p[4] != 1 {
		return nil, 0, unsupported("version %d", p[4])
	}
	size = binary.LittleEndian.Uint64(p[8:])
	if size < 16 {
		return nil, 0, fmt.Errorf("%d bytes", size)
	}
	if p, err = h.blocks.read(address+16, size-16); err != nil {
		return nil, 0, err
	}
	objects := collection{}
	for c := (cursor{b: p}); len(c.b) >= 16; {
		index := uint32(c.u16())
		c.skip(6)
		n := c.u64()
		if index == 0 {
			break // free space up to the end
		}
		objects[index] = string(c.padded(n))
		if err := c.err(); err != nil {
			return nil, 0, fmt.Errorf("object %d of %d bytes: %w", index, n, err)
		}
	}
	return objects, size, nil
}

const (
	minCollection = 4096    // the HDF5 library refuses smaller ones
	maxCollection = 1 << 16 // a longer string has one of its own
)

// globalHeapWriter collects strings for the start of a file.
type globalHeapWriter struct {
	address uint64
	full    []byte // collections that are complete
	objects []byte // of the last collection
	n       uint32
}

// appendText adds s and writes the reference to it.
func (h *globalHeapWriter) appendText(b []byte, s string) []byte {
	if s == "" {
		return append(b, make([]byte, 16)...)
	}
	if h.n > 0 && len(h.objects)+len(s) > maxCollection {
		h.flush()
	}
	h.n++
	h.objects = binary.LittleEndian.AppendUint64(h.objects, uint64(h.n)|1<<16) // referred to once
	h.objects = binary.LittleEndian.AppendUint64(h.objects, uint64(len(s)))
	h.objects = appendPadding(append(h.objects, s...))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(s)))
	b = binary.LittleEndian.AppendUint64(b, h.address+uint64(len(h.full)))
	return binary.LittleEndian.AppendUint32(b, h.n)
}

// flush completes the last collection.
func (h *globalHeapWriter) flush() {
	if h.n == 0 {
		return
	}
	size := max(minCollection, 16+len(h.objects))
	h.full = append(h.full, "GCOL\x01\x00\x00\x00"...)
	h.full = binary.LittleEndian.AppendUint64(h.full, uint64(size))
	h.full = append(h.full, h.objects...)
	if free := size - 16 - len(h.objects); free >= 16 {
		h.full = binary.LittleEndian.AppendUint64(h.full, 0)
		h.full = binary.LittleEndian.AppendUint64(h.full, uint64(free))
		h.full = append(h.full, make([]byte, free-16)...)
	} else {
		h.full = append(h.full, make([]byte, free)...)
	}
	h.objects, h.n = nil, 0
}

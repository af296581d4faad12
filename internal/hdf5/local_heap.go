package hdf5

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// localHeap is the names of a group, each ended by a zero byte.
type localHeap string

// maxName bounds the length of a name: those of a hostile file may overlap.
const maxName = 1 << 12

func (f *File) readLocalHeap(address uint64) (localHeap, error) {
	heap, err := f.readLocalHeapData(address)
	if err != nil {
		return "", fmt.Errorf("local heap at %#x: %w", address, err)
	}
	return heap, nil
}

func (f *File) readLocalHeapData(address uint64) (localHeap, error) {
	blocks := f.blocks()
	p, err := blocks.start(address, 32)
	if err != nil {
		return "", err
	}
	if string(p[:4]) != "HEAP" {
		return "", errors.New("no signature")
	}
	if p[4] != 0 {
		return "", unsupported("version %d", p[4])
	}
	c := cursor{b: p[8:]}
	size := c.u64()
	c.skip(8) // free list
	data, err := blocks.start(c.u64(), size)
	return localHeap(data), err
}

// name returns the name at an offset.
func (h localHeap) name(offset uint64) (string, error) {
	if offset >= uint64(len(h)) {
		return "", fmt.Errorf("name at offset %d of a local heap of %d bytes", offset, len(h))
	}
	s := string(h[offset:])
	n := strings.IndexByte(s[:min(len(s), maxName+1)], 0)
	if n < 0 {
		return "", fmt.Errorf("the name at offset %d of the local heap doesn't end within %d bytes", offset, maxName)
	}
	return s[:n], nil
}

// appendLocalHeap writes a heap, at the address that b's end has, of names that
// start and end with a zero byte.
func appendLocalHeap(b []byte, address uint64, names []byte) []byte {
	const noFreeList = 1
	names = appendPadding(names)
	b = append(b, "HEAP\x00\x00\x00\x00"...)
	b = binary.LittleEndian.AppendUint64(b, uint64(len(names)))
	b = binary.LittleEndian.AppendUint64(b, noFreeList)
	b = binary.LittleEndian.AppendUint64(b, address+32)
	return append(b, names...)
}

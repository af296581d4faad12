package hdf5

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	signature      = "\x89HDF\r\n\x1a\n"
	superblockSize = 96

	// Symbol nodes hold up to 2·leafK names, B-tree nodes up to 2·internalK
	// children. These are the HDF5 library's defaults.
	leafK     = 4
	internalK = 16
)

// readSuperblock finds the start of the file and returns the address of the
// root's object header.
func (f *File) readSuperblock(size int64) (root uint64, err error) {
	var p [superblockSize + 4]byte
	var n int
	// A user block of 512, 1024, 2048… bytes may come first.
	for base := int64(0); ; base = max(512, 2*base) {
		if base < 0 || base >= size {
			return 0, errors.New("not an HDF5 file: no signature")
		}
		n, err = f.r.ReadAt(p[:min(size-base, int64(len(p)))], base)
		if err != nil && err != io.EOF {
			return 0, fmt.Errorf("superblock: %w", err)
		}
		if n >= len(signature) && string(p[:len(signature)]) == signature {
			f.base, f.size = uint64(base), uint64(size-base)
			break
		}
	}
	c := cursor{b: p[len(signature):n]}
	version := c.u8()
	if version > 1 {
		return 0, unsupported("superblock: version %d", version)
	}
	c.skip(4)
	offsets, lengths := c.u8(), c.u8()
	c.skip(1)
	if c.err() == nil && (offsets != 8 || lengths != 8) {
		return 0, unsupported("superblock: addresses of %d and lengths of %d bytes, expected 8", offsets, lengths)
	}
	c.skip(8) // leafK, internalK, flags
	if version == 1 {
		c.skip(4)
	}
	c.skip(16) // base address, free space
	end := c.u64()
	c.skip(16) // driver, offset of the root's name
	root = c.u64()
	if err := c.err(); err != nil {
		return 0, fmt.Errorf("superblock: %w", err)
	}
	if end > uint64(size) { // counts a user block
		return 0, fmt.Errorf("truncated: the file has %d bytes, the superblock says %d", size, end)
	}
	return root, nil
}

// appendSuperblock writes the superblock of a file of end bytes.
func appendSuperblock(b []byte, end uint64, root symbol) []byte {
	b = append(b, signature...)
	b = append(b, 0, 0, 0, 0, 0, 8, 8, 0, leafK, 0, internalK, 0, 0, 0, 0, 0)
	b = binary.LittleEndian.AppendUint64(b, 0)
	b = binary.LittleEndian.AppendUint64(b, undefined)
	b = binary.LittleEndian.AppendUint64(b, end)
	b = binary.LittleEndian.AppendUint64(b, undefined)
	return root.append(b, 0)
}

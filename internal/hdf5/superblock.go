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
	s := superblock{version: c.u8()}
	switch {
	case s.version <= 1:
		err = s.parseOld(&c)
	case s.version <= 3:
		err = s.parse(&c, f, p[:n])
	default:
		err = unsupported("version %d", s.version)
	}
	if err == nil {
		err = c.err()
	}
	if err == nil && s.extension != undefined {
		err = f.checkExtension(s.extension)
	}
	if err != nil {
		return 0, fmt.Errorf("superblock: %w", err)
	}
	if s.end > uint64(size) { // counts a user block
		return 0, fmt.Errorf("truncated: the file has %d bytes, the superblock says %d", size, s.end)
	}
	return s.root, nil
}

// superblock is what matters of it.
type superblock struct {
	version   byte
	end       uint64 // of the file
	root      uint64 // address of the root's header
	extension uint64 // address of a header with more
}

// parseOld reads version 0 or 1.
func (s *superblock) parseOld(c *cursor) error {
	s.extension = undefined
	c.skip(4)
	if err := checkSizes(c.u8(), c.u8()); err != nil {
		return err
	}
	c.skip(1 + 8) // leafK, internalK, flags
	if s.version == 1 {
		c.skip(4)
	}
	c.skip(16) // base address, free space
	s.end = c.u64()
	c.skip(16) // driver, offset of the root's name
	s.root = c.u64()
	return nil
}

// parse reads version 2 or 3, which p starts with.
func (s *superblock) parse(c *cursor, f *File, p []byte) error {
	if err := checkSizes(c.u8(), c.u8()); err != nil {
		return err
	}
	c.skip(1 + 8) // flags, base address
	s.extension, s.end, s.root = c.u64(), c.u64(), c.u64()
	_, err := f.verify(p[:min(len(p), 48)])
	return err
}

func checkSizes(offsets, lengths byte) error {
	if offsets != 8 || lengths != 8 {
		return unsupported("addresses of %d and lengths of %d bytes, expected 8", offsets, lengths)
	}
	return nil
}

// Messages of the extension without which the rest of the file is not what it seems.
const (
	msgDriver     = 0x14
	msgCacheImage = 0x18
)

// checkExtension refuses what the file needs and isn't read here. Shared messages
// are refused where they are met.
func (f *File) checkExtension(address uint64) error {
	h, err := f.readHeader(address)
	if err != nil {
		return fmt.Errorf("extension: %w", err)
	}
	switch {
	case h.has(msgDriver):
		return unsupported("a file in several parts")
	case h.has(msgCacheImage):
		return unsupported("an image of the metadata cache")
	}
	return nil
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

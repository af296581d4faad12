package hdf5

import "fmt"

// A fixed array (FAHD, FADB) is the index of chunks that can't become more. A large
// one is in pages, each with a checksum; those that were never written have none.

func (x *chunkIndex) readFixedArray(address uint64) error {
	blocks := x.f.blocks()
	c, err := blocks.checked(address, 28, "FAHD")
	if err != nil {
		return fmt.Errorf("fixed array at %#x: %w", address, err)
	}
	version := c.u8()
	c.skip(1) // whether chunks are filtered
	size, pageBits := uint64(c.u8()), c.u8()
	n, data := c.u64(), c.u64()
	if version != 0 {
		return unsupported("fixed array: version %d", version)
	}
	if size == 0 || pageBits > 31 || n > x.f.size {
		return fmt.Errorf("fixed array: %d elements of %d bytes in pages of 2^%d", n, size, pageBits)
	}
	if data == undefined {
		return nil
	}
	a := arrayBlock{blocks, size, 1 << pageBits, func(i uint64, p []byte) error { return x.addAt(i, 0, p) }}
	if err := a.readFixed(data, n); err != nil {
		return fmt.Errorf("fixed array at %#x: %w", data, err)
	}
	return nil
}

// arrayBlock reads elements of one size.
type arrayBlock struct {
	blocks *blocks
	size   uint64
	page   uint64 // elements in a page; more of them are in pages
	do     func(i uint64, element []byte) error
}

// each calls do for the elements in p, the first of which is number i.
func (a *arrayBlock) each(i uint64, p []byte) error {
	for c := (cursor{b: p}); uint64(len(c.b)) >= a.size; i++ {
		if err := a.do(i, c.take(a.size)); err != nil {
			return err
		}
	}
	return nil
}

func (a *arrayBlock) readFixed(address, n uint64) error {
	const head = 14 // signature, version, kind, address of the header
	if n <= a.page {
		c, err := a.blocks.checked(address, head+n*a.size+4, "FADB")
		if err != nil {
			return err
		}
		c.skip(head - 4)
		return a.each(0, c.b)
	}
	written := ((n-1)/a.page + 8) / 8 // bytes of the pages' bits
	c, err := a.blocks.checked(address, head+written+4, "FADB")
	if err != nil {
		return err
	}
	c.skip(head - 4)
	return a.pages(address+head+written+4, 0, n, c.b, 0)
}

// pages reads the n elements from number first on, in pages, each with its checksum.
// A bit for each page, highest first, says whether it was written; theirs start at
// one of the bits.
func (a *arrayBlock) pages(address, first, n uint64, written []byte, bit uint64) error {
	for i := uint64(0); i < n; i += a.page {
		if written[bit/8]&(0x80>>(bit%8)) != 0 {
			p, err := a.blocks.start(address, min(a.page, n-i)*a.size+4)
			if err == nil {
				p, err = a.blocks.f.verify(p)
			}
			if err == nil {
				err = a.each(first+i, p)
			}
			if err != nil {
				return fmt.Errorf("page at %#x: %w", address, err)
			}
		}
		address += a.page*a.size + 4
		bit++
	}
	return nil
}

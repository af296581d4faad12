package hdf5

import (
	"errors"
	"fmt"
	"math/bits"
)

// An extensible array (EAHD) is the index of chunks that may become more along one
// axis. The first elements are in the index block (EAIB), the others in data blocks
// (EADB), which grow: super block k has 2^(k/2) data blocks of 2^((k+1)/2) times the
// smallest number of elements. Data blocks of the first super blocks are listed in
// the index block, those of others in the super block (EASB).

// extensibleArray reads one array.
type extensibleArray struct {
	arrayBlock
	offset  uint64 // bytes of an offset
	indexed uint64 // elements in the index block
	least   uint64 // elements in a data block
}

func (x *chunkIndex) readExtensibleArray(address uint64) error {
	blocks := x.f.blocks()
	c, err := blocks.checked(address, 72, "EAHD")
	if err != nil {
		return fmt.Errorf("extensible array at %#x: %w", address, err)
	}
	version := c.u8()
	c.skip(1) // whether chunks are filtered
	a := extensibleArray{arrayBlock: arrayBlock{blocks: blocks, size: uint64(c.u8())}}
	growing := 0
	for i, most := range x.space.most {
		if most == ^uint64(0) {
			growing = i
		}
	}
	a.do = func(i uint64, p []byte) error { return x.addAt(i, growing, p) }
	mostBits := uint64(c.u8())
	a.offset = (mostBits + 7) / 8
	a.indexed, a.least = uint64(c.u8()), uint64(c.u8())
	leastPointers, pageBits := uint64(c.u8()), c.u8()
	c.skip(48) // statistics
	index := c.u64()
	if version != 0 {
		return unsupported("extensible array: version %d", version)
	}
	supers := mostBits - min(mostBits, uint64(bits.Len64(a.least)-1)) + 1
	direct := 2 * uint64(bits.Len64(leastPointers)-1) // super blocks without a block
	if a.size == 0 || mostBits > 64 || pageBits > 31 || bits.OnesCount64(a.least) != 1 ||
		leastPointers < 2 || bits.OnesCount64(leastPointers) != 1 || supers < direct {
		return fmt.Errorf("extensible array: elements of %d bytes, up to 2^%d, %d or more in a block, %d pointers, pages of 2^%d",
			a.size, mostBits, a.least, leastPointers, pageBits)
	}
	a.page = 1 << pageBits
	if index == undefined {
		return nil
	}
	if err := a.read(index, supers, direct, 2*(leastPointers-1)); err != nil {
		return fmt.Errorf("extensible array at %#x: %w", index, err)
	}
	return nil
}

// read reads the index block, with a number of addresses of data blocks, and all
// that it leads to.
func (a *extensibleArray) read(address, supers, direct, pointers uint64) error {
	const head = 14 // signature, version, kind, address of the header
	c, err := a.blocks.checked(address, head+a.indexed*a.size+8*(pointers+supers-direct)+4, "EAIB")
	if err != nil {
		return err
	}
	c.skip(head - 4)
	if err := a.each(0, c.take(a.indexed*a.size)); err != nil {
		return err
	}
	first := a.indexed
	for k := range supers {
		n, each := uint64(1)<<(k/2), a.least<<((k+1)/2)
		if k < direct {
			err = a.dataBlocks(&c, n, each, first, nil)
		} else if at := c.u64(); at != undefined {
			err = a.superBlock(at, n, each, first)
		}
		if err != nil {
			return fmt.Errorf("super block %d: %w", k, err)
		}
		first += n * each
	}
	return nil
}

// superBlock reads the n data blocks that a super block lists.
func (a *extensibleArray) superBlock(address, n, each, first uint64) error {
	head := 14 + a.offset
	var written uint64 // bytes of the pages' bits, of one data block
	if each > a.page {
		written = (each/a.page + 7) / 8
	}
	if n > a.blocks.f.size || written > a.blocks.f.size {
		return fmt.Errorf("%d data blocks of %d elements in a file of %d bytes", n, each, a.blocks.f.size)
	}
	c, err := a.blocks.checked(address, head+n*(written+8)+4, "EASB")
	if err != nil {
		return err
	}
	c.skip(head - 4)
	pages := c.take(n * written)
	return a.dataBlocks(&c, n, each, first, pages)
}

// dataBlocks reads n blocks at the addresses that follow. They have as many elements
// each, from number first on; pages has a bit for each of their pages.
func (a *extensibleArray) dataBlocks(c *cursor, n, each, first uint64, pages []byte) error {
	head := 14 + a.offset
	for i := range n {
		address := c.u64()
		if address == undefined {
			continue
		}
		if err := c.err(); err != nil {
			return err
		}
		if each > a.blocks.f.size {
			return fmt.Errorf("%d elements in a file of %d bytes", each, a.blocks.f.size)
		}
		at := first + i*each
		var err error
		if each <= a.page {
			var block cursor
			if block, err = a.blocks.checked(address, head+each*a.size+4, "EADB"); err == nil {
				block.skip(head - 4)
				err = a.each(at, block.b)
			}
		} else if len(pages) == 0 {
			err = errors.New("pages that nothing says are written")
		} else if _, err = a.blocks.checked(address, head+4, "EADB"); err == nil {
			// The bits of all blocks are one run, though each block has whole bytes for them.
			err = a.pages(address+head+4, at, each, pages, i*(each/a.page))
		}
		if err != nil {
			return fmt.Errorf("data block at %#x: %w", address, err)
		}
	}
	return nil
}

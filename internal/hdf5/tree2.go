package hdf5

import (
	"fmt"
	"math/bits"
)

// A B-tree of version 2 (BTHD, BTIN, BTLF) holds records of one size in order.
// Records are in the inner nodes too.

// Kinds of version 2 trees.
const (
	tree2Huge           = 1
	tree2Links          = 5
	tree2Attributes     = 8
	tree2Chunks         = 10
	tree2FilteredChunks = 11
)

// maxTree2Depth is more than a tree of honest nodes needs for 2^64 records.
const maxTree2Depth = 32

// tree2 reads one tree.
type tree2 struct {
	blocks       *blocks
	kind         byte
	node, record uint64 // bytes
	levels       []tree2Level
	do           func(record []byte) error
}

// tree2Level says how the nodes of a level are written, leaves first.
type tree2Level struct {
	most         uint64 // records in a node
	total        uint64 // records in a node and all below it, at most
	count, width uint64 // bytes of a child's number of records, and of that with all below it
}

// tree2 calls do for each record of the tree at an address, in order.
func (b *blocks) tree2(address uint64, kind byte, do func(record []byte) error) error {
	c, err := b.checked(address, 38, "BTHD")
	if err != nil {
		return fmt.Errorf("tree at %#x: %w", address, err)
	}
	version, found := c.u8(), c.u8()
	if version != 0 || found != kind {
		return fmt.Errorf("tree at %#x: version %d of kind %d, expected 0 of %d", address, version, found, kind)
	}
	t := tree2{blocks: b, kind: kind, do: do}
	t.node, t.record = uint64(c.u32()), uint64(c.u16())
	depth := int(c.u16())
	c.skip(2) // when to split and merge
	root, n := c.u64(), uint64(c.u16())
	if err := t.measure(depth); err != nil {
		return fmt.Errorf("tree at %#x: %w", address, err)
	}
	if root == undefined {
		return nil
	}
	return t.read(root, n, depth)
}

// node overhead: signature, version, kind, checksum.
const tree2Overhead = 10

// measure finds how the nodes of each level are written.
func (t *tree2) measure(depth int) error {
	if depth > maxTree2Depth || t.record == 0 || t.node < tree2Overhead+t.record {
		return fmt.Errorf("depth %d, records of %d bytes in nodes of %d", depth, t.record, t.node)
	}
	most := (t.node - tree2Overhead) / t.record
	t.levels = []tree2Level{{most: most, total: most}}
	for range depth {
		below := t.levels[len(t.levels)-1]
		l := tree2Level{count: bytesFor(t.levels[0].most)}
		if len(t.levels) > 1 {
			l.width = bytesFor(below.total)
		}
		pointer := 8 + l.count + l.width
		if t.node < tree2Overhead+pointer {
			return fmt.Errorf("nodes of %d bytes", t.node)
		}
		l.most = (t.node - tree2Overhead - pointer) / (t.record + pointer)
		hi, total := bits.Mul64(l.most+1, below.total)
		if l.total = total + l.most; hi != 0 || l.total < total {
			l.total = ^uint64(0)
		}
		t.levels = append(t.levels, l)
	}
	return nil
}

// bytesFor returns how many bytes a number up to most takes.
func bytesFor(most uint64) uint64 { return uint64(max(1, (bits.Len64(most)+7)/8)) }

func (t *tree2) read(address, n uint64, depth int) error {
	l := t.levels[depth]
	if n > l.most {
		return fmt.Errorf("tree node at %#x: %d records, expected at most %d", address, n, l.most)
	}
	signature, size := "BTLF", tree2Overhead+n*t.record
	pointer := 8 + l.count + l.width
	if depth > 0 {
		signature, size = "BTIN", size+(n+1)*pointer
	}
	c, err := t.blocks.checked(address, size, signature)
	if err != nil {
		return fmt.Errorf("tree node at %#x: %w", address, err)
	}
	if version, kind := c.u8(), c.u8(); version != 0 || kind != t.kind {
		return fmt.Errorf("tree node at %#x: version %d of kind %d, expected 0 of %d", address, version, kind, t.kind)
	}
	records := cursor{b: c.take(n * t.record)}
	for i := uint64(0); ; i++ {
		if depth > 0 {
			child, below := c.u64(), c.uint(l.count)
			c.skip(l.width)
			if err := t.read(child, below, depth-1); err != nil {
				return err
			}
		}
		if i == n {
			return nil
		}
		if err := t.do(records.take(t.record)); err != nil {
			return err
		}
	}
}

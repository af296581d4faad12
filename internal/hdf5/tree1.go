package hdf5

import (
	"encoding/binary"
	"fmt"
)

// A B-tree of version 1 (TREE) has the symbol nodes of a group or the chunks of a
// dataset for its leaves. Every child comes with the key before it.

// Kinds of version 1 trees.
const (
	tree1Group  = 0
	tree1Chunks = 1
)

// tree1 reads one tree.
type tree1 struct {
	blocks *blocks
	kind   byte
	key    uint64 // bytes of a key
	leaf   func(key []byte, child uint64) error
}

// read calls leaf for the children of the leaves below the node at an address, in
// order. The level is the one expected, -1 for any.
func (t *tree1) read(address uint64, level int) error {
	p, err := t.blocks.start(address, 24)
	if err != nil {
		return fmt.Errorf("tree node: %w", err)
	}
	if string(p[:4]) != "TREE" {
		return fmt.Errorf("tree node at %#x: no signature", address)
	}
	if p[4] != t.kind || level >= 0 && int(p[5]) != level {
		return fmt.Errorf("tree node at %#x: type %d and level %d, expected %d and %d", address, p[4], p[5], t.kind, level)
	}
	level = int(p[5])
	n := uint64(binary.LittleEndian.Uint16(p[6:]))
	if p, err = t.blocks.read(address+24, n*(t.key+8)); err != nil {
		return fmt.Errorf("tree node of %d children: %w", n, err)
	}
	for c := (cursor{b: p}); len(c.b) > 0; {
		key, child := c.take(t.key), c.u64()
		if level > 0 {
			err = t.read(child, level-1)
		} else {
			err = t.leaf(key, child)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

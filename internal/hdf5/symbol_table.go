package hdf5

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// A symbol table is a group of the old style: a B-tree (TREE, version 1) over
// symbol nodes (SNOD), which hold the group's symbols in order of their names.

const (
	symbolSize     = 40
	symbolNodeSize = 8 + 2*leafK*symbolSize
	treeNodeSize   = 24 + 2*internalK*16 + 8
)

// Kinds of what a symbol caches of its object.
const (
	cacheNothing = 0
	cacheGroup   = 1 // addresses of the B-tree and the heap
	cacheLink    = 2 // the symbol is a soft link
)

// symbolTable reads one table.
type symbolTable struct {
	blocks *blocks
	heap   localHeap
	links  []link
}

// readSymbolTable returns the links of the table that a message tells of.
func (f *File) readSymbolTable(b []byte) ([]link, error) {
	c := cursor{b: b}
	root, heap := c.u64(), c.u64()
	if err := c.err(); err != nil {
		return nil, fmt.Errorf("symbol table message: %w", err)
	}
	names, err := f.readLocalHeap(heap)
	if err != nil {
		return nil, err
	}
	t := symbolTable{blocks: f.blocks(), heap: names}
	tree := tree1{t.blocks, tree1Group, 8, func(_ []byte, node uint64) error {
		if err := t.readNode(node); err != nil {
			return fmt.Errorf("symbol node at %#x: %w", node, err)
		}
		return nil
	}}
	if err := tree.read(root, -1); err != nil {
		return nil, err
	}
	return t.links, nil
}

func (t *symbolTable) readNode(address uint64) error {
	p, err := t.blocks.start(address, 8)
	if err != nil {
		return err
	}
	if string(p[:4]) != "SNOD" {
		return errors.New("no signature")
	}
	if p[4] != 1 {
		return unsupported("version %d", p[4])
	}
	n := uint64(binary.LittleEndian.Uint16(p[6:]))
	if p, err = t.blocks.read(address+8, n*symbolSize); err != nil {
		return err
	}
	for c := (cursor{b: p}); len(c.b) > 0; {
		name, err := t.heap.name(c.u64())
		if err != nil {
			return err
		}
		l := link{name: name, address: c.u64()}
		cache := c.u32()
		c.skip(4)
		target := c.u32()
		c.skip(12)
		if cache == cacheLink {
			l.kind = linkSoft
			if l.target, err = t.heap.name(uint64(target)); err != nil {
				return fmt.Errorf("target of the soft link %q: %w", name, err)
			}
		}
		t.links = append(t.links, l)
	}
	return nil
}

// symbol is an object as a symbol table knows it.
type symbol struct {
	header     uint64
	group      bool
	tree, heap uint64 // of a group
}

func (s symbol) append(b []byte, name uint64) []byte {
	b = binary.LittleEndian.AppendUint64(b, name)
	b = binary.LittleEndian.AppendUint64(b, s.header)
	cache := uint64(cacheNothing)
	if s.group {
		cache = cacheGroup
	}
	b = binary.LittleEndian.AppendUint64(b, cache)
	b = binary.LittleEndian.AppendUint64(b, s.tree)
	return binary.LittleEndian.AppendUint64(b, s.heap)
}

// message returns what a group's header says of its table.
func (s symbol) message() message {
	data := binary.LittleEndian.AppendUint64(nil, s.tree)
	return message{kind: msgSymbolTable, data: binary.LittleEndian.AppendUint64(data, s.heap)}
}

// branch is a node of the tree for the node above it.
type branch struct {
	address uint64
	last    uint64 // offset of its greatest name
}

// appendSymbolTable writes the table of symbols whose names, in order, are at
// these offsets of a heap. The end of b is at the address given.
func appendSymbolTable(b []byte, address uint64, symbols []symbol, names []uint64) (_ []byte, root uint64) {
	base := address - uint64(len(b))
	var below []branch
	for i := 0; i < len(symbols); i += 2 * leafK {
		end := min(i+2*leafK, len(symbols))
		below = append(below, branch{base + uint64(len(b)), names[end-1]})
		node := len(b)
		b = append(b, 'S', 'N', 'O', 'D', 1, 0, byte(end-i), 0)
		for j := i; j < end; j++ {
			b = symbols[j].append(b, names[j])
		}
		b = append(b, make([]byte, node+symbolNodeSize-len(b))...)
	}
	for level := 0; ; level++ {
		first := base + uint64(len(b))
		var nodes []branch
		var left uint64 // offset of the greatest name on the left: the heap's first is empty
		for i := 0; i < len(below) || i == 0; i += 2 * internalK {
			children := below[i:min(i+2*internalK, len(below))]
			node := len(b)
			b = append(b, 'T', 'R', 'E', 'E', 0, byte(level))
			b = binary.LittleEndian.AppendUint16(b, uint16(len(children)))
			b = binary.LittleEndian.AppendUint64(b, sibling(first, len(nodes)-1, i > 0))
			b = binary.LittleEndian.AppendUint64(b, sibling(first, len(nodes)+1, i+2*internalK < len(below)))
			b = binary.LittleEndian.AppendUint64(b, left)
			for _, child := range children {
				b = binary.LittleEndian.AppendUint64(b, child.address)
				b = binary.LittleEndian.AppendUint64(b, child.last)
				left = child.last
			}
			b = append(b, make([]byte, node+treeNodeSize-len(b))...)
			nodes = append(nodes, branch{first + uint64(len(nodes))*treeNodeSize, left})
		}
		if len(nodes) == 1 {
			return b, first
		}
		below = nodes
	}
}

// sibling returns the address of the i-th node of a level, if there is one.
func sibling(first uint64, i int, exists bool) uint64 {
	if !exists {
		return undefined
	}
	return first + uint64(i)*treeNodeSize
}

package hdf5

import (
	"errors"
	"fmt"
	"io"
	"iter"
)

// File is an open file. It holds no state but its place: many goroutines may
// read one file, or objects of it, at once.
type File struct {
	r    io.ReaderAt
	base uint64 // where addresses count from: the end of a user block
	size uint64 // bytes from base to the end
	root *Group
}

// Open reads the superblock and the root group of a file of size bytes. What
// it returns reads from r later on: r is to stay open as long as it is used.
func Open(r io.ReaderAt, size int64) (*File, error) {
	f := &File{r: r}
	root, err := f.readSuperblock(size)
	if err != nil {
		return nil, at("/", err)
	}
	object, err := f.open(root, "/")
	if err != nil {
		return nil, at("/", err)
	}
	group, ok := object.(*Group)
	if !ok {
		return nil, at("/", errors.New("the root is a dataset, expected a group"))
	}
	f.root = group
	return f, nil
}

// Root returns the group that holds all others.
func (f *File) Root() *Group { return f.root }

// maxDepth is how many groups deep Walk goes. Keras nests four a model.
const maxDepth = 64

// Walk yields every object once, groups before what they hold, names in order.
// An object that can't be opened is an error, and the walk goes on.
func (f *File) Walk() iter.Seq2[Object, error] {
	seen := map[uint64]bool{} // by address: files may hold cycles
	var walk func(g *Group, depth int, yield func(Object, error) bool) bool
	walk = func(g *Group, depth int, yield func(Object, error) bool) bool {
		if seen[g.address] {
			return true
		}
		seen[g.address] = true
		if !yield(g, nil) {
			return false
		}
		if depth == maxDepth {
			return yield(nil, at(g.path, fmt.Errorf("groups more than %d deep", maxDepth)))
		}
		for _, l := range g.links {
			object, err := g.follow(l)
			ok := true
			switch object := object.(type) {
			case *Group:
				ok = walk(object, depth+1, yield)
			case *Dataset:
				if !seen[object.address] {
					seen[object.address] = true
					ok = yield(object, nil)
				}
			default:
				ok = yield(nil, err)
			}
			if !ok {
				return false
			}
		}
		return true
	}
	return func(yield func(Object, error) bool) { walk(f.root, 0, yield) }
}

// section returns the n bytes at an address.
func (f *File) section(address, n uint64) (*io.SectionReader, error) {
	if address > f.size || n > f.size-address {
		return nil, fmt.Errorf("%d bytes at address %#x, past the end of the file (%d bytes)", n, address, f.size)
	}
	return io.NewSectionReader(f.r, int64(f.base+address), int64(n)), nil
}

// blocks reads the blocks that make up one structure. In an honest file they
// don't overlap. So a block that is read twice, or more bytes than the file
// has, are an error: that ends every cycle and bounds what is built of them.
type blocks struct {
	f    *File
	seen map[uint64]bool
	used uint64
}

func (f *File) blocks() *blocks { return &blocks{f: f, seen: map[uint64]bool{}} }

// start reads the first n bytes of the block at an address.
func (b *blocks) start(address, n uint64) ([]byte, error) {
	if b.seen[address] {
		return nil, fmt.Errorf("the block at address %#x is part of a cycle", address)
	}
	b.seen[address] = true
	return b.read(address, n)
}

// read reads more of a block.
func (b *blocks) read(address, n uint64) ([]byte, error) {
	s, err := b.f.section(address, n)
	if err != nil {
		return nil, err
	}
	if b.used += n; b.used > b.f.size {
		return nil, fmt.Errorf("the block at address %#x overlaps others", address)
	}
	p := make([]byte, n)
	if _, err := io.ReadFull(s, p); err != nil {
		return nil, fmt.Errorf("%d bytes at address %#x: %w", n, address, err)
	}
	return p, nil
}

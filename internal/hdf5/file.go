package hdf5

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"sync/atomic"
)

// File is an open file. Many goroutines may read one file, or objects of it, at once.
type File struct {
	r    io.ReaderAt
	base uint64 // where addresses count from: the end of a user block
	size uint64 // bytes from base to the end
	root *Group

	groups      *recent[*Group]
	collections *recent[collection]

	spent    *atomic.Uint64 // bytes of structures that a walk has read
	trusting bool           // takes blocks with a wrong checksum: for tests, which change files
}

// Open reads the superblock and the root group of a file of size bytes. What
// it returns reads from r later on: r is to stay open as long as it is used. Of a
// large array several parts are read at once, as [io.ReaderAt] allows.
func Open(r io.ReaderAt, size int64) (*File, error) {
	f := &File{r: r}
	if err := f.start(size); err != nil {
		return nil, at("/", err)
	}
	return f, nil
}

func (f *File) start(size int64) error {
	f.groups, f.collections = &recent[*Group]{}, &recent[collection]{}
	root, err := f.readSuperblock(size)
	if err != nil {
		return err
	}
	object, err := f.open(root, "/")
	if err != nil {
		return err
	}
	group, ok := object.(*Group)
	if !ok {
		return errors.New("the root is a dataset, expected a group")
	}
	f.root = group
	return nil
}

// Limit returns how many bytes of elements [Read] returns at most where the file
// doesn't hold them as they are: those that are compressed, or were never written.
// A few bytes may stand for any number of these. It is 64 MiB and 16 times the size
// of the file. Who reads many datasets of a stranger's file holds their sum to it.
func (f *File) Limit() int64 { return 1<<26 + 16*int64(f.size) }

// Root returns the group that holds all others.
func (f *File) Root() *Group { return f.root }

// maxDepth is how many groups deep Walk goes. Keras nests four a model.
const maxDepth = 64

// Walk yields every object once, groups before what they hold, names in order.
// Soft links lead to what is there anyway, and are passed over. An object that
// can't be opened is an error, and the walk goes on. It ends early where the objects
// of a file overlap so much that it would take long.
func (f *File) Walk() iter.Seq2[Object, error] {
	return func(yield func(Object, error) bool) {
		walked := *f
		walked.spent = new(atomic.Uint64)
		walked.groups, walked.collections = &recent[*Group]{}, &recent[collection]{}
		root := *f.root
		root.f = &walked
		w := walker{seen: map[uint64]bool{}, yield: yield}
		w.walk(&root, 0)
	}
}

// walker visits the objects of a file.
type walker struct {
	seen  map[uint64]bool // by address: files may hold cycles
	yield func(Object, error) bool
}

func (w *walker) walk(g *Group, depth int) bool {
	if w.seen[g.address] {
		return true
	}
	w.seen[g.address] = true
	if !w.yield(g, nil) {
		return false
	}
	if depth == maxDepth {
		return w.yield(nil, at(g.path, fmt.Errorf("groups more than %d deep", maxDepth)))
	}
	for _, l := range g.links {
		if l.kind == linkSoft {
			continue
		}
		object, err := g.follow(l, new(int))
		ok := true
		switch object := object.(type) {
		case *Group:
			ok = w.walk(object, depth+1)
		case *Dataset:
			if !w.seen[object.address] {
				w.seen[object.address] = true
				ok = w.yield(object, nil)
			}
		default:
			ok = w.yield(nil, err) && !errors.Is(err, errOverlap)
		}
		if !ok {
			return false
		}
	}
	return true
}

// section returns the n bytes at an address.
func (f *File) section(address, n uint64) (*io.SectionReader, error) {
	if address > f.size || n > f.size-address {
		return nil, fmt.Errorf("%d bytes at address %#x, past the end of the file (%d bytes)", n, address, f.size)
	}
	return io.NewSectionReader(f.r, int64(f.base+address), int64(n)), nil
}

var errOverlap = errors.New("the objects of the file overlap")

// blocks reads the blocks that make up one structure. In an honest file they
// don't overlap. So a block that is read twice, or more bytes than the file
// has, are an error: that ends every cycle and bounds what is built of them.
type blocks struct {
	f    *File
	seen map[uint64]bool
	used uint64
}

func (f *File) blocks() *blocks { return &blocks{f: f, seen: map[uint64]bool{}} }

// maxBlock is more than any structure that isn't elements takes.
const maxBlock = 1 << 28

// start reads the first n bytes of the block at an address.
func (b *blocks) start(address, n uint64) ([]byte, error) {
	if b.seen[address] {
		return nil, fmt.Errorf("the block at address %#x is part of a cycle", address)
	}
	b.seen[address] = true
	return b.read(address, n)
}

// checked reads the block of n bytes at an address and returns what is between its
// signature and its checksum.
func (b *blocks) checked(address, n uint64, signature string) (cursor, error) {
	p, err := b.start(address, n)
	if err != nil {
		return cursor{}, err
	}
	if len(p) < 4 || string(p[:4]) != signature {
		return cursor{}, errors.New("no signature")
	}
	p, err = b.f.verify(p)
	return cursor{b: p[min(4, len(p)):]}, err
}

// read reads more of a block.
func (b *blocks) read(address, n uint64) ([]byte, error) {
	s, err := b.f.section(address, n)
	if err != nil {
		return nil, err
	}
	if n > maxBlock {
		return nil, fmt.Errorf("a block of %d bytes at address %#x, expected at most %d", n, address, maxBlock)
	}
	if b.used += n; b.used > b.f.size {
		return nil, fmt.Errorf("the block at address %#x overlaps others", address)
	}
	if spent := b.f.spent; spent != nil && spent.Add(n) > 1<<26+16*b.f.size {
		return nil, errOverlap
	}
	p := make([]byte, n)
	if _, err := io.ReadFull(s, p); err != nil {
		return nil, fmt.Errorf("%d bytes at address %#x: %w", n, address, err)
	}
	return p, nil
}

package hdf5

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Writer holds a file to be written: the tree, its attributes, and where to get
// the elements from. The same tree gives the same bytes.
type Writer struct {
	root *GroupWriter
	heap globalHeapWriter
	errs []error
}

// NewWriter returns a file with nothing but a root.
func NewWriter() *Writer {
	w := &Writer{heap: globalHeapWriter{address: superblockSize}}
	w.root = newGroupWriter(w, "/")
	return w
}

// Root returns the group that holds all others.
func (w *Writer) Root() *GroupWriter { return w.root }

// Group returns the group at a path, made with the groups above it if need be.
func (w *Writer) Group(path string) *GroupWriter { return w.root.Group(path) }

// fail keeps a mistake in the tree for WriteTo.
func (w *Writer) fail(path string, err error) { w.errs = append(w.errs, at(path, err)) }

// WriteTo implements [io.WriterTo]. It writes from front to back: strings,
// datasets, then what describes them. The elements pass through and aren't
// kept; the rest takes about a kilobyte an object. All mistakes that were made
// in building the tree are returned before anything is written.
func (w *Writer) WriteTo(dst io.Writer) (int64, error) {
	if err := errors.Join(w.errs...); err != nil {
		return 0, err
	}
	w.heap.flush()
	end := superblockSize + uint64(len(w.heap.full))
	var datasets []*DatasetWriter
	w.root.place(&end, &datasets)
	meta := metaWriter{address: end}
	root := meta.group(w.root)

	out := &countingWriter{w: dst}
	buffered := bufio.NewWriterSize(out, 1<<16)
	buffered.Write(appendSuperblock(nil, end+uint64(len(meta.b)), root))
	buffered.Write(w.heap.full)
	for _, d := range datasets {
		if err := d.write(buffered); err != nil {
			buffered.Flush()
			return out.n, at(d.path, err)
		}
	}
	buffered.Write(meta.b)
	err := buffered.Flush()
	return out.n, err
}

// countingWriter counts what it passes on, and takes no more than limit if that
// isn't zero.
type countingWriter struct {
	w     io.Writer
	n     int64
	limit int64
}

func (c *countingWriter) Write(p []byte) (int, error) {
	if c.limit > 0 && int64(len(p)) > c.limit-c.n {
		return 0, fmt.Errorf("more than %d bytes of elements", c.limit)
	}
	n, err := c.w.Write(p)
	c.n += int64(n)
	return n, err
}

// metaWriter writes object headers and symbol tables, those of children first:
// so addresses are known when they are needed.
type metaWriter struct {
	b       []byte
	address uint64 // of b
}

func (m *metaWriter) end() uint64 { return m.address + uint64(len(m.b)) }

func (m *metaWriter) group(g *GroupWriter) symbol {
	names := make([]byte, 8) // the heap starts with the empty name
	var offsets []uint64
	var symbols []symbol
	for _, name := range g.names() {
		offsets = append(offsets, uint64(len(names)))
		names = appendPadding(append(append(names, name...), 0))
		switch child := g.children[name].(type) {
		case *GroupWriter:
			symbols = append(symbols, m.group(child))
		case *DatasetWriter:
			symbols = append(symbols, m.dataset(child))
		}
	}
	s := symbol{group: true, heap: m.end()}
	m.b = appendLocalHeap(m.b, s.heap, names)
	m.b, s.tree = appendSymbolTable(m.b, m.end(), symbols, offsets)
	s.header = m.end()
	m.b = append(header{s.message()}, g.attrs...).append(m.b)
	return s
}

func (m *metaWriter) dataset(d *DatasetWriter) symbol {
	s := symbol{header: m.end()}
	m.b = append(header{
		{kind: msgDataspace, data: d.space.append(nil)},
		{kind: msgDatatype, data: d.typ.append(nil)},
		{kind: msgFillValue, data: []byte{2, 2, 2, 1, 0, 0, 0, 0}}, // allocated late, written if set, zero
		{kind: msgLayout, data: appendLayout(nil, d.address, uint64(d.size))},
	}, d.attrs...).append(m.b)
	return s
}

// checkName returns what is wrong with the name of an object.
func checkName(name string) error {
	if name == "" || name == "." || len(name) > maxName || strings.ContainsAny(name, "/\x00") {
		return fmt.Errorf("%q can't be a name", name)
	}
	return nil
}

package hdf5

import "fmt"

// Dense storage keeps many messages of an object outside its header: a fractal
// heap holds them, and a B-tree of version 2 has a record for each by the hash of
// its name.

// denseRecord says what a tree's records are.
type denseRecord struct {
	kind byte // of the tree
	id   int  // offset of the heap's ID in a record
	n    int  // bytes of a record, but for those of the ID
}

var (
	denseLink      = denseRecord{tree2Links, 4, 4}      // hash, ID
	denseAttribute = denseRecord{tree2Attributes, 0, 9} // ID, flags, creation order, hash
)

// readDense calls add for each message.
func (f *File) readDense(heap, tree uint64, record denseRecord, add func(data []byte) error) error {
	blocks := f.blocks()
	h, err := blocks.fractalHeap(heap)
	if err != nil {
		return fmt.Errorf("fractal heap at %#x: %w", heap, err)
	}
	return blocks.tree2(tree, record.kind, func(p []byte) error {
		if len(p) < record.n+h.idSize {
			return errShort
		}
		if record == denseAttribute && p[h.idSize]&flagShared != 0 {
			return unsupported("a shared attribute")
		}
		data, err := h.object(p[record.id:][:h.idSize])
		if err != nil {
			return fmt.Errorf("fractal heap at %#x: %w", heap, err)
		}
		return add(data)
	})
}

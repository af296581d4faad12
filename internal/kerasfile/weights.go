package kerasfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"

	"github.com/gokeras/keras/internal/hdf5"
)

// Weights is a file of weights that is open for reading: a .weights.h5 file, or the
// member of a .keras file. What it gives takes memory in proportion to the file's
// size, whatever the file says.
type Weights struct {
	file   *hdf5.File
	size   int64
	left   int64 // bytes of elements that it can still have
	packed int64 // and of those that are packed or were never written
}

// OpenWeights opens a file of weights of the given size.
func OpenWeights(r io.ReaderAt, size int64) (*Weights, error) {
	f, err := hdf5.Open(r, size)
	if err != nil {
		return nil, err
	}
	return &Weights{f, size, size, f.Limit()}, nil
}

// File returns the file itself, for a look at all that is in it.
func (w *Weights) File() *hdf5.File { return w.file }

// Room returns how many bytes the variables take at most: a weight takes no more than
// twice the bytes that it has in the file, unless it is packed there.
func (w *Weights) Room() int64 { return 2*w.size + w.packed }

// Vars returns the variables of what stands at the path, as [Vars.Path] is. There
// are none if the file has no such group. Each path is asked for once: all elements
// are together no larger than the file, or, where they are packed, than
// [hdf5.File.Limit].
func (w *Weights) Vars(path string) ([]*Value, error) {
	g, err := w.file.Root().Group(group(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []*Value
	for i := range len(g.Names()) {
		d, err := g.Dataset(strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		v, err := w.value(d)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// value returns the value of a dataset, and counts its elements.
func (w *Weights) value(d *hdf5.Dataset) (*Value, error) {
	left := &w.left
	if !d.Verbatim() {
		left = &w.packed
	}
	if *left -= int64(d.Len()) * int64(d.Type().Size); *left < 0 {
		return nil, fmt.Errorf("%s: received more elements than the file has room for", d.Path())
	}
	return valueOf(d)
}

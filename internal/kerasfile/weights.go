package kerasfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strconv"

	"github.com/gokeras/keras/internal/hdf5"
	"github.com/gokeras/keras/tensor"
)

// Weights is a file of weights that is open for reading: a .weights.h5 file, or the
// member of a .keras file. What it gives takes memory in proportion to the file's
// size, whatever the file says.
type Weights struct {
	file *hdf5.File
	size int64
	left int64 // bytes of elements that it can still have
}

// OpenWeights opens a file of weights of the given size.
func OpenWeights(r io.ReaderAt, size int64) (*Weights, error) {
	f, err := hdf5.Open(r, size)
	if err != nil {
		return nil, err
	}
	return &Weights{f, size, size}, nil
}

// Size returns the number of bytes of the file of weights.
func (w *Weights) Size() int64 { return w.size }

// Vars returns the variables of what stands at the path, as [Vars.Path] is. There
// are none if the file has no such group. Each path is read once: all elements
// read are together no larger than the file.
func (w *Weights) Vars(path string) ([]*tensor.Tensor, error) {
	g, err := w.file.Root().Group(group(path))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []*tensor.Tensor
	for i := range len(g.Names()) {
		d, err := g.Dataset(strconv.Itoa(i))
		if err != nil {
			return nil, err
		}
		if w.left -= int64(d.Len()) * int64(d.Type().Size); w.left < 0 {
			return nil, fmt.Errorf("%s: received more elements than the file has room for", d.Path())
		}
		t, err := read(d)
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

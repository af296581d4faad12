package kerasfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/gokeras/keras/internal/hdf5"
	"github.com/gokeras/keras/tensor"
)

// The names within a .h5 file of the older format.
const (
	modelGroup     = "model_weights"
	optimizerGroup = "optimizer_weights"
	topGroup       = "top_level_model_weights"
)

// minWeight is how many bytes of a file a weight takes at least, even an empty one.
const minWeight = 64

// IsH5 tells whether a file begins as HDF5, and thus isn't a .keras file.
func IsH5(r io.ReaderAt) bool {
	const signature = "\x89HDF\r\n\x1a\n"
	b := make([]byte, len(signature))
	_, err := r.ReadAt(b, 0)
	return err == nil && string(b) == signature
}

// H5 is a .h5 file of the format before .keras that is open for reading: a whole model,
// or the weights that save_weights wrote. Weights are had by layers here, and by the
// names of layers. What it gives takes memory in proportion to the file's size, whatever
// the file says.
type H5 struct {
	*Weights
	top *hdf5.Group // what holds the layers
}

// A Group is the weights of one layer in a [H5] file, or those of the optimizer.
type Group struct {
	Name    string
	Weights []string // their names, which are paths
	group   *hdf5.Group
}

// OpenH5 opens a file.
func OpenH5(r io.ReaderAt, size int64) (*H5, error) {
	w, err := OpenWeights(r, size)
	if err != nil {
		return nil, err
	}
	return w.H5()
}

// H5 returns the file as one of the older format. The error wraps [fs.ErrNotExist] if it is none.
func (w *Weights) H5() (*H5, error) {
	top, err := w.file.Root().Group(modelGroup)
	if errors.Is(err, fs.ErrNotExist) {
		top, err = w.file.Root(), nil
	}
	if err != nil {
		return nil, err
	}
	if _, err := hdf5.Strings(top, "layer_names"); err != nil {
		return nil, fmt.Errorf("not weights of Keras: layer_names: %w", err)
	}
	return &H5{w, top}, nil
}

// Text returns an attribute of the file, or of the group of its weights: model_config,
// training_config, keras_version, backend. It is empty if there is none.
func (h *H5) Text(name string) (string, error) {
	for _, g := range []*hdf5.Group{h.file.Root(), h.top} {
		s, err := hdf5.Attr[string](g, name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return s, err
		}
	}
	return "", nil
}

// Layers returns the layers of the file, in its order, those without weights too.
func (h *H5) Layers() ([]Group, error) {
	names, err := hdf5.Strings(h.top, "layer_names")
	if err != nil {
		return nil, err
	}
	list := make([]Group, 0, len(names))
	left := h.size / minWeight
	for _, name := range names {
		g, err := groupOf(h.top, name)
		if err != nil {
			return nil, err
		}
		if left -= int64(len(g.Weights)); left < 0 {
			return nil, fmt.Errorf("layer %q: received more names of weights than the file has room for", name)
		}
		list = append(list, g)
	}
	return list, nil
}

// Optimizer returns the variables of the optimizer; none if the file has none.
func (h *H5) Optimizer() (Group, error) {
	g, err := groupOf(h.file.Root(), optimizerGroup)
	if errors.Is(err, fs.ErrNotExist) {
		return Group{}, nil
	}
	return g, err
}

func groupOf(in *hdf5.Group, name string) (Group, error) {
	g, err := in.Group(name)
	if err != nil {
		return Group{}, err
	}
	weights, err := hdf5.Strings(g, "weight_names")
	return Group{name, weights, g}, err
}

// Read returns the arrays of a group. Each group is read once.
func (h *H5) Read(g Group) ([]*tensor.Tensor, error) {
	var list []*tensor.Tensor
	for _, name := range g.Weights {
		d, err := g.group.Dataset(name)
		if err != nil {
			return nil, err
		}
		v, err := h.value(d)
		if err != nil {
			return nil, err
		}
		t, err := v.Read(v.DType())
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

package keras

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/gokeras/keras/internal/kerasfile"
)

// What the names of files of weights end in.
const (
	weightsEnding = ".weights.h5"
	shardsEnding  = ".weights.json"
)

// SaveWeightsOptions says how SaveWeights goes about it.
type SaveWeightsOptions struct {
	// MaxShardSize is how many GiB of weights a file may have, if there are several: it is
	// for names that end in ".weights.json". Default: 5.
	MaxShardSize float64
}

// SaveWeights writes the model's weights, and the state of its optimizer, to a file in
// the format that the end of its name tells:
//
//   - ".weights.h5", one HDF5 file
//   - ".weights.json", an index of several HDF5 files beside it, m_00000.weights.h5 and so
//     on, of at most [SaveWeightsOptions.MaxShardSize] each, as Keras has them since 3.10;
//     without the states of random numbers that the other formats have beside weights
//   - ".npz", arrays for NumPy, named as in the HDF5 file: layers/dense/vars/0
//   - ".h5" otherwise, the weights alone, by the names of layers as in Keras 1 and 2
//
// [Model.LoadWeights] reads them, and so does Keras, save the .npz, for which it has no
// format that isn't a pickle. Files that are there are replaced, once the new ones are whole.
func (m *Model) SaveWeights(path string, o ...SaveWeightsOptions) error {
	var opt SaveWeightsOptions
	if len(o) > 0 {
		opt = o[0]
	}
	shards := strings.HasSuffix(path, shardsEnding)
	var err error
	switch ext := filepath.Ext(path); {
	case !shards && ext != ".h5" && ext != ".hdf5" && ext != ".npz":
		err = fmt.Errorf("path: received %q, expected a name that ends in %q, %q, \".npz\" or \".h5\"", path, weightsEnding, shardsEnding)
	case opt.MaxShardSize < 0:
		err = fmt.Errorf("MaxShardSize: received %g, expected a positive number of GiB", opt.MaxShardSize)
	case opt.MaxShardSize > 0 && !shards:
		err = fmt.Errorf("path: received %q and MaxShardSize, expected a name that ends in %q", path, shardsEnding)
	default:
		err = m.Build(nil)
	}
	if err == nil {
		err = m.writeWeights(path, cmp.Or(opt.MaxShardSize, 5)*(1<<30))
	}
	if err != nil {
		return fmt.Errorf("SaveWeights: %w", err)
	}
	return nil
}

// writeWeights writes a file of weights, or several of at most so many bytes.
func (m *Model) writeWeights(path string, most float64) error {
	m.weights.RLock()
	defer m.weights.RUnlock()
	var w io.WriterTo
	switch {
	case strings.HasSuffix(path, shardsEnding):
		return kerasfile.WriteShards(path, m.vars(false), most)
	case strings.HasSuffix(path, weightsEnding):
		w = kerasfile.WeightsFile(m.vars(true))
	case filepath.Ext(path) == ".npz":
		w = kerasfile.NPZFile(m.vars(true))
	default:
		w = &kerasfile.Model{Layers: m.h5Layers()}
	}
	return kerasfile.WriteFile(path, w)
}

// LoadWeightsOptions says how LoadWeights goes about it.
type LoadWeightsOptions struct {
	// SkipMismatch leaves the weights of layers as they are for which the file has
	// none, others in number or of other shapes. Default: false, an error.
	SkipMismatch bool

	// ByName gives layers the weights of those of the same name in the file, and leaves
	// others as they are. It is for .h5 files of the format before .keras, whose
	// weights otherwise go to the layers in their order. Default: false.
	ByName bool
}

// LoadWeights replaces the model's weights by those in a file for a model of the same
// layers: one that [Model.SaveWeights] or [Model.Save] wrote, of which only the weights are
// taken, or any Keras since 1.2. A .npz may also have the arrays of [Model.Weights] in their
// order, as numpy.savez(path, *model.get_weights()) writes them.
//
// If the model is compiled, its optimizer takes the state that the file has for it; one of
// another kind is left out, with a warning. Files of the format before .keras, whose names
// end in ".h5", are read for their weights only. So it is in Keras, where a model's
// optimizer has no place for a state, though, before it has trained. On an error nothing has
// changed.
func (m *Model) LoadWeights(path string, o ...LoadWeightsOptions) error {
	var opt LoadWeightsOptions
	if len(o) > 0 {
		opt = o[0]
	}
	err := m.Build(nil)
	if err == nil {
		if err = m.readWeights(path, opt); err != nil {
			err = fmt.Errorf("%s: %w", path, err)
		}
	}
	if err != nil {
		return fmt.Errorf("LoadWeights: %w", err)
	}
	return nil
}

// readWeights assigns the weights in a file, or in several that it tells of.
func (m *Model) readWeights(path string, o LoadWeightsOptions) error {
	var files opened
	defer files.close()
	r, size, err := files.open(path)
	if err != nil {
		return err
	}
	if filepath.Ext(path) != ".json" {
		w, err := kerasfile.OpenStore(r, size)
		if err != nil {
			return err
		}
		return m.take(w, o)
	}
	if size > maxIndex {
		return fmt.Errorf("received an index of %d bytes, expected at most %d", size, maxIndex)
	}
	text := make([]byte, size)
	if _, err := r.ReadAt(text, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	w, err := kerasfile.OpenShards(text, func(name string) (io.ReaderAt, int64, error) {
		return files.open(filepath.Join(filepath.Dir(path), name))
	})
	if err != nil {
		return err
	}
	return m.take(w, o)
}

// maxIndex is how large an index of files of weights may be.
const maxIndex = 64 << 20

// opened is files that are open.
type opened []*os.File

func (l *opened) open(path string) (io.ReaderAt, int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, err
	}
	*l = append(*l, f)
	info, err := f.Stat()
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, errors.New("received something else than a file")
	}
	return f, info.Size(), nil
}

func (l *opened) close() {
	for _, f := range *l {
		f.Close()
	}
}

package keras

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gokeras/keras/internal/kerasfile"
)

const weightsEnding = ".weights.h5"

// SaveWeights writes the model's weights, and the state of its optimizer, to a file
// whose name ends in ".weights.h5"; or the weights alone, by the names of layers as in
// Keras 1 and 2, to one whose name otherwise ends in ".h5". [Model.LoadWeights] reads it,
// and so does Keras.
func (m *Model) SaveWeights(path string) error {
	ext := filepath.Ext(path)
	if ext != ".h5" && ext != ".hdf5" {
		return fmt.Errorf("SaveWeights: path: received %q, expected a name that ends in %q or \".h5\"", path, weightsEnding)
	}
	if err := m.Build(nil); err != nil {
		return fmt.Errorf("SaveWeights: %w", err)
	}
	m.weights.RLock()
	defer m.weights.RUnlock()
	var w io.WriterTo = &kerasfile.Model{Layers: m.h5Layers()}
	if strings.HasSuffix(path, weightsEnding) {
		w = kerasfile.WeightsFile(m.vars())
	}
	if err := kerasfile.WriteFile(path, w); err != nil {
		return fmt.Errorf("SaveWeights: %w", err)
	}
	return nil
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

// LoadWeights replaces the model's weights by those in a file that [Model.SaveWeights],
// [Model.Save] under a name that ends in ".h5", or any Keras since 1.2 wrote, for a model
// of the same layers. From a ".weights.h5" it takes the state of the optimizer, too, if
// the file has it and the model is compiled with such an optimizer. On an error no
// weight has changed.
func (m *Model) LoadWeights(path string, o ...LoadWeightsOptions) error {
	var opt LoadWeightsOptions
	if len(o) > 0 {
		opt = o[0]
	}
	if err := m.Build(nil); err != nil {
		return fmt.Errorf("LoadWeights: %w", err)
	}
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("LoadWeights: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("LoadWeights: %w", err)
	}
	w, err := kerasfile.OpenWeights(f, info.Size())
	if err == nil {
		err = m.take(w, opt)
	}
	if err != nil {
		return fmt.Errorf("LoadWeights: %s: %w", path, err)
	}
	return nil
}

// take assigns the weights in a file of either format, all or none.
func (m *Model) take(w *kerasfile.Weights, o LoadWeightsOptions) error {
	file, err := w.H5()
	if errors.Is(err, fs.ErrNotExist) {
		if o.ByName {
			return errors.New("ByName: received a file that has no names of layers, expected a .h5 file of the format before .keras")
		}
		return m.takeWeights(w, o)
	}
	if err != nil {
		return err
	}
	from, err := originOf(file, nil)
	if err != nil {
		return err
	}
	list, err := m.matchH5(file, from, o, false)
	if err != nil {
		return err
	}
	return m.assignAll(list)
}

// takeWeights assigns the weights in a file, all or none.
func (m *Model) takeWeights(w *kerasfile.Weights, o LoadWeightsOptions) error {
	var list []assignment
	var errs []error
	for _, owner := range m.owners() {
		values, err := w.Vars(owner.path)
		if err == nil {
			err = fits(owner.vars, values)
		}
		switch {
		case err == nil:
			list = append(list, assignment{vars: owner.vars, values: values})
		case !o.SkipMismatch && owner.path != optimizerPath:
			errs = append(errs, fmt.Errorf("%s %q: group %q: %w", owner.class, owner.name, owner.path+"/vars", err))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return m.assignAll(list)
}

// assignAll gives variables their values, which fit them.
func (m *Model) assignAll(list []assignment) error {
	m.weights.Lock()
	defer m.weights.Unlock()
	for _, a := range list {
		if err := assign(a.vars, a.values); err != nil {
			return err
		}
	}
	return nil
}

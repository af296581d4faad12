package main

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/tensor"
)

// readArrays returns the arrays of a .npz, .npy or .csv file by their names. The array
// of a file that has only one has the name "".
func readArrays(path string) (map[string]*tensor.Tensor, error) {
	switch ext := filepath.Ext(path); ext {
	case ".npz":
		return tensor.LoadNPZ(path)
	case ".npy":
		t, err := tensor.LoadNPY(path)
		return map[string]*tensor.Tensor{"": t}, err
	case ".csv":
		t, err := readCSV(path)
		return map[string]*tensor.Tensor{"": t}, err
	default:
		return nil, fmt.Errorf("%s: received a name that ends in %q, expected .npz, .npy or .csv", path, ext)
	}
}

// A sampleFile is the arrays in a file of samples, which are taken out one by one.
type sampleFile struct {
	path   string
	names  []string // all that there are
	arrays map[string]*tensor.Tensor
	first  string // the name of the array that was taken first
	count  int    // how many samples it has
	err    error  // the first
}

func openSamples(path string) (*sampleFile, error) {
	arrays, err := readArrays(path)
	if err != nil {
		return nil, err
	}
	return &sampleFile{path: path, names: slices.Sorted(maps.Keys(arrays)), arrays: arrays}, nil
}

// fail keeps an error, unless there is one already.
func (f *sampleFile) fail(format string, args ...any) {
	if f.err == nil {
		f.err = fmt.Errorf(f.path+": "+format, args...)
	}
}

// take takes out the array of a name, or of the first name that there is; nil if there is none.
func (f *sampleFile) take(names ...string) *tensor.Tensor {
	for _, name := range names {
		t := f.arrays[name]
		if t == nil {
			continue
		}
		delete(f.arrays, name)
		switch {
		case t.Rank() == 0:
			f.fail("%q: received one number, expected an array whose first axis counts samples", name)
		case f.count == 0:
			f.first, f.count = name, t.Len()
			if t.Len() == 0 {
				f.fail("%q: received no samples, expected at least one", name)
			}
		case t.Len() != f.count:
			f.fail("received %d samples in %q and %d in %q, expected as many in all arrays", f.count, f.first, t.Len(), name)
		}
		return t
	}
	return nil
}

// lack says that arrays are needed that aren't there.
func (f *sampleFile) lack(expected string) {
	switch {
	case len(f.names) == 0:
		f.fail("received no arrays, expected %s", expected)
	case f.names[0] == "":
		f.fail("received an array without a name, expected a .npz file: %s", expected)
	default:
		f.fail("received %s, expected %s", quoted(f.names), expected)
	}
}

// quoted returns names as a text.
func quoted(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = strconv.Quote(name)
	}
	return strings.Join(list, ", ")
}

// inputs takes the arrays of the model's inputs: by their names or, for a model of one
// input, x, or the only array that is nothing else.
func (f *sampleFile) inputs(m *keras.Model) []*tensor.Tensor {
	names := m.InputNames()
	list := make([]*tensor.Tensor, len(names))
	for i, name := range names {
		list[i] = f.take(name)
	}
	if len(names) == 1 && list[0] == nil {
		list[0] = f.take(f.others(m)...)
	}
	f.takeMadeUp(list)
	if slices.Contains(list, nil) {
		if len(names) == 1 {
			f.lack(fmt.Sprintf("\"x\" or %q for the model's input", names[0]))
		} else {
			f.lack(quoted(names) + " for the model's inputs")
		}
	}
	return list
}

// others returns what may be the name of an only input: x or, if it isn't there, any but
// those of targets and weights of samples, if there is one.
func (f *sampleFile) others(m *keras.Model) []string {
	judged := []string{"y", "sample_weight"}
	for _, output := range m.OutputNames() {
		judged = append(judged, output, "sample_weight_"+output)
	}
	var list []string
	for name := range f.arrays {
		if !slices.Contains(judged, name) {
			list = append(list, name)
		}
	}
	switch {
	case slices.Contains(list, "x"):
		return []string{"x"}
	case len(list) == 1:
		return list
	}
	return nil
}

// takeMadeUp takes arrays of the names which Keras makes up for inputs without one,
// "keras_tensor", "keras_tensor_1" and so on, for those that lack an array, in their order:
// another process has made up others.
func (f *sampleFile) takeMadeUp(list []*tensor.Tensor) {
	var madeUp []string
	for name := range f.arrays {
		if strings.HasPrefix(name, "keras_tensor") {
			madeUp = append(madeUp, name)
		}
	}
	lacking := 0
	for _, t := range list {
		if t == nil {
			lacking++
		}
	}
	if lacking != len(madeUp) {
		return
	}
	slices.SortFunc(madeUp, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) // by the number
	})
	for i, t := range list {
		if t == nil {
			list[i] = f.take(madeUp[0])
			madeUp = madeUp[1:]
		}
	}
}

// readInputs returns the samples in a file that a model is to predict. Of a model of one
// input the only array may have any name.
func readInputs(path string, m *keras.Model) (*data.Arrays, error) {
	f, err := openSamples(path)
	if err != nil {
		return nil, err
	}
	a := &data.Arrays{}
	if len(f.names) == 1 && len(m.InputNames()) == 1 {
		a.X = append(a.X, f.take(f.names...))
	} else {
		a.X = f.inputs(m)
	}
	return a, f.err
}

// samples is what a model is judged by, of a file.
type samples struct {
	data.Arrays
	path    string
	lacking []string // the names of targets that aren't there, and may not be needed
}

// readSamples returns the samples in a file: x or the names of inputs, y or those of
// outputs, and sample_weight or sample_weight_ and those of outputs.
func readSamples(path string, m *keras.Model) (*samples, error) {
	f, err := openSamples(path)
	if err != nil {
		return nil, err
	}
	s := &samples{path: path}
	s.X = f.inputs(m)
	var judged []string
	for _, output := range m.OutputNames() {
		names := []string{output}
		if len(m.OutputNames()) == 1 {
			names = append(names, "y")
		}
		if t := f.take(names...); t != nil {
			s.Y = append(s.Y, t)
			judged = append(judged, output)
		} else {
			s.lacking = append(s.lacking, names...)
		}
	}
	s.SampleWeight = f.weights(judged)
	if len(f.arrays) > 0 {
		f.fail("received also %s, expected x, y, sample_weight, or the names of inputs, %s, and outputs, %s",
			quoted(slices.Sorted(maps.Keys(f.arrays))), quoted(m.InputNames()), quoted(m.OutputNames()))
	}
	return s, f.err
}

// explain says of an error what file it is about, and what that lacks.
func (s *samples) explain(err error) error {
	if len(s.lacking) > 0 {
		err = fmt.Errorf("%w; the file has no %s", err, quoted(s.lacking))
	}
	return fmt.Errorf("%s: %w", s.path, err)
}

// weights takes the arrays that say how much samples count: none, one for all outputs, or
// one for each that has targets.
func (f *sampleFile) weights(outputs []string) []*tensor.Tensor {
	if w := f.take("sample_weight"); w != nil {
		return []*tensor.Tensor{w}
	}
	list := make([]*tensor.Tensor, len(outputs))
	for i, name := range outputs {
		list[i] = f.take("sample_weight_" + name)
	}
	if !slices.ContainsFunc(list, func(t *tensor.Tensor) bool { return t != nil }) {
		return nil
	}
	for i, t := range list {
		if t == nil {
			list[i] = tensor.New(tensor.Float32, f.count)
			list[i].Fill(1)
		}
	}
	return list
}

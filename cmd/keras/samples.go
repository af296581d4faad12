package main

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
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

// readCSV returns the numbers in a file, a row for each line. A first line without
// numbers is a heading.
func readCSV(path string) (*tensor.Tensor, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.ReuseRecord, r.TrimLeadingSpace = true, true
	var numbers []float32
	rows, columns := 0, 0
	for line := 1; ; line++ {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		for i, field := range record {
			x, err := strconv.ParseFloat(strings.TrimSpace(field), 32)
			if err != nil && line == 1 && i == 0 {
				break
			}
			if err != nil {
				return nil, fmt.Errorf("%s: line %d, column %d: received %q, expected a number", path, line, i+1, field)
			}
			numbers = append(numbers, float32(x))
			if i == len(record)-1 {
				rows, columns = rows+1, len(record)
			}
		}
	}
	if rows == 0 {
		return nil, fmt.Errorf("%s: received no numbers", path)
	}
	return tensor.FromSlice(numbers, rows, columns), nil
}

// inputsFrom takes the arrays of a model's inputs: by their names or, for a model of one
// input, by one of the other names or the only one.
func inputsFrom(arrays map[string]*tensor.Tensor, m *keras.Model, others ...string) ([]*tensor.Tensor, error) {
	names := m.InputNames()
	nameMadeUp(arrays, names)
	return take(arrays, names, "input", others...)
}

// nameMadeUp gives arrays that have the names which Keras makes up for inputs without
// one, "keras_tensor", "keras_tensor_1" and so on, the names of the inputs that lack an
// array, in their order.
func nameMadeUp(arrays map[string]*tensor.Tensor, names []string) {
	var lacking, madeUp []string
	for _, name := range names {
		if arrays[name] == nil {
			lacking = append(lacking, name)
		}
	}
	for name := range arrays {
		if strings.HasPrefix(name, "keras_tensor") {
			madeUp = append(madeUp, name)
		}
	}
	if len(lacking) != len(madeUp) {
		return
	}
	slices.SortFunc(madeUp, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)) // by the number
	})
	for i, name := range madeUp {
		arrays[lacking[i]] = arrays[name]
		delete(arrays, name)
	}
}

// take takes arrays of the given names out of a map.
func take(arrays map[string]*tensor.Tensor, names []string, what string, others ...string) ([]*tensor.Tensor, error) {
	var list []*tensor.Tensor
	for _, name := range names {
		t := arrays[name]
		if t == nil && len(names) == 1 {
			for _, other := range others {
				if t == nil {
					name, t = other, arrays[other]
				}
			}
			if t == nil && len(arrays) == 1 {
				for name, t = range arrays {
				}
			}
		}
		if t == nil {
			return nil, fmt.Errorf("received arrays %q, expected one for the model's %s %q", slices.Sorted(maps.Keys(arrays)), what, name)
		}
		delete(arrays, name)
		list = append(list, t)
	}
	return list, nil
}

// readSamples returns the samples in a file: x or the names of inputs, y or those of
// outputs, and sample_weight or sample_weight_ and those of outputs.
func readSamples(path string, m *keras.Model) (*data.Arrays, error) {
	arrays, err := readArrays(path)
	if err != nil {
		return nil, err
	}
	fail := func(err error) (*data.Arrays, error) { return nil, fmt.Errorf("%s: %w", path, err) }
	a := &data.Arrays{}
	outputs := m.OutputNames()
	if w := arrays["sample_weight"]; w != nil {
		a.SampleWeight = []*tensor.Tensor{w}
		delete(arrays, "sample_weight")
	}
	weights := map[string]*tensor.Tensor{}
	for _, name := range outputs {
		if w := arrays["sample_weight_"+name]; w != nil {
			weights[name] = w
			delete(arrays, "sample_weight_"+name)
		}
	}
	y := map[string]*tensor.Tensor{}
	for _, name := range append([]string{"y"}, outputs...) {
		if t := arrays[name]; t != nil && !slices.Contains(m.InputNames(), name) {
			y[name] = t
			delete(arrays, name)
		}
	}
	if a.X, err = inputsFrom(arrays, m, "x"); err != nil {
		return fail(err)
	}
	if len(arrays) > 0 {
		return fail(fmt.Errorf("received the array %q, expected x, y, sample_weight, or the names of inputs %q and outputs %q",
			slices.Sorted(maps.Keys(arrays))[0], m.InputNames(), outputs))
	}
	if len(y) > 0 {
		if a.Y, err = take(y, outputs, "output", "y"); err != nil {
			return fail(err)
		}
	}
	if len(weights) > 0 {
		for i, name := range outputs {
			w := weights[name]
			if w == nil && i < len(a.Y) {
				w = tensor.New(tensor.Float32, a.Y[i].Len())
				w.Fill(1)
			}
			a.SampleWeight = append(a.SampleWeight, w)
		}
	}
	if err := a.Check(); err != nil {
		return fail(err)
	}
	return a, nil
}

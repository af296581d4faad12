// Package mnist has the MNIST data set of handwritten digits: 60,000 pictures
// for training and 10,000 for testing, of 28 by 28 pixels each.
//
// The data is part of the program that imports this package: 11.6 MB, nothing to
// download. It is that of LeCun, Cortes and Burges, "The MNIST database of
// handwritten digits" (1998), under the terms of Creative Commons
// Attribution-Share Alike 3.0.
//
// [LoadDir] and [LoadFS] read other data sets in the same files, such as
// Fashion-MNIST.
package mnist

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"github.com/gokeras/keras/tensor"
)

//go:embed data
var embedded embed.FS

// Load returns the data as keras.datasets.mnist.load_data does: pictures of
// uint8 from 0, white, to 255, black, of shapes (60000, 28, 28) and
// (10000, 28, 28), and their digits from 0 to 9, of uint8 and of shapes (60000,)
// and (10000,). Each call reads them anew; the arrays are the caller's.
func Load() (xTrain, yTrain, xTest, yTest *tensor.Tensor, err error) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, nil, nil, nil, err
	}
	return LoadFS(data)
}

// LoadDir returns the data in a folder, as [LoadFS] does.
func LoadDir(dir string) (xTrain, yTrain, xTest, yTest *tensor.Tensor, err error) {
	return LoadFS(os.DirFS(dir))
}

// LoadFS returns the data in the files train-images-idx3-ubyte,
// train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte,
// with or without the ending .gz. Pictures may have any size, and there may be
// any number of them. It errs if a file is missing or broken, or if there
// aren't as many labels as pictures.
func LoadFS(fsys fs.FS) (xTrain, yTrain, xTest, yTest *tensor.Tensor, err error) {
	var arrays [len(files)]*tensor.Tensor
	var errs [len(files)]error
	var wg sync.WaitGroup
	for i, f := range files {
		wg.Go(func() { arrays[i], errs[i] = f.read(fsys) })
	}
	wg.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return nil, nil, nil, nil, err
	}
	for i := 0; i < len(files); i += 2 {
		if x, y := arrays[i], arrays[i+1]; x.Len() != y.Len() {
			return nil, nil, nil, nil, fmt.Errorf("mnist: %s: received %d labels, expected one for each of the %d pictures", files[i+1].name, y.Len(), x.Len())
		}
	}
	return arrays[0], arrays[1], arrays[2], arrays[3], nil
}

// A file is one of the four, with the number of axes of its array.
type file struct {
	name string
	rank int
}

var files = [...]file{
	{"train-images-idx3-ubyte", 3}, {"train-labels-idx1-ubyte", 1},
	{"t10k-images-idx3-ubyte", 3}, {"t10k-labels-idx1-ubyte", 1},
}

func (f file) read(fsys fs.FS) (*tensor.Tensor, error) {
	r, err := fsys.Open(f.name + ".gz")
	if errors.Is(err, fs.ErrNotExist) {
		r, err = fsys.Open(f.name)
	}
	if err != nil {
		return nil, fmt.Errorf("mnist: %w", err)
	}
	defer r.Close()
	t, err := ReadIDX(r)
	if err != nil {
		return nil, fmt.Errorf("mnist: %s: %w", f.name, err)
	}
	if t.DType() != tensor.Uint8 || t.Rank() != f.rank {
		return nil, fmt.Errorf("mnist: %s: received an array of %v%v, expected one of uint8 with %d axes", f.name, t.DType(), t.Shape(), f.rank)
	}
	return t, nil
}

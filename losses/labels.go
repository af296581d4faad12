package losses

import (
	"errors"
	"fmt"
	"math"

	"github.com/gokeras/keras/tensor"
)

var errNoFn = errors.New("Fn: received nil, expected a function")

// CheckLabels returns what is wrong with targets y for predictions of shape yPred,
// in which an unknown size is [tensor.Unknown]: class numbers that are out of
// range, NaN or not whole, and targets whose shape the loss can't take. The error
// names the first wrong row. Other losses take any targets.
func CheckLabels(l Loss, y *tensor.Tensor, yPred tensor.Shape) error {
	of := l
	if n, ok := l.(Name); ok {
		r, err := n.resolve(y.Shape(), yPred)
		if err != nil {
			return err
		}
		of = r
	}
	c, ok := of.(interface {
		checkLabels(y *tensor.Tensor, yPred tensor.Shape) error
	})
	if !ok {
		return nil
	}
	if err := c.checkLabels(y, yPred); err != nil {
		return fmt.Errorf("%s: %w", label(l), err)
	}
	return nil
}

// Resolve returns the loss that a [Name] stands for with targets and predictions of
// these shapes, and any other loss as it is.
func Resolve(l Loss, yTrue, yPred tensor.Shape) (Loss, error) {
	n, ok := l.(Name)
	if !ok {
		return l, nil
	}
	r, err := n.resolve(yTrue, yPred)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", label(l), err)
	}
	return r, nil
}

// fits tells whether two shapes agree where both are known.
func fits(a, b tensor.Shape) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && a[i] >= 0 && b[i] >= 0 {
			return false
		}
	}
	return true
}

// likePredictions returns an error unless targets of shape y are one number for
// each prediction.
func likePredictions(y, yPred tensor.Shape) error {
	if fits(y, yPred) {
		return nil
	}
	n, m := len(y), len(yPred)
	if n+1 == m && yPred[m-1] == 1 && fits(y, yPred[:m-1]) || n == m+1 && y[n-1] == 1 && fits(y[:n-1], yPred) {
		return nil
	}
	err := fmt.Errorf("received targets of shape %v, expected that of the predictions, %v", y, yPred)
	if m > 0 && yPred[m-1] > 1 && (n == m-1 || n == m && y[n-1] == 1) {
		err = fmt.Errorf("%w; for class numbers use SparseCategoricalCrossentropy, or turn them into rows with keras.ToCategorical", err)
	}
	return err
}

// classNumbers returns an error unless the elements of y are whole numbers from 0
// to classes-1, or the one that is ignored. It allocates nothing if they are.
func classNumbers(y *tensor.Tensor, classes int, ignore *int) error {
	var i int
	var v float64
	switch y.DType() {
	case tensor.Float32:
		i, v = noClass(tensor.Data[float32](y), classes, ignore)
	case tensor.Float64:
		i, v = noClass(tensor.Data[float64](y), classes, ignore)
	case tensor.Int8:
		i, v = noClass(tensor.Data[int8](y), classes, ignore)
	case tensor.Int16:
		i, v = noClass(tensor.Data[int16](y), classes, ignore)
	case tensor.Int32:
		i, v = noClass(tensor.Data[int32](y), classes, ignore)
	case tensor.Int64:
		i, v = noClass(tensor.Data[int64](y), classes, ignore)
	case tensor.Uint8:
		i, v = noClass(tensor.Data[uint8](y), classes, ignore)
	case tensor.Uint16:
		i, v = noClass(tensor.Data[uint16](y), classes, ignore)
	case tensor.Uint32:
		i, v = noClass(tensor.Data[uint32](y), classes, ignore)
	case tensor.Uint64:
		i, v = noClass(tensor.Data[uint64](y), classes, ignore)
	case tensor.Bool:
		return classNumbers(y.Cast(tensor.Uint8), classes, ignore)
	}
	if i < 0 {
		return nil
	}
	err := fmt.Errorf("%s: received %v, expected a whole number from 0 to %d", place(y.Shape(), i), v, classes-1)
	if classes == 1 {
		err = fmt.Errorf("%w, since predictions are of one class; for two classes given by one number use BinaryCrossentropy", err)
	}
	return err
}

// noClass returns the place of the first element that is no class, and the
// element; -1 if there is none.
func noClass[T tensor.Number](y []T, classes int, ignore *int) (int, float64) {
	for i, e := range y {
		v := float64(e)
		if v >= 0 && v < float64(classes) && v == math.Trunc(v) || ignore != nil && v == float64(*ignore) {
			continue
		}
		return i, v
	}
	return -1, 0
}

// place says where element i of an array stands.
func place(s tensor.Shape, i int) string {
	if len(s) == 0 {
		return "label"
	}
	row := s[1:].Size()
	if row == 1 {
		return fmt.Sprintf("label of row %d", i)
	}
	return fmt.Sprintf("label %d of row %d", i%row, i/row)
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/tensor"
)

// formatsAll loads the models of a folder in each format, holds them to the predictions
// in NAME.npz, and saves each in the format that it came in.
func formatsAll(in, out string) error {
	paths, err := filepath.Glob(filepath.Join(in, "*.npz"))
	if err != nil || len(paths) == 0 {
		return fmt.Errorf("%s: received no models, expected some: %w", in, err)
	}
	var errs []error
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".npz")
		if err := formats(filepath.Join(in, name), filepath.Join(out, name)); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	return errors.Join(errs...)
}

// formats does it for one model, whose weights in .weights.h5 are others than those in the
// whole files.
func formats(in, out string) error {
	known, err := tensor.LoadNPZ(in + ".npz")
	if err != nil {
		return err
	}
	var m *keras.Model
	for _, ext := range []string{".h5", ".keras"} {
		if _, err := os.Stat(in + ext); errors.Is(err, fs.ErrNotExist) && ext == ".h5" {
			continue // Keras itself can't load it
		}
		if m, err = keras.Load(in + ext); err != nil {
			return err
		}
		if err := predicts(m, known); err != nil {
			return fmt.Errorf("%s: %w", ext, err)
		}
		if err := m.Save(out + ext); err != nil {
			return err
		}
	}
	if err := m.LoadWeights(in + ".weights.h5"); err != nil {
		return err
	}
	return m.SaveWeights(out + ".weights.h5")
}

// predicts holds a model's predictions for x0, x1, … to y0, y1, ….
func predicts(m *keras.Model, known map[string]*tensor.Tensor) error {
	a := &data.Arrays{}
	for i := 0; known[fmt.Sprint("x", i)] != nil; i++ {
		a.X = append(a.X, known[fmt.Sprint("x", i)])
	}
	got, err := m.PredictData(context.Background(), a)
	if err != nil {
		return err
	}
	for i, g := range got {
		w := known[fmt.Sprint("y", i)]
		if w == nil || !g.Shape().Equal(w.Shape()) {
			return fmt.Errorf("output %d: received shape %v, expected %v", i, g.Shape(), w)
		}
		if off := distance(g, w); !(off <= tolerance) {
			return fmt.Errorf("output %d: %.1e off", i, off)
		}
	}
	return nil
}

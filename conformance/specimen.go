package main

import (
	"context"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// A specimen is a model that is saved here. roundtrip.py checks that models.py
// has one of the same name and of the same kind.
type specimen struct {
	name    string
	kind    int
	samples func() facts // the default is points
	model   *keras.Model
	compile keras.CompileOptions // if kind is above uncompiled
}

// make trains the model and saves it.
func (s specimen) make(path string) error {
	samples := points
	if s.samples != nil {
		samples = s.samples
	}
	f := samples()
	f["kind"] = tensor.Scalar(int32(s.kind))
	if s.kind > uncompiled {
		if err := s.model.Compile(s.compile); err != nil {
			return err
		}
		data := keras.Arrays(f["x"], f["y"])
		if w := f["weight"]; w != nil {
			data = data.WithWeights(w)
		}
		_, err := s.model.Fit(context.Background(), data, keras.FitOptions{BatchSize: 16, Epochs: 3, Verbose: new(0), Seed: new(int64(1))})
		if err != nil {
			return err
		}
	}
	return save(s.model, f, path)
}

// The samples are this many, so that not all batches are full.
const samples = 40

// floats returns numbers from lo to hi.
func floats(seed int64, lo, hi float32, shape ...int) *tensor.Tensor {
	t := tensor.New(tensor.Float32, shape...)
	random.New(seed).Uniform(tensor.Data[float32](t), lo, hi)
	return t
}

// points is rows of 6 numbers, and of which of 3 classes they are, as rows of 0 and 1.
func points() facts {
	f := labeled()
	y, err := keras.ToCategorical(f["y"], 3)
	if err != nil {
		panic(err) // the numbers are below 3
	}
	f["y"] = y.Cast(tensor.Float32)
	return f
}

// labeled is points with numbers of classes.
func labeled() facts {
	return facts{"x": floats(1, -1, 1, samples, 6), "y": floats(2, 0, 3, samples, 1).Cast(tensor.Int32)}
}

// binary is points of two classes.
func binary() facts {
	return facts{"x": floats(1, -1, 1, samples, 6), "y": floats(2, 0, 2, samples, 1).Cast(tensor.Int32).Cast(tensor.Float32)}
}

// numeric is points with three numbers each.
func numeric() facts {
	return facts{"x": floats(1, -1, 1, samples, 6), "y": floats(2, -1, 1, samples, 3)}
}

// weighted is numeric with weights.
func weighted() facts {
	f := numeric()
	f["weight"] = floats(3, 0, 2, samples)
	return f
}

// pictures is 4 by 4 bytes of 2 colours.
func pictures() facts {
	f := points()
	f["x"] = floats(1, 0, 256, samples, 4, 4, 2).Cast(tensor.Uint8)
	return f
}

package main

import (
	"cmp"
	"context"
	"math"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/datasets/mnist"
	"github.com/gokeras/keras/tensor"
)

// digits is the images, as the network takes them and as they are shown.
type digits struct {
	train, test *data.Arrays
	images      []uint8 // of the test set
	labels      []uint8
}

// load returns the images as rows of numbers from 0 to 1, with the targets that
// the loss asks for.
func load(h *hello) (*digits, error) {
	// What unpacking leaves behind is collected early: it would be as much again
	// as what is kept.
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	xTrain, yTrain, xTest, yTest, err := mnist.Load()
	if err != nil {
		return nil, err
	}
	d := &digits{images: tensor.Data[uint8](xTest), labels: tensor.Data[uint8](yTest)}
	xTrain, yTrain = xTrain.Rows(0, h.examples), yTrain.Rows(0, h.examples)
	if d.train, err = h.arrays(xTrain, yTrain); err != nil {
		return nil, err
	}
	if d.test, err = h.arrays(xTest, yTest); err != nil {
		return nil, err
	}
	// The bytes, and what it took to unpack them, are garbage by now: as much as
	// the numbers themselves.
	debug.FreeOSMemory()
	return d, nil
}

func (h *hello) arrays(x, y *tensor.Tensor) (*data.Arrays, error) {
	rows := make([]float32, x.Size())
	for i, v := range tensor.Data[uint8](x) {
		rows[i] = float32(v) / 255
	}
	if !strings.Contains(strings.ToLower(h.loss), "sparse") {
		var err error
		if y, err = keras.ToCategorical(y, 10); err != nil {
			return nil, err
		}
	}
	return keras.Arrays(tensor.FromSlice(rows, x.Len(), 28*28), y), nil
}

// A reading is what the network makes of a test image.
type reading struct {
	Index       int    `json:"index"`
	Label       int    `json:"label"`
	Predicted   int    `json:"predicted"`
	Probability figure `json:"probability"`

	bits []float32
}

// read predicts the test images.
func (d *digits) read(ctx context.Context, model *keras.Model) ([]reading, error) {
	p, err := model.Predict(ctx, d.test.X[0], keras.PredictOptions{BatchSize: 1000})
	if err != nil {
		return nil, err
	}
	all := tensor.Data[float32](p)
	list := make([]reading, p.Len())
	for i := range list {
		row := all[10*i : 10*i+10]
		best := 0
		for j, v := range row {
			if v > row[best] {
				best = j
			}
		}
		list[i] = reading{i, int(d.labels[i]), best, figure(row[best]), row}
	}
	return list, nil
}

// worst returns the mistakes that the network was most sure of.
func worst(list []reading, n int) []reading {
	wrong := slices.DeleteFunc(slices.Clone(list), func(r reading) bool { return r.Predicted == r.Label })
	slices.SortStableFunc(wrong, func(a, b reading) int { return cmp.Compare(b.Probability, a.Probability) })
	return wrong[:min(n, len(wrong))]
}

// sameBits tells whether two predictions are equal, bit for bit.
func sameBits(a, b []reading) bool {
	return slices.EqualFunc(a, b, func(x, y reading) bool {
		return slices.EqualFunc(x.bits, y.bits, func(v, w float32) bool {
			return math.Float32bits(v) == math.Float32bits(w)
		})
	})
}

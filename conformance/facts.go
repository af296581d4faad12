package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// Facts is arrays by their names:
//
//	x, y, weight     the samples; there may be no weight
//	kind             which of the following there are, one of the kinds below
//	predictions      what the model gives for x
//	score/0/loss     the loss and the metrics, in their order
//	step/0/loss      the same for one more step of training, with all samples
//	weights/0        the weights after that
//	optimizer/0      the variables of the optimizer after that
type facts map[string]*tensor.Tensor

// What is known of a model.
const (
	unbuilt    = iota // no weights: the shape of its predictions, predictions/shape
	uncompiled        // predictions
	unsteady          // and the score; its training draws random numbers, which are others in Python
	trained           // all
)

// kind returns what there is.
func (f facts) kind() int { return int(f["kind"].Item()) }

// load reads facts from a file.
func load(path string) (facts, error) {
	f, err := tensor.LoadNPZ(path)
	if err == nil && (f["kind"] == nil || f["x"] == nil || f["y"] == nil) {
		err = fmt.Errorf("%s: received no kind, x or y", path)
	}
	return f, err
}

// of returns the facts of a model for the samples of f. If the model is
// compiled, it makes one step.
func (f facts) of(m *keras.Model) (facts, error) {
	ctx, silent := context.Background(), new(0)
	g := facts{"x": f["x"], "y": f["y"], "kind": f["kind"]}
	p, err := m.Predict(ctx, f["x"])
	if err != nil {
		return nil, err
	}
	if f.kind() == unbuilt {
		var shape []int32
		for _, n := range p.Shape() {
			shape = append(shape, int32(n))
		}
		g["predictions/shape"] = tensor.FromSlice(shape)
	} else {
		g["predictions"] = p
	}
	if compiled := f.kind() > uncompiled; m.IsCompiled() != compiled {
		return nil, fmt.Errorf("compiled: received %v, expected %v", m.IsCompiled(), compiled)
	}
	if !m.IsCompiled() {
		return g, nil
	}
	samples := keras.Arrays(f["x"], f["y"])
	if w := f["weight"]; w != nil {
		g["weight"] = w
		samples = samples.WithWeights(w)
	}
	score, err := m.Evaluate(ctx, samples, keras.EvaluateOptions{Verbose: silent})
	if err != nil {
		return nil, err
	}
	for i, r := range score {
		g[fmt.Sprintf("score/%d/%s", i, r.Name)] = tensor.Scalar(r.Value)
	}
	history, err := m.Fit(ctx, samples, keras.FitOptions{BatchSize: samples.Len(), Shuffle: new(false), Verbose: silent})
	if err != nil || f.kind() == unsteady {
		return g, err
	}
	for i, r := range score {
		g[fmt.Sprintf("step/%d/%s", i, r.Name)] = tensor.Scalar(history.History[r.Name][0])
	}
	for i, w := range m.Weights() {
		g[fmt.Sprint("weights/", i)] = w
	}
	for i, v := range optimizers.Variables(m.Optimizer()) {
		g[fmt.Sprint("optimizer/", i)] = v.Store().Clone()
	}
	return g, nil
}

// tolerance is how much a number may differ, relative to the largest of its array.
const tolerance = 1e-5

// differs returns an error that names the facts that aren't as expected.
func (f facts) differs(want facts) error {
	var errs []error
	all := maps.Clone(f)
	maps.Copy(all, want)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		g, w := f[name], want[name]
		switch {
		case g == nil || w == nil:
			errs = append(errs, fmt.Errorf("%s: received %v, expected %v", name, g, w))
		case !g.Shape().Equal(w.Shape()):
			errs = append(errs, fmt.Errorf("%s: received shape %v, expected %v", name, g.Shape(), w.Shape()))
		default:
			if off := distance(g, w); !(off <= tolerance) {
				errs = append(errs, fmt.Errorf("%s: received %v, expected %v: %.1e off", name, g, w, off))
			}
		}
	}
	return errors.Join(errs...)
}

// distance returns the largest difference, relative to the largest element.
func distance(a, b *tensor.Tensor) float64 {
	x, y := tensor.Data[float64](a.Cast(tensor.Float64)), tensor.Data[float64](b.Cast(tensor.Float64))
	var off, largest float64
	for i := range y {
		off = max(off, math.Abs(x[i]-y[i]))
		largest = max(largest, math.Abs(y[i]))
	}
	if off == 0 {
		return 0
	}
	return off / largest
}

// save saves a model to PATH.keras, and its facts as it is now to PATH.npz.
func save(m *keras.Model, f facts, path string) error {
	if err := m.Save(path + ".keras"); err != nil {
		return err
	}
	g, err := f.of(m)
	if err != nil {
		return err
	}
	return tensor.SaveNPZ(path+".npz", g)
}

package kerastest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// A LayerCase is a layer with one choice of settings, and what is expected of it.
type LayerCase struct {
	// New returns a new layer, with the same settings at every call. Required.
	New func() layers.Layer

	// Input is the shape of a sample, without the batch. Default: a scalar.
	Input tensor.Shape

	// Inputs is the shapes of the samples of several inputs. Default: Input alone.
	Inputs []tensor.Shape

	// Values returns a batch for an input, of the given shape. Default: float32
	// numbers from -1 to 1.
	Values func(g *random.Generator, input int, shape tensor.Shape) *tensor.Tensor

	// Output is the shape of an output's sample. Default: not compared.
	Output tensor.Shape

	// Outputs is the shapes of the samples of several outputs. Default: Output alone.
	Outputs []tensor.Shape

	// Weights is the names of the layer's weights in the order of a file.
	// Default: not compared.
	Weights []string

	// SupportsMasking says that outputs have a mask if the first input has one.
	// Default: false.
	SupportsMasking bool

	// TrainingDiffers says that the outputs are others in training.
	// Default: false.
	TrainingDiffers bool

	// UpdatesState says that weights that aren't trained change in training.
	// Default: false.
	UpdatesState bool

	// OtherGradients says that gradients in training aren't the slopes of the outputs:
	// that the layer takes some of what it computes as constant, or replaces weights
	// before it uses them. Default: false.
	OtherGradients bool

	// AcrossSamples says that an output's rows depend on other samples of the
	// batch, or aren't one for each sample. Default: false.
	AcrossSamples bool

	// NotSaved says that the layer can't be saved. Default: false.
	NotSaved bool

	// Mistakes is layers that must be refused, by a part of the error that tells so:
	// the setting, what was received and what was expected. Default: none.
	Mistakes map[string]layers.Layer
}

// Layer tests a layer:
//   - its settings are right, mistakes are refused with an error that names it;
//   - it has the weights and output shapes expected, also for batches of any size;
//   - its config can be read again, with every field; so can a model with it, which
//     then gives the same bits;
//   - the gradients of all weights and inputs are the slopes of the outputs;
//   - training changes every trainable weight, and no other state unless declared;
//   - each row is computed as if it were alone;
//   - it does the same in training unless declared otherwise, and changes no state
//     when it isn't trained;
//   - it computes in float64 if asked to;
//   - masks go on, or not, as declared;
//   - engines agree, on any number of processors, and allocate nothing.
func Layer(t testing.TB, c LayerCase) {
	t.Helper()
	if c.New == nil {
		t.Fatalf("case: New: received nil, expected a function that returns a new layer")
		return
	}
	if c.Inputs == nil {
		c.Inputs = []tensor.Shape{c.Input}
	}
	if c.Outputs == nil && c.Output != nil {
		c.Outputs = []tensor.Shape{c.Output}
	}
	if !c.settings(t) {
		return
	}
	l, err := c.build(tensor.Float32)
	if err != nil {
		t.Errorf("build: %v", err)
		return
	}
	if !c.shapes(t, l) {
		return
	}
	c.weights(t, l)
	if !c.NotSaved {
		roundTrip(t, c.New(), "call keras.Register for it")
		c.saving(t)
	}
	c.gradients(t)
	c.training(t, l)
	c.rows(t, l)
	c.modes(t, l)
	c.double(t, l)
	c.masks(t, l)
	c.engines(t, l)
}

// settings checks what can be said of layers that aren't built.
func (c *LayerCase) settings(t testing.TB) bool {
	t.Helper()
	a, b := c.New(), c.New()
	if err := layers.Validate(a); err != nil {
		t.Errorf("settings: received the error %v, expected none", err)
		return false
	}
	if !anew(t, a, b) {
		return false
	}
	for want, l := range c.Mistakes {
		if layers.NameOf(l) == "" {
			layers.SetName(l, config.SnakeCase(layers.ClassOf(l)))
		}
		err := buildLayer(l, c.Inputs)
		switch {
		case err == nil:
			t.Errorf("mistakes: received no error of a wrong %T, expected one with %q", l, want)
		case !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), fmt.Sprintf("%q", layers.NameOf(l))):
			t.Errorf("mistakes: received the error %q, expected one that names the layer %q and has %q", err, layers.NameOf(l), want)
		}
	}
	return true
}

// buildLayer builds a layer for samples of the given shapes, and sees what comes out.
func buildLayer(l layers.Layer, samples []tensor.Shape) error {
	shapes, types := make([]tensor.Shape, len(samples)), make([]ops.Type, len(samples))
	for i, s := range samples {
		shapes[i] = batched(tensor.Unknown, s)
		types[i].Shape = shapes[i]
	}
	if err := layers.Build(l, "", random.New(1), shapes...); err != nil {
		return err
	}
	_, err := layers.Infer(l, types...)
	return err
}

func batched(n int, sample tensor.Shape) tensor.Shape { return append(tensor.Shape{n}, sample...) }

// build returns a new layer that computes in dt, with weights that are the same numbers
// at every call. Those that are trained don't begin at what may be special, such as 0.
func (c *LayerCase) build(dt tensor.DType) (layers.Layer, error) {
	l := c.New()
	if layers.NameOf(l) == "" {
		layers.SetName(l, config.SnakeCase(layers.ClassOf(l)))
	}
	shapes := make([]tensor.Shape, len(c.Inputs))
	for i, s := range c.Inputs {
		shapes[i] = batched(tensor.Unknown, s)
	}
	if err := layers.Build(l, "", random.New(1), shapes...); err != nil {
		return nil, err
	}
	if dt == tensor.Float64 {
		double(l)
		if err := layers.Build(l, "", random.New(1), shapes...); err != nil {
			return nil, err
		}
	}
	g := random.New(2)
	for _, v := range layers.Weights(l) {
		if !v.Trainable || !v.DType().IsFloat() {
			continue
		}
		noise := make([]float32, v.Shape().Size())
		g.Uniform(noise, -.1, .1)
		sum := tensor.New(tensor.Float64, v.Shape()...)
		copy(tensor.Data[float64](sum), numbers(v.Store()))
		for i, n := range noise {
			tensor.Data[float64](sum)[i] += float64(n)
		}
		if err := v.Assign(sum); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// double makes a layer, and those within it, compute in float64, and unbuilds them.
func double(l layers.Layer) {
	for _, child := range layers.Children(l) {
		double(child.Layer)
	}
	if in, ok := l.(*layers.Input); ok {
		in.Type = tensor.Float64
	} else {
		setField(l, "DType", "float64")
	}
	layers.Unbuild(l)
}

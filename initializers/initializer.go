// Package initializers says what weights start with.
//
//	&layers.Dense{Units: 500, KernelInitializer: &initializers.HeNormal{}}
//	&layers.Dense{Units: 500, KernelInitializer: initializers.Name("he_normal")}
//
// The random ones draw from the generator of the model, or, if their Seed is set,
// give the same numbers at every call.
package initializers

import (
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// An Initializer makes the first value of a weight.
type Initializer interface {
	// Initialize returns a new array of the given type and shape. What is random
	// in it is drawn from g.
	Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error)
}

const module = "keras.initializers"

// A Name is the name of an initializer with its default settings, as Keras has it:
// "he_normal", "HeNormal", "zeros", "normal" …
type Name string

// Initialize implements [Initializer].
func (n Name) Initialize(g *random.Generator, dt tensor.DType, shape tensor.Shape) (*tensor.Tensor, error) {
	i, err := n.resolve()
	if err != nil {
		return nil, err
	}
	return i.Initialize(g, dt, shape)
}

// MarshalConfig writes the initializer that the name stands for.
func (n Name) MarshalConfig() (any, error) { return n.resolve() }

func (n Name) resolve() (Initializer, error) {
	return config.Named[Initializer]("initializer", string(n))
}

// checkShape reports a shape that no array has.
func checkShape(name string, shape tensor.Shape) error {
	if !shape.Known() {
		return fmt.Errorf("initializer %q: received shape %v, expected sizes that are known", name, shape)
	}
	return nil
}

// draw returns an array of a floating-point type filled by fill, which draws from the
// generator of the seed if there is one and from g otherwise.
func draw(name string, g *random.Generator, seed *int64, dt tensor.DType, shape tensor.Shape,
	fill func(*random.Generator, []float32)) (*tensor.Tensor, error) {
	if err := checkShape(name, shape); err != nil {
		return nil, err
	}
	if !dt.IsFloat() {
		return nil, fmt.Errorf("initializer %q: received dtype %v, expected a floating-point type", name, dt)
	}
	if seed != nil {
		g = random.New(*seed)
	}
	t := tensor.New(tensor.Float32, shape...)
	fill(g, tensor.Data[float32](t))
	return t.Cast(dt), nil
}

// or returns the number that p points to, and def if it points to none.
func or(p *float64, def float64) float64 {
	if p == nil {
		return def
	}
	return *p
}

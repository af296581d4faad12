package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/tensor"
)

// checkNoiseShape returns what is wrong with the shape of what a dropout draws.
func checkNoiseShape(shape tensor.Shape) error {
	var errs []error
	for i, n := range shape {
		if n <= 0 && n != tensor.Unknown {
			errs = append(errs, received(fmt.Sprintf("NoiseShape[%d]", i), n, "a positive number or tensor.Unknown"))
		}
	}
	return errors.Join(errs...)
}

// noiseFits returns an error if such a shape isn't one for an input.
func noiseFits(shape, in tensor.Shape) error {
	if shape != nil && len(shape) != len(in) {
		return fmt.Errorf("NoiseShape: received %v, expected %d axes for an input of shape %v", shape, len(in), in)
	}
	return nil
}

// noiseShape returns the shape of what is drawn for an input whose shape is known.
func noiseShape(shape, in tensor.Shape) (tensor.Shape, error) {
	if shape == nil {
		return in, nil
	}
	if err := noiseFits(shape, in); err != nil {
		return nil, err
	}
	known := shape.Clone()
	for i, n := range known {
		if n == tensor.Unknown {
			known[i] = in[i]
		}
	}
	return known, nil
}

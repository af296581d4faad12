package layers

import "github.com/gokeras/keras/tensor"

// ConvLSTM3D is a [ConvLSTM2D] of volumes, with the same settings.
//
// Input [batch, steps, depth, height, width, channels], output
// [batch, depth', height', width', Filters], or that of all steps, and states. Its weights
// are kernel [kernel depth, kernel height, kernel width, channels, 4·Filters],
// recurrent_kernel [kernel depth, kernel height, kernel width, Filters, 4·Filters] and,
// unless UseBias is false, bias [4·Filters].
type ConvLSTM3D ConvLSTM2D

var _ = register[ConvLSTM3D]()

// Validate implements [Validator].
func (l *ConvLSTM3D) Validate() error { return (*ConvLSTM2D)(l).cellOf(3).Validate() }

// BuildAll implements [Multi].
func (l *ConvLSTM3D) BuildAll(in []tensor.Shape) error { return (*ConvLSTM2D)(l).buildAll(in, 3) }

// MarshalConfig writes a number for each axis.
func (l *ConvLSTM3D) MarshalConfig() (any, error) { return (*ConvLSTM2D)(l).config(3) }

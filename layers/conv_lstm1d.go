package layers

import "github.com/gokeras/keras/tensor"

// ConvLSTM1D is a [ConvLSTM2D] of sequences, with the same settings.
//
// Input [batch, steps, places, channels], output [batch, places', Filters], or that of all
// steps, and states. Its weights are kernel [kernel size, channels, 4·Filters],
// recurrent_kernel [kernel size, Filters, 4·Filters] and, unless UseBias is false, bias
// [4·Filters].
type ConvLSTM1D ConvLSTM2D

var _ = register[ConvLSTM1D]()

// Validate implements [Validator].
func (l *ConvLSTM1D) Validate() error { return (*ConvLSTM2D)(l).cellOf(1).Validate() }

// BuildAll implements [Multi].
func (l *ConvLSTM1D) BuildAll(in []tensor.Shape) error { return (*ConvLSTM2D)(l).buildAll(in, 1) }

// MarshalConfig writes a number for each axis.
func (l *ConvLSTM1D) MarshalConfig() (any, error) { return (*ConvLSTM2D)(l).config(1) }

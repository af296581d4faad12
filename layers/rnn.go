package layers

import (
	"errors"

	"github.com/gokeras/keras/tensor"
)

// RNN is a recurrent layer with any [Cell], which it applies to each step of a
// sequence: with one of Keras's, with several on top of each other ([StackedRNNCells]),
// or with one's own.
//
// Input [batch, steps, ...], output that of the cell at the last step, or
// [batch, steps, ...] with ReturnSequences; then, with ReturnState, the cell's last
// states. Further inputs are the first states, as is the argument InitialState. Masked
// steps change no state. Its weights are those of its cell.
type RNN struct {
	// Cell is what is done at each step. Required.
	Cell Cell `json:"cell"`

	// ReturnSequences makes the output that of all steps, and not of the last.
	// Default: false.
	ReturnSequences bool `json:"return_sequences" keras:"default=false"`

	// ReturnState makes the last states further outputs. Default: false.
	ReturnState bool `json:"return_state" keras:"default=false"`

	// GoBackwards goes from the last step to the first, and returns the outputs of
	// sequences in that order. Default: false.
	GoBackwards bool `json:"go_backwards" keras:"default=false"`

	// Stateful makes a batch begin with the states of the batch before, for whose
	// size the layer is built. ResetState sets them to zero. Default: false.
	Stateful bool `json:"stateful" keras:"default=false"`

	// Unroll is a hint of Keras's, which changes nothing here. Default: false.
	Unroll bool `json:"unroll" keras:"default=false"`

	// ZeroOutputForMask makes the outputs of masked steps zero; otherwise they repeat
	// the output before. Default: false.
	ZeroOutputForMask bool `json:"zero_output_for_mask" keras:"default=false"`

	Base

	recurrence
}

var _ = register[RNN]()

// Validate implements [Validator].
func (l *RNN) Validate() error {
	if notNil(l.Cell) != nil {
		return errors.New("Cell: received nil, expected a cell such as &LSTMCell{Units: 32}")
	}
	return Validate(l.Cell)
}

// BuildAll implements [Multi].
func (l *RNN) BuildAll(in []tensor.Shape) error {
	l.recurrence = recurrence{
		owner: &l.Base, cell: l.Cell,
		sequences: l.ReturnSequences, returnsState: l.ReturnState, backwards: l.GoBackwards, stateful: l.Stateful, zeros: l.ZeroOutputForMask,
	}
	return l.build(in)
}

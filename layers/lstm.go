package layers

import (
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// LSTM is a recurrent layer with a long short-term memory (Hochreiter and Schmidhuber,
// 1997): it applies an [LSTMCell] to each step of a sequence.
//
// Input [batch, steps, n], output [batch, Units], or [batch, steps, Units] with
// ReturnSequences; then, with ReturnState, the last states h and c. Further inputs are
// the first states, as is the argument InitialState. Masked steps change no state. Its
// weights are those of its cell, [LSTMCell].
type LSTM struct {
	// Units is the size of the state, and of the output. Required.
	Units int `json:"units"`

	// Activation makes the candidate and the output. Default: activations.Tanh.
	Activation activations.Name `json:"activation" keras:"default=tanh;null=linear"`

	// RecurrentActivation makes the gates. Default: activations.Sigmoid.
	RecurrentActivation activations.Name `json:"recurrent_activation" keras:"default=sigmoid;null=linear"`

	// UseBias says whether a bias is added. Default: true.
	UseBias *bool `json:"use_bias" keras:"default=true"`

	// KernelInitializer gives the first kernel. Default: GlorotUniform.
	KernelInitializer initializers.Initializer `json:"kernel_initializer" keras:"default=GlorotUniform"`

	// RecurrentInitializer gives the first recurrent kernel. Default: Orthogonal.
	RecurrentInitializer initializers.Initializer `json:"recurrent_initializer" keras:"default=Orthogonal"`

	// BiasInitializer gives the first bias. Default: Zeros.
	BiasInitializer initializers.Initializer `json:"bias_initializer" keras:"default=Zeros"`

	// UnitForgetBias makes the first bias of the gate that forgets 1. Default: true.
	UnitForgetBias *bool `json:"unit_forget_bias" keras:"default=true"`

	// KernelRegularizer is a penalty on the kernel. Default: none.
	KernelRegularizer regularizers.Regularizer `json:"kernel_regularizer"`

	// RecurrentRegularizer is a penalty on the recurrent kernel. Default: none.
	RecurrentRegularizer regularizers.Regularizer `json:"recurrent_regularizer"`

	// BiasRegularizer is a penalty on the bias. Default: none.
	BiasRegularizer regularizers.Regularizer `json:"bias_regularizer"`

	// KernelConstraint limits the kernel. Default: none.
	KernelConstraint constraints.Constraint `json:"kernel_constraint"`

	// RecurrentConstraint limits the recurrent kernel. Default: none.
	RecurrentConstraint constraints.Constraint `json:"recurrent_constraint"`

	// BiasConstraint limits the bias. Default: none.
	BiasConstraint constraints.Constraint `json:"bias_constraint"`

	// Dropout is the rate at which inputs are dropped in training, the same ones at
	// each step; a rate of 1 drops nothing, as in Keras. Default: 0.
	Dropout float64 `json:"dropout" keras:"default=0.0"`

	// RecurrentDropout is the rate at which states are dropped in training before
	// they are multiplied by the recurrent kernel, the same ones at each step.
	// Default: 0.
	RecurrentDropout float64 `json:"recurrent_dropout" keras:"default=0.0"`

	// Seed is where the random numbers begin. Default: one that the model gives.
	Seed *int64 `json:"seed"`

	// Implementation is 2, or 1 with which each gate drops elements of its own, as it
	// does wherever states are dropped. Default: 2.
	Implementation int `json:"implementation" keras:"default=2"`

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

var _ = register[LSTM]()

func (l *LSTM) cellOf() *LSTMCell {
	return &LSTMCell{
		Units: l.Units, Activation: l.Activation, RecurrentActivation: l.RecurrentActivation,
		UseBias: l.UseBias, KernelInitializer: l.KernelInitializer,
		RecurrentInitializer: l.RecurrentInitializer, BiasInitializer: l.BiasInitializer,
		UnitForgetBias: l.UnitForgetBias, KernelRegularizer: l.KernelRegularizer,
		RecurrentRegularizer: l.RecurrentRegularizer, BiasRegularizer: l.BiasRegularizer,
		KernelConstraint: l.KernelConstraint, RecurrentConstraint: l.RecurrentConstraint,
		BiasConstraint: l.BiasConstraint, Dropout: l.Dropout, RecurrentDropout: l.RecurrentDropout,
		Seed: l.Seed, Implementation: l.Implementation,
		MultiBase: MultiBase{Base{Name: "lstm_cell", DType: l.DType}},
	}
}

// Validate implements [Validator].
func (l *LSTM) Validate() error { return l.cellOf().Validate() }

// BuildAll implements [Multi].
func (l *LSTM) BuildAll(in []tensor.Shape) error {
	l.recurrence = recurrence{
		owner: &l.Base, cell: l.cellOf(), axes: 3,
		sequences: l.ReturnSequences, returnsState: l.ReturnState, backwards: l.GoBackwards, stateful: l.Stateful, zeros: l.ZeroOutputForMask,
	}
	return l.build(in)
}

package layers

import (
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// ConvLSTM2D is an [LSTM] of images, whose input and states meet kernels by convolution
// and not by products (Shi et al., 2015):
//
//	i, f, o = RecurrentActivation(x ⋆ kernel + hPrev ⋆ recurrent_kernel + bias)
//	c = f·cPrev + i·Activation(x ⋆ kernel + hPrev ⋆ recurrent_kernel + bias)
//	h = o·Activation(c)
//
// Input [batch, steps, height, width, channels], output the last h
// [batch, height', width', Filters], or with ReturnSequences that of all steps, behind
// an axis of steps; then, with ReturnState, the last states h and c. In the other data
// format the channels come before height and width. Further inputs are the first states,
// as is the argument InitialState. Masked steps change no state. Its weights are kernel
// [kernel height, kernel width, channels, 4·Filters], recurrent_kernel [kernel height,
// kernel width, Filters, 4·Filters] and, unless UseBias is false, bias [4·Filters], with
// the gates i, f, c and o side by side.
type ConvLSTM2D struct {
	// Filters is the number of the output's channels. Required.
	Filters int `json:"filters"`

	// KernelSize is the size of both kernels along each axis of space; one number
	// stands for all. Required.
	KernelSize []int `json:"kernel_size"`

	// Strides is how far the kernel of the input moves from one place of the output to
	// the next along each axis; one number stands for all. Default: 1.
	Strides []int `json:"strides"`

	// Padding says what lies outside of the input: "valid" is nothing, "same" zeros.
	// What lies outside of a state is zeros. Default: "valid".
	Padding string `json:"padding" keras:"default=valid"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	// DilationRate is how far elements of the kernel of the input are apart along each
	// axis; one number stands for all. Strides are 1 if it isn't. Default: 1.
	DilationRate []int `json:"dilation_rate"`

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

	// Dropout is the rate at which inputs are dropped in training, at each step the
	// same ones, others for each gate; a rate of 1 drops nothing, as in Keras.
	// Default: 0.
	Dropout float64 `json:"dropout" keras:"default=0.0"`

	// RecurrentDropout is the rate at which states are dropped in training before
	// they meet the recurrent kernel, at each step the same ones, others for each gate.
	// Default: 0.
	RecurrentDropout float64 `json:"recurrent_dropout" keras:"default=0.0"`

	// Seed is where the random numbers begin. Default: one that the model gives.
	Seed *int64 `json:"seed"`

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

var _ = register[ConvLSTM2D]()

// Validate implements [Validator].
func (l *ConvLSTM2D) Validate() error { return l.cellOf(2).Validate() }

// BuildAll implements [Multi].
func (l *ConvLSTM2D) BuildAll(in []tensor.Shape) error { return l.buildAll(in, 2) }

// MarshalConfig writes a number for each axis.
func (l *ConvLSTM2D) MarshalConfig() (any, error) { return l.config(2) }

func (l *ConvLSTM2D) cellOf(space int) *convLSTMCell {
	return &convLSTMCell{
		set:       l,
		window:    window{layout{space, l.DataFormat}, "KernelSize", l.KernelSize, l.Strides, l.DilationRate, l.Padding},
		MultiBase: MultiBase{Base{Name: "conv_lstm_cell", DType: l.DType}},
	}
}

func (l *ConvLSTM2D) buildAll(in []tensor.Shape, space int) error {
	l.recurrence = recurrence{
		owner: &l.Base, cell: l.cellOf(space), axes: space + 3,
		sequences: l.ReturnSequences, returnsState: l.ReturnState, backwards: l.GoBackwards, stateful: l.Stateful, zeros: l.ZeroOutputForMask,
	}
	return l.build(in)
}

func (l *ConvLSTM2D) config(space int) (any, error) {
	d, w := *l, l.cellOf(space).full()
	d.KernelSize, d.Strides, d.DilationRate, d.Padding, d.DataFormat = w.size, w.strides, w.dilation, w.padding, w.format
	return config.Fields(&d)
}

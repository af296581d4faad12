package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// Embedding turns numbers, such as those of words, into vectors: number i into row i
// of a table.
//
// Input of any shape, of numbers 0 to InputDim-1; output of the same shape with a
// last axis of OutputDim more. Its weight is embeddings [InputDim, OutputDim]. A
// number out of range gives NaN.
type Embedding struct {
	// InputDim is the number of rows: the largest number there may be, plus 1.
	// Required.
	InputDim int `json:"input_dim"`

	// OutputDim is the size of a vector. Required.
	OutputDim int `json:"output_dim"`

	// EmbeddingsInitializer gives the first table. Default: RandomUniform.
	EmbeddingsInitializer initializers.Initializer `json:"embeddings_initializer" keras:"default=RandomUniform"`

	// EmbeddingsRegularizer is a penalty on the table. Default: none.
	EmbeddingsRegularizer regularizers.Regularizer `json:"embeddings_regularizer"`

	// EmbeddingsConstraint limits the table. Default: none.
	EmbeddingsConstraint constraints.Constraint `json:"embeddings_constraint"`

	// MaskZero says that 0 stands for nothing: a mask that is false there travels
	// with the output. Default: false.
	MaskZero bool `json:"mask_zero"`

	// Weights is the first table, in place of the initializer's. It isn't part of
	// the config. Default: none.
	Weights *tensor.Tensor `json:"-"`

	// LoRARank is the rank of a low-rank addition to the table, which is not
	// supported: another number than 0 is refused. Default: 0.
	LoRARank int `json:"lora_rank"`

	Base

	embeddings *ops.Variable
}

var _ = register[Embedding]()

// Validate implements [Validator].
func (e *Embedding) Validate() error {
	var errs []error
	if e.InputDim <= 0 {
		errs = append(errs, received("InputDim", e.InputDim, "a positive number"))
	}
	if e.OutputDim <= 0 {
		errs = append(errs, received("OutputDim", e.OutputDim, "a positive number"))
	}
	if e.LoRARank != 0 {
		errs = append(errs, received("LoRARank", e.LoRARank, "0: low-rank adaptation is not supported"))
	}
	if w := e.Weights; w != nil && !w.Shape().Equal(tensor.Shape{e.InputDim, e.OutputDim}) {
		errs = append(errs, fmt.Errorf("Weights: received shape %v, expected %v", w.Shape(), tensor.Shape{e.InputDim, e.OutputDim}))
	}
	return errors.Join(errs...)
}

// Build implements [Layer].
func (e *Embedding) Build(tensor.Shape) error {
	e.embeddings = e.AddWeight(Weight{
		Name: "embeddings", Shape: tensor.Shape{e.InputDim, e.OutputDim},
		Initializer: e.initializer(), Regularizer: e.EmbeddingsRegularizer, Constraint: e.EmbeddingsConstraint,
	})
	if e.Weights != nil && e.embeddings.Shape().Equal(e.Weights.Shape()) {
		return e.embeddings.Assign(e.Weights)
	}
	return nil
}

func (e *Embedding) initializer() initializers.Initializer {
	if e.EmbeddingsInitializer == nil {
		return &initializers.RandomUniform{}
	}
	return e.EmbeddingsInitializer
}

// Call implements [Layer].
func (e *Embedding) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	if !x.DType.IsInteger() {
		x = ops.Cast(x, tensor.Int32)
	}
	return ops.Take(t.Get(e.embeddings), x, 0)
}

// Masks implements [Masker].
func (e *Embedding) Masks(_ *ops.Trace, in, _ []*ops.Value) []*ops.Value {
	if !e.MaskZero {
		return []*ops.Value{nil}
	}
	return []*ops.Value{ops.NotEqual(in[0], ops.ZerosLike(in[0]))}
}

package layers

import (
	"errors"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// ReversibleEmbedding is an [Embedding] that also goes the other way, for language
// models: called with Reverse it turns vectors [..., OutputDim] into scores of all
// numbers [..., InputDim], by the transpose of the table (Press and Wolf, 2016).
//
// Its weights are embeddings [InputDim, OutputDim] and, unless TieWeights is true,
// reverse_embeddings [OutputDim, InputDim].
type ReversibleEmbedding struct {
	Embedding

	// TieWeights says whether both ways have one table. Default: true.
	TieWeights *bool `json:"tie_weights" keras:"default=true"`

	// ReverseDType is the type in which the way back is computed: "float32" or
	// "float64". Default: the layer's.
	ReverseDType string `json:"reverse_dtype" keras:"plain"`

	// LogitSoftCap limits scores: LogitSoftCap·tanh(score/LogitSoftCap). Default: 0,
	// no limit.
	LogitSoftCap float64 `json:"logit_soft_cap"`

	reverse *ops.Variable
}

var _ = register[ReversibleEmbedding]()

// Validate implements [Validator].
func (r *ReversibleEmbedding) Validate() error {
	err := r.Embedding.Validate()
	switch r.ReverseDType {
	case "", "float32", "float64":
	default:
		err = errors.Join(err, received("ReverseDType", r.ReverseDType, `"float32" or "float64"`))
	}
	return err
}

// Build implements [Layer].
func (r *ReversibleEmbedding) Build(in tensor.Shape) error {
	if err := r.Embedding.Build(in); err != nil {
		return err
	}
	if r.TieWeights != nil && !*r.TieWeights {
		r.reverse = r.AddWeight(Weight{
			Name: "reverse_embeddings", Shape: tensor.Shape{r.OutputDim, r.InputDim},
			Initializer: r.initializer(),
		})
	}
	return nil
}

// CallWith implements [Caller].
func (r *ReversibleEmbedding) CallWith(t *ops.Trace, in []*ops.Value, a Args) []*ops.Value {
	if len(in) != 1 {
		ops.Fail("call", "received %d inputs, expected 1", len(in))
	}
	x := in[0]
	if !a.Reverse {
		return []*ops.Value{r.Call(t, x)}
	}
	if n := len(x.Shape); n == 0 || x.Shape[n-1] != r.OutputDim {
		ops.Fail("call", "received vectors of shape %v, expected a last axis of %d", x.Shape, r.OutputDim)
	}
	kernel := r.reverse
	if kernel == nil {
		kernel = r.embeddings
	}
	w := t.Get(kernel)
	if r.reverse == nil {
		w = ops.Transpose(w)
	}
	if r.ReverseDType != "" {
		dt := tensor.Float32
		if r.ReverseDType == "float64" {
			dt = tensor.Float64
		}
		x, w = ops.Cast(x, dt), ops.Cast(w, dt)
	}
	y := ops.Matmul(x, w)
	if c := r.LogitSoftCap; c != 0 {
		y = ops.Scale(ops.Tanh(ops.Divide(y, ops.FullLike(y, c))), c)
	}
	return []*ops.Value{y}
}

// Masks implements [Masker]: the way back has none.
func (r *ReversibleEmbedding) Masks(t *ops.Trace, in, out []*ops.Value) []*ops.Value {
	if len(in[0].Shape) == len(out[0].Shape) {
		return []*ops.Value{nil}
	}
	return r.Embedding.Masks(t, in, out)
}

package layers

import (
	"errors"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Attention is dot-product attention (Luong et al., 2015): each query gets the average
// of the values, weighted by the softmax of its scores with the keys.
//
// Inputs are query [batch, T, n], value [batch, S, m] and, unless it is the value, key
// [batch, S, n]; output [batch, T, m]. Values whose mask is false count for nothing,
// queries whose mask is false get zeros. A call takes the arguments UseCausalMask and
// ReturnAttentionScores; the scores [batch, T, S] are then a second output.
type Attention struct {
	// UseScale says whether the scores are multiplied by a weight, scale.
	// Default: false.
	UseScale bool `json:"use_scale"`

	// ScoreMode says what a score is: the dot product of query and key ("dot") or
	// a weight, concat_score_weight, times Σtanh(query + key) ("concat").
	// Default: "dot".
	ScoreMode string `json:"score_mode" keras:"default=dot"`

	// Dropout is the probability that a score is dropped. Default: 0.
	Dropout float64 `json:"dropout" keras:"default=0.0"`

	// Seed is where the random numbers of Dropout begin. Default: one that the model
	// gives.
	Seed *int64 `json:"seed"`

	MultiBase

	scale, concat *ops.Variable
	averaging     averaging
}

var _ = register[Attention]()

// Validate implements [Validator].
func (a *Attention) Validate() error {
	err := checkAttentionDropout(a.Dropout, nil)
	switch a.ScoreMode {
	case "", "dot", "concat":
	default:
		err = errors.Join(err, received("ScoreMode", a.ScoreMode, `"dot" or "concat"`))
	}
	return err
}

// BuildAll implements [Multi].
func (a *Attention) BuildAll(in []tensor.Shape) error {
	if _, _, _, err := attentionShapes(in); err != nil {
		return err
	}
	a.scale, a.concat = nil, nil
	if a.UseScale {
		a.scale = a.AddWeight(Weight{Name: "scale", Initializer: ones})
	}
	if a.ScoreMode == "concat" {
		a.concat = a.AddWeight(Weight{Name: "concat_score_weight", Initializer: ones})
	}
	a.averaging = a.newAveraging(a.Dropout, a.Seed)
	return nil
}

// CallAll implements [Multi].
func (a *Attention) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	return a.CallWith(t, in, Args{})
}

// CallWith implements [Caller].
func (a *Attention) CallWith(t *ops.Trace, in []*ops.Value, args Args) []*ops.Value {
	return a.averaging.call(t, in, args, func(q, k *ops.Value) *ops.Value {
		if a.concat == nil {
			s := ops.Einsum("...ij,...kj->...ik", q, k)
			if a.scale != nil {
				s = ops.Multiply(s, t.Get(a.scale))
			}
			return s
		}
		sum := eachWithEach(q, k)
		if a.scale != nil {
			sum = ops.Multiply(t.Get(a.scale), sum)
		}
		return ops.Multiply(t.Get(a.concat), ops.Sum(ops.Tanh(sum), -1))
	})
}

// Masks implements [Masker].
func (*Attention) Masks(t *ops.Trace, in, out []*ops.Value) []*ops.Value {
	return attentionMasks(t, in, out)
}

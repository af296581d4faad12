package layers

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// AdditiveAttention is [Attention] with the scores Σ scale·tanh(query + key)
// (Bahdanau et al., 2014).
//
// Inputs are query [batch, T, n], value [batch, S, n] and, unless it is the value, key
// [batch, S, n]; output [batch, T, n]. Its weight is scale [n], if UseScale is true.
type AdditiveAttention struct {
	// UseScale says whether the sum is weighted by scale. Default: true.
	UseScale *bool `json:"use_scale" keras:"default=true"`

	// Dropout is the probability that a score is dropped. Default: 0.
	Dropout float64 `json:"dropout" keras:"default=0.0"`

	// Seed is where the random numbers of Dropout begin. Default: one that the model
	// gives.
	Seed *int64 `json:"seed"`

	MultiBase

	scale     *ops.Variable
	averaging averaging
}

var _ = register[AdditiveAttention]()

// Validate implements [Validator].
func (a *AdditiveAttention) Validate() error { return checkAttentionDropout(a.Dropout, nil) }

// BuildAll implements [Multi].
func (a *AdditiveAttention) BuildAll(in []tensor.Shape) error {
	query, _, _, err := attentionShapes(in)
	if err != nil {
		return err
	}
	a.scale = nil
	if a.UseScale == nil || *a.UseScale {
		n := query[len(query)-1]
		if n == tensor.Unknown {
			return fmt.Errorf("input: received shape %v, expected a last axis of known size", query)
		}
		a.scale = a.AddWeight(Weight{Name: "scale", Shape: tensor.Shape{n}})
	}
	a.averaging = a.newAveraging(a.Dropout, a.Seed)
	return nil
}

// CallAll implements [Multi].
func (a *AdditiveAttention) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	return a.CallWith(t, in, Args{})
}

// CallWith implements [Caller].
func (a *AdditiveAttention) CallWith(t *ops.Trace, in []*ops.Value, args Args) []*ops.Value {
	return a.averaging.call(t, in, args, func(q, k *ops.Value) *ops.Value {
		s := ops.Tanh(eachWithEach(q, k))
		if a.scale != nil {
			s = ops.Multiply(s, t.Get(a.scale))
		}
		return ops.Sum(s, -1)
	})
}

// Masks implements [Masker].
func (*AdditiveAttention) Masks(t *ops.Trace, in, out []*ops.Value) []*ops.Value {
	return attentionMasks(t, in, out)
}

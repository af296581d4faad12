package layers

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Masking gives its output a mask that hides where all features are MaskValue, and sets
// them to 0 there.
//
// Input [batch, ..., features], output of the same shape, mask [batch, ...].
type Masking struct {
	// MaskValue is the value of features where there is nothing to look at. Default: 0.
	MaskValue float64 `json:"mask_value" keras:"default=0.0"`

	Base
}

var _ = register[Masking]()

// Build implements [Layer].
func (m *Masking) Build(in tensor.Shape) error {
	if len(in) < 2 {
		return fmt.Errorf("input: received shape %v, expected a batch axis and at least one more", in)
	}
	return nil
}

// Call implements [Layer].
func (m *Masking) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	return ops.Where(ops.ExpandDims(m.shown(x), -1), x, ops.Const(0, x.DType))
}

// shown returns the mask.
func (m *Masking) shown(x *ops.Value) *ops.Value {
	return ops.Any(ops.NotEqual(x, ops.FullLike(x, m.MaskValue)), -1)
}

// Masks implements [Masker].
func (m *Masking) Masks(_ *ops.Trace, in, _ []*ops.Value) []*ops.Value {
	return []*ops.Value{m.shown(in[0])}
}

// Weightless says that the layer never has weights.
func (*Masking) Weightless() {}

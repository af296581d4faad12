package layers

import "github.com/gokeras/keras/ops"

// Identity gives its inputs, any number of them, as they are.
type Identity struct {
	Base
	many
}

var _ = register[Identity]()

// CallAll implements [Multi].
func (*Identity) CallAll(_ *ops.Trace, in []*ops.Value) []*ops.Value { return in }

// Masks implements [Masker]: each output has the mask of its input.
func (*Identity) Masks(t *ops.Trace, in, _ []*ops.Value) []*ops.Value {
	masks := make([]*ops.Value, len(in))
	for i, x := range in {
		masks[i] = t.Mask(x)
	}
	return masks
}

package layers

import "github.com/gokeras/keras/ops"

// Minimum gives the smallest of its inputs at each place. What a mask hides doesn't take
// part.
//
// Inputs and output as those of [Add].
type Minimum struct {
	Base
	merging
}

var _ = register[Minimum]()

// CallAll implements [Multi].
func (*Minimum) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	return extreme(t, in, ops.Minimum)
}

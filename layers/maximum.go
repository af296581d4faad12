package layers

import "github.com/gokeras/keras/ops"

// Maximum gives the largest of its inputs at each place. What a mask hides doesn't take
// part.
//
// Inputs and output as those of [Add].
type Maximum struct {
	Base
	merging
}

var _ = register[Maximum]()

// CallAll implements [Multi].
func (*Maximum) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	return extreme(t, in, ops.Maximum)
}

package layers

import "github.com/gokeras/keras/ops"

// Add adds its inputs.
//
// Any number of inputs, of shapes that can be broadcast together; those with fewer axes
// get some of size 1 after the batch's. One output.
type Add struct {
	Base
	merging
}

var _ = register[Add]()

// CallAll implements [Multi].
func (*Add) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	return fold(t, in, ops.Add)
}

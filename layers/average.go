package layers

import "github.com/gokeras/keras/ops"

// Average gives the mean of its inputs at each place.
//
// Inputs and output as those of [Add].
type Average struct {
	Base
	merging
}

var _ = register[Average]()

// CallAll implements [Multi].
func (*Average) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	sum := fold(t, in, ops.Add)[0]
	return []*ops.Value{ops.Divide(sum, ops.FullLike(sum, float64(len(in))))}
}

package layers

import "github.com/gokeras/keras/ops"

// A Function is a function of package ops between the layers of a model. Nobody
// makes one by hand: ops called with symbolic values become Functions when a model
// is made of them.
type Function struct {
	op ops.Operation

	MultiBase
}

// NewFunction returns the layer of an operation.
func NewFunction(op ops.Operation) *Function { return &Function{op: op} }

// Operation returns what the layer computes.
func (f *Function) Operation() ops.Operation { return f.op }

// CallAll implements [Multi].
func (f *Function) CallAll(_ *ops.Trace, in []*ops.Value) []*ops.Value { return f.op.Apply(in) }

// Weightless says that the layer never has weights.
func (*Function) Weightless() {}

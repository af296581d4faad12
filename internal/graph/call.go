package graph

import "sync/atomic"

// A Call is one use of a layer, of a model or of an operation while a model is
// declared: how its inputs become its outputs, which are symbolic values. A model
// that is declared is the calls that lead from its inputs to its outputs.
type Call struct {
	// Op is what is called: a layer or an operation.
	Op any

	// In is the inputs: symbolic values, and values that are known already.
	In []*Value

	// Args is what the call has beside its inputs, nil if nothing.
	Args any

	// Out is the outputs.
	Out []*Value

	// Masks is how many axes the masks have that travel with the outputs, 0 for none; nil
	// if there are none at all.
	Masks []int

	// Err is what is wrong with the call. The outputs then have no type.
	Err error

	// Seq is a number that is greater than those of all calls before.
	Seq int64
}

var calls atomic.Int64

// NewCall returns a call of op without outputs.
func NewCall(op any, in ...*Value) *Call { return &Call{Op: op, In: in, Seq: calls.Add(1)} }

// Declare makes symbolic values of the given types the outputs of c.
func (c *Call) Declare(types ...Type) []*Value {
	for _, t := range types {
		c.Out = append(c.Out, &Value{Type: t, Index: len(c.Out), Call: c})
	}
	return c.Out
}

package layers

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Subtract subtracts the second of its two inputs from the first.
//
// Inputs and output as those of [Add].
type Subtract struct {
	Base
	merging
}

var _ = register[Subtract]()

// BuildAll implements [Multi].
func (s *Subtract) BuildAll(in []tensor.Shape) error {
	if len(in) != 2 {
		return fmt.Errorf("received %d inputs, expected 2", len(in))
	}
	return s.merging.BuildAll(in)
}

// CallAll implements [Multi].
func (*Subtract) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	if len(in) != 2 {
		ops.Fail("call", "received %d inputs, expected 2", len(in))
	}
	return fold(t, in, ops.Subtract)
}

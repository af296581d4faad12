package layers

import "github.com/gokeras/keras/ops"

// ELU is the exponential linear unit as a layer (Clevert, Unterthiner and Hochreiter,
// 2015):
//
//	y = x                for x > 0
//	y = Alpha·(eˣ - 1)   elsewhere
//
// Input of any shape, output of the same.
type ELU struct {
	// Alpha is how far below 0 the function goes. Default: 1.
	Alpha *float64 `json:"alpha" keras:"default=1.0"`

	Base
}

var _ = register[ELU]()

// Call implements [Layer].
func (e *ELU) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return ops.Elu(x, given(e.Alpha, 1)) }

// PassesMask says that the output has the mask of the input.
func (*ELU) PassesMask() {}

// Weightless says that the layer never has weights.
func (*ELU) Weightless() {}

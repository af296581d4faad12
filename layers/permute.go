package layers

import (
	"fmt"
	"slices"

	"github.com/gokeras/keras/ops"
)

// Permute changes the order of the axes of each sample.
//
// Input [batch, n₁, n₂, ...], output [batch, n at Dims[0], n at Dims[1], ...].
type Permute struct {
	// Dims is which axis of the input each axis of the output is. The first after
	// the batch is 1: with 2, 1 they change places. Required.
	Dims []int `json:"dims" keras:"default=[];always"`

	Base
}

var _ = register[Permute]()

// Validate implements [Validator].
func (p *Permute) Validate() error {
	for i, d := range slices.Sorted(slices.Values(p.Dims)) {
		if d != i+1 {
			return received("Dims", p.Dims, fmt.Sprintf("each of the numbers from 1 to %d", len(p.Dims)))
		}
	}
	return nil
}

// Call implements [Layer].
func (p *Permute) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	if len(x.Shape) != len(p.Dims)+1 {
		ops.Fail("Permute", "input: received shape %v, expected a batch axis and %d more for Dims %v", x.Shape, len(p.Dims), p.Dims)
	}
	return ops.Transpose(x, append([]int{0}, p.Dims...)...)
}

// Weightless says that the layer never has weights.
func (*Permute) Weightless() {}

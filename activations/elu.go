package activations

import "github.com/gokeras/keras/ops"

// ELU is x where x > 0 and eˣ-1 elsewhere; see [ops.Elu].
const ELU Name = "elu"

var _ = register(ELU, func(x *ops.Value) *ops.Value { return ops.Elu(x, 1) })

package activations

import "github.com/gokeras/keras/ops"

// HardTanh is x limited to the range from -1 to 1; see [ops.HardTanh].
const HardTanh Name = "hard_tanh"

var _ = register(HardTanh, ops.HardTanh)

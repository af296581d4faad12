package activations

import "github.com/gokeras/keras/ops"

// HardSiLU is x·hard_sigmoid(x), also known as "hard_swish";
// see [ops.HardSilu].
const HardSiLU Name = "hard_silu"

var _ = register(HardSiLU, ops.HardSilu)

var _ = register("hard_swish", ops.HardSilu)

package activations

import "github.com/gokeras/keras/ops"

// HardShrink is x where |x| > ½ and 0 elsewhere; see [ops.HardShrink].
const HardShrink Name = "hard_shrink"

var _ = register(HardShrink, func(x *ops.Value) *ops.Value { return ops.HardShrink(x, .5) })

package activations

import "github.com/gokeras/keras/ops"

// HardSigmoid is x/6 + ½ limited to the range from 0 to 1;
// see [ops.HardSigmoid].
const HardSigmoid Name = "hard_sigmoid"

var _ = register(HardSigmoid, ops.HardSigmoid)

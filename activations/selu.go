package activations

import "github.com/gokeras/keras/ops"

// SELU is x where x > 0 and 1.6733(eˣ-1) elsewhere, times 1.0507;
// see [ops.Selu].
const SELU Name = "selu"

var _ = register(SELU, ops.Selu)

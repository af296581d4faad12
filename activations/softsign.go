package activations

import "github.com/gokeras/keras/ops"

// Softsign is x/(|x|+1); see [ops.Softsign].
const Softsign Name = "softsign"

var _ = register(Softsign, ops.Softsign)

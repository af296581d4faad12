package activations

import "github.com/gokeras/keras/ops"

// SparseSigmoid is ½(x+1) limited to the range from 0 to 1;
// see [ops.SparseSigmoid].
const SparseSigmoid Name = "sparse_sigmoid"

var _ = register(SparseSigmoid, ops.SparseSigmoid)

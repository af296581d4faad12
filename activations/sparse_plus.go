package activations

import "github.com/gokeras/keras/ops"

// SparsePlus is 0 where x ≤ -1, x where x ≥ 1 and ¼(x+1)² between;
// see [ops.SparsePlus].
const SparsePlus Name = "sparse_plus"

var _ = register(SparsePlus, ops.SparsePlus)

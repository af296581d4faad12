package activations

import "github.com/gokeras/keras/ops"

// TanhShrink is x - tanh x; see [ops.TanhShrink].
const TanhShrink Name = "tanh_shrink"

var _ = register(TanhShrink, ops.TanhShrink)

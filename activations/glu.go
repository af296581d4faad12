package activations

import "github.com/gokeras/keras/ops"

// GLU is a·σ(b) for the halves a and b of the last axis;
// see [ops.Glu].
const GLU Name = "glu"

var _ = register(GLU, func(x *ops.Value) *ops.Value { return ops.Glu(x, -1) })

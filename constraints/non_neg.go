package constraints

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// NonNeg makes negative weights 0.
type NonNeg struct{}

var _ = config.Register[NonNeg](module)

// Project implements [Constraint].
func (*NonNeg) Project(w *ops.Value) *ops.Value { return ops.Maximum(w, ops.ZerosLike(w)) }

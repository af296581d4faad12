package layers

import (
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
)

// given returns what p points to, and def if it points to nothing.
func given[T any](p *T, def T) T {
	if p == nil {
		return def
	}
	return *p
}

func orOnes(i initializers.Initializer) initializers.Initializer {
	if i == nil {
		return &initializers.Ones{}
	}
	return i
}

// addIf makes a weight that is wanted, and returns nil for one that isn't.
func (b *Base) addIf(wanted bool, w Weight) *ops.Variable {
	if !wanted {
		return nil
	}
	return b.AddWeight(w)
}

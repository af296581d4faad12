// Package constraints says what weights may be: an optimizer's step is followed by a
// projection onto what is allowed.
//
//	&layers.Dense{Units: 500, KernelConstraint: &constraints.MaxNorm{MaxValue: new(3.0)}}
package constraints

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// A Constraint makes of a weight one that is allowed.
type Constraint interface {
	// Project returns a value of the shape of w. Being part of a program it reports a
	// mistake by a panic with an [*ops.Error].
	Project(w *ops.Value) *ops.Value
}

const module = "keras.constraints"

// A Name is the name of a constraint with its default settings, as Keras has it:
// "max_norm", "MaxNorm", "non_neg" …
type Name string

// Project implements [Constraint].
func (n Name) Project(w *ops.Value) *ops.Value {
	c, err := n.resolve()
	if err != nil {
		panic(&ops.Error{Func: "constraint", Err: err})
	}
	return c.Project(w)
}

// MarshalConfig writes the constraint that the name stands for.
func (n Name) MarshalConfig() (any, error) { return n.resolve() }

func (n Name) resolve() (Constraint, error) {
	return config.Named[Constraint]("constraint", string(n))
}

// Axes are the axes along which a norm is computed: those of the weights that go into
// one unit. For the kernel [in, out] of a Dense layer that is axis 0, for the kernel
// [rows, columns, in, out] of a convolution axes 0, 1 and 2.
type Axes []int

// MarshalConfig writes a single axis as a number.
func (a Axes) MarshalConfig() (any, error) {
	if len(a) == 1 {
		return a[0], nil
	}
	return []int(a), nil
}

// norm returns √Σw² along the axes, of which there is one if none is given, with size 1
// for each of them.
func (a Axes) norm(w *ops.Value) *ops.Value {
	if len(a) == 0 {
		a = Axes{0}
	}
	return ops.KeepDims(ops.Sqrt(ops.Sum(ops.Square(w), a...)), w, a...)
}

// rescale gives w, whose norms are given, other norms.
func rescale(w, norms, want *ops.Value) *ops.Value {
	return ops.Multiply(w, ops.Divide(want, ops.AddScalar(norms, epsilon)))
}

// epsilon keeps norms of 0 from a division by 0; it is keras.config.epsilon().
const epsilon = 1e-7

func or(p *float64, def float64) float64 {
	if p == nil {
		return def
	}
	return *p
}

// Package regularizers says what training adds to the loss for the size of weights.
//
//	&layers.Dense{Units: 500, KernelRegularizer: &regularizers.L2{L2: new(1e-4)}}
package regularizers

import (
	"fmt"
	"math"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// A Regularizer gives the penalty for a weight, or for the output of a layer.
type Regularizer interface {
	// Penalty returns a scalar that is added to the loss. Being part of a program it
	// reports a mistake by a panic with an [*ops.Error].
	Penalty(w *ops.Value) *ops.Value
}

const module = "keras.regularizers"

// A Name is the name of a regularizer with its default settings, as Keras has it: "l1",
// "l2", "orthogonal_regularizer", "l1l2", whose factors are 0. Moreover "l1_l2", as in
// Keras 2, is L1L2 with factors of 0.01.
type Name string

// Penalty implements [Regularizer].
func (n Name) Penalty(w *ops.Value) *ops.Value {
	r, err := n.resolve()
	if err != nil {
		panic(&ops.Error{Func: "regularizer", Err: err})
	}
	return r.Penalty(w)
}

// MarshalConfig writes the regularizer that the name stands for.
func (n Name) MarshalConfig() (any, error) { return n.resolve() }

func (n Name) resolve() (Regularizer, error) {
	if n == "l1_l2" {
		return &L1L2{L1: .01, L2: .01}, nil
	}
	return config.Named[Regularizer]("regularizer", string(n))
}

// factorOf returns the number that p points to, .01 if it points to none.
func factorOf(class, field string, p *float64) float64 {
	if p == nil {
		return .01
	}
	return checked(class, field, *p)
}

func checked(class, field string, v float64) float64 {
	if !(v >= 0) || math.IsInf(v, 1) {
		err := fmt.Errorf("%s: received %v, expected a finite number that isn't negative", field, v)
		panic(&ops.Error{Func: "regularizer " + class, Err: err})
	}
	return v
}

package layers

import (
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/ops"
)

// Activation applies an activation function:
//
//	y = Activation(x)
//
// Input of any shape, output of the same.
type Activation struct {
	// Activation is the function's name. Required.
	Activation activations.Name `json:"activation" keras:"default=linear;null=linear;always"`

	Base
}

var _ = register[Activation]()

// Validate implements [Validator].
func (a *Activation) Validate() error {
	if a.Activation == "" {
		return received("Activation", a.Activation, "the name of a function such as activations.ReLU")
	}
	return checkActivation(a.Activation)
}

// Call implements [Layer].
func (a *Activation) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return activate(x, a.Activation) }

// PassesMask says that the output has the mask of the input.
func (*Activation) PassesMask() {}

func checkActivation(n activations.Name) error {
	_, err := activations.Lookup(n)
	return err
}

// activate applies an activation that checkActivation has found to exist.
func activate(x *ops.Value, n activations.Name) *ops.Value {
	f, err := activations.Lookup(n)
	if err != nil {
		ops.Fail("activation", "%v", err)
	}
	return f(x)
}

// Weightless says that the layer never has weights.
func (*Activation) Weightless() {}

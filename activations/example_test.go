package activations_test

import (
	"fmt"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/ops"
)

func ExampleLookup() {
	_, err := activations.Lookup("sigmod")
	fmt.Println(err)
	// Output:
	// activation: received "sigmod", expected a known name such as "sigmoid"
}

// Bump is an activation of one's own: e to the power -x².
var Bump = activations.Register("my_package>bump", func(x *ops.Value) *ops.Value {
	return ops.Exp(ops.Negative(ops.Square(x)))
})

func ExampleRegister() {
	_, err := activations.Lookup(Bump)
	fmt.Println(Bump, err)
	// Output: my_package>bump <nil>
}

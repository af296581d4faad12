package layers_test

import (
	"context"
	"fmt"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Scale multiplies each column with a factor of its own.
type Scale struct {
	// Start is what the factors begin as. Default: 0.
	Start float64 `json:"start"`

	layers.Base

	factor *ops.Variable
}

var _ = keras.Register[Scale]("example")

func (s *Scale) Build(in tensor.Shape) error {
	s.factor = s.AddWeight(layers.Weight{
		Name: "factor", Shape: in[len(in)-1:], Initializer: &initializers.Constant{Value: s.Start},
	})
	return nil
}

func (s *Scale) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	return ops.Multiply(x, t.Get(s.factor))
}

// Example writes a layer outside the package, and uses it beside others.
func Example() {
	model := keras.Sequential(keras.Input(2, 2),
		&layers.Rescaling{Scale: 1. / 10},
		&layers.Flatten{},
		&Scale{Start: 3},
	)
	y, err := model.Predict(context.Background(), tensor.FromSlice([]float32{0, 10, 20, 30}, 1, 2, 2))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tensor.Data[float32](y))
	for _, v := range model.Variables() {
		fmt.Println(v.Path, v.Shape())
	}
	// Output:
	// [0 3 6 9]
	// sequential/scale/factor (4,)
}

// Mistakes of all layers are returned at once.
func ExampleValidate() {
	fmt.Println(layers.Validate(&layers.Dense{Units: -3, Activation: "rellu", Base: layers.Named("digits")}))
	// Output:
	// layer "digits" (Dense): Units: received -3, expected a positive number
	// layer "digits" (Dense): activation: received "rellu", expected a known name such as "relu"
}

package initializers_test

import (
	"fmt"

	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

func ExampleInitializer() {
	g := random.New(1)
	for _, i := range []initializers.Initializer{
		&initializers.Identity{Gain: new(2.0)},
		initializers.Name("ones"),
	} {
		w, err := i.Initialize(g, tensor.Float32, tensor.Shape{2, 2})
		fmt.Println(tensor.Data[float32](w), err)
	}
	// Output:
	// [2 0 0 2] <nil>
	// [1 1 1 1] <nil>
}

func ExampleFans() {
	in, out, err := initializers.Fans(tensor.Shape{3, 3, 16, 32}, nil, nil)
	fmt.Println(in, out, err)
	// Output: 144 288 <nil>
}

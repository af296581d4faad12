package random_test

import (
	"fmt"

	"github.com/gokeras/keras/random"
)

func ExampleGenerator() {
	g := random.New(42)
	weights := make([]float32, 3)
	g.Uniform(weights, -1, 1)
	fmt.Printf("%.3f\n", weights)
	fmt.Println(g.Child("shuffle").Perm(5))
	// Output:
	// [0.723 0.868 -0.111]
	// [0 2 4 3 1]
}

package mnist_test

import (
	"fmt"
	"log"

	"github.com/gokeras/keras/datasets/mnist"
	"github.com/gokeras/keras/tensor"
)

func ExampleLoad() {
	xTrain, yTrain, xTest, yTest, err := mnist.Load()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(xTrain.Shape(), yTrain.Shape(), xTest.Shape(), yTest.Shape())
	fmt.Println(tensor.Data[uint8](yTrain)[:5])

	for _, row := range []int{7, 8, 9} {
		pixels := xTrain.Rows(0, 1) // the first digit is a 5
		for _, v := range tensor.Data[uint8](pixels)[28*row+8 : 28*row+20] {
			fmt.Printf("%4d", v)
		}
		fmt.Println()
	}
	// Output:
	// (60000, 28, 28) (60000,) (10000, 28, 28) (10000,)
	// [5 0 4 1 9]
	//  238 253 253 253 253 253 253 253 253 251  93  82
	//  219 253 253 253 253 253 198 182 247 241   0   0
	//   80 156 107 253 253 205  11   0  43 154   0   0
}

// Fashion-MNIST has the same files.
func ExampleLoadDir() {
	xTrain, _, _, _, err := mnist.LoadDir("fashion-mnist")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(xTrain.Shape())
}

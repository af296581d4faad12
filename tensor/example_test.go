package tensor_test

import (
	"fmt"
	"log"

	"github.com/gokeras/keras/tensor"
)

func ExampleFrom() {
	t, err := tensor.From([][]float32{{1, 2.5, 3}, {4, 5, -6}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(t.Shape(), t.DType())
	fmt.Println(t)
	fmt.Println(t.Repr())
	fmt.Println(t.At(1, -1))
	// Output:
	// (2, 3) float32
	// [[ 1.   2.5  3. ]
	//  [ 4.   5.  -6. ]]
	// array([[ 1. ,  2.5,  3. ],
	//        [ 4. ,  5. , -6. ]], dtype=float32)
	// -6
}

func ExampleTensor_Slice() {
	t, err := tensor.From([][]int{{0, 1, 2, 3}, {4, 5, 6, 7}, {8, 9, 10, 11}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(t.Slice(tensor.Range{Step: -1}, tensor.Range{Start: new(1), Stop: new(3)})) // t[::-1, 1:3]
	fmt.Println(t.Index(-1))                                                                // t[-1]
	// Output:
	// [[ 9 10]
	//  [ 5  6]
	//  [ 1  2]]
	// [ 8  9 10 11]
}

func ExampleTensor_String() {
	t := tensor.New(tensor.Float32, 2000)
	t.Set(0.125, 0)
	t.Set(-1, -1)
	fmt.Println(t)
	// Output: [ 0.125  0.     0.    ...  0.     0.    -1.   ]
}

func ExampleToCategorical() {
	labels := tensor.FromSlice([]uint8{0, 2, 1})
	t, err := tensor.ToCategorical(labels, 3)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(t)
	// Output:
	// [[1. 0. 0.]
	//  [0. 0. 1.]
	//  [0. 1. 0.]]
}

func ExampleStack() {
	x := tensor.FromSlice([]int32{1, 2})
	y := tensor.FromSlice([]int32{3, 4})
	t, err := tensor.Stack(0, x, y)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(t)
	// Output:
	// [[1 2]
	//  [3 4]]
}

func ExampleSaveNPZ() {
	x := tensor.FromSlice([]float32{1, 2, 3, 4}, 2, 2)
	y := tensor.FromSlice([]int64{0, 1})
	if err := tensor.SaveNPZ("train.npz", map[string]*tensor.Tensor{"x": x, "y": y}); err != nil {
		log.Fatal(err)
	}
	arrays, err := tensor.LoadNPZ("train.npz") // in Python: numpy.load("train.npz")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(arrays["x"])
}

package keras_test

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"log"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/tensor"
)

//go:embed testdata/files/model.keras
var files embed.FS

// A program that has its model, which Keras has trained in Python, within itself.
func ExampleLoadFS() {
	model, err := keras.LoadFS(files, "testdata/files/model.keras")
	if err != nil {
		log.Fatal(err)
	}
	x := tensor.FromSlice([]float32{-0.8, -1.3, -0.2}, 1, 3)
	y, err := model.Predict(context.Background(), x)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(model.OutputNames(), y.Shape())
	// Output: [out] (1, 2)
}

//go:embed testdata/files/model.keras
var modelFile []byte

// The same from the bytes of a file, for predictions only, in double precision.
func ExampleRead() {
	model, err := keras.Read(bytes.NewReader(modelFile), int64(len(modelFile)), keras.LoadOptions{
		Compile: new(false),
		DType:   "float64",
	})
	if err != nil {
		log.Fatal(err)
	}
	y, err := model.Predict(context.Background(), tensor.New(tensor.Float64, 4, 3))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(y.DType(), y.Shape())
	// Output: float64 (4, 2)
}

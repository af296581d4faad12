package hdf5_test

import (
	"bytes"
	"fmt"
	"log"

	"github.com/gokeras/keras/internal/hdf5"
)

func Example() {
	w := hdf5.NewWriter()
	vars := w.Group("layers/dense/vars")
	vars.SetAttr("name", "dense")
	hdf5.Write(vars, "0", []int{3, 2}, []float32{1, 2, 3, 4, 5, 6})
	hdf5.Write(vars, "1", []int{2}, []float32{0, 0})
	var file bytes.Buffer
	if _, err := w.WriteTo(&file); err != nil {
		log.Fatal(err)
	}

	f, err := hdf5.Open(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		log.Fatal(err)
	}
	dense, err := f.Root().Group("layers/dense/vars")
	if err != nil {
		log.Fatal(err)
	}
	name, err := hdf5.Attr[string](dense, "name")
	fmt.Println(name, dense.Names(), err)
	kernel, err := dense.Dataset("0")
	if err != nil {
		log.Fatal(err)
	}
	values, err := hdf5.Read[float64](kernel)
	fmt.Println(kernel.Type(), kernel.Shape(), values, err)
	_, err = dense.Dataset("2")
	fmt.Println(err)
	// Output:
	// dense [0 1] <nil>
	// float32 [3 2] [1 2 3 4 5 6] <nil>
	// hdf5: /layers/dense/vars: "2": file does not exist
}

// The names of layers of a whole model in Keras's .h5.
func ExampleStrings() {
	w := hdf5.NewWriter()
	weights := w.Group("model_weights")
	weights.SetStrings("layer_names", []string{"dense", "dense_1"})
	weights.SetAttr("backend", []byte("jax"))
	weights.Group("dense").SetStrings("weight_names", []string{"dense/kernel"})
	hdf5.Write(weights, "dense/dense/kernel", []int{2, 1}, []float32{3, 4})
	var file bytes.Buffer
	if _, err := w.WriteTo(&file); err != nil {
		log.Fatal(err)
	}

	f, err := hdf5.Open(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		log.Fatal(err)
	}
	saved, err := f.Root().Group("model_weights")
	if err != nil {
		log.Fatal(err)
	}
	layers, err := hdf5.Strings(saved, "layer_names")
	fmt.Println(layers, err)
	layer, err := saved.Group(layers[0])
	if err != nil {
		log.Fatal(err)
	}
	names, err := hdf5.Strings(layer, "weight_names")
	fmt.Println(names, err)
	kernel, err := layer.Dataset(names[0])
	if err != nil {
		log.Fatal(err)
	}
	values, err := hdf5.Read[float32](kernel)
	fmt.Println(values, err)
	// Output:
	// [dense dense_1] <nil>
	// [dense/kernel] <nil>
	// [3 4] <nil>
}

// Siamese learns whether two pictures show the same digit: one tower, shared by both,
// maps a picture to a point, and same digits to points that are near each other
// (Hadsell, Chopra and LeCun, 2006).
//
// Run whole it tells 96.59 % of 10,000 pairs of test pictures apart, after 8 s on two
// cores.
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"math/rand/v2"
	"os"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/datasets/mnist"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

func main() {
	if _, err := run(context.Background(), os.Stdout, 60000, 8, 10000); err != nil {
		log.Fatal(err)
	}
}

// network returns the model: the probability that two pictures show the same digit
// falls with the distance of their points.
func network() *keras.Model {
	tower := keras.Sequential(
		&layers.Rescaling{Scale: 1. / 255},
		&layers.Flatten{},
		&layers.Dense{Units: 256, Activation: "relu"},
		&layers.Dropout{Rate: 0.1},
		&layers.Dense{Units: 128, Activation: "relu"},
		&layers.Dense{Units: 32},
	)
	left := &layers.Input{Shape: []int{28, 28}, Base: layers.Named("left")}
	right := &layers.Input{Shape: []int{28, 28}, Base: layers.Named("right")}
	apart := ops.Square(ops.Subtract(keras.Call(tower, left), keras.Call(tower, right)))
	same := keras.Call(&layers.Dense{Units: 1, Activation: "sigmoid"}, apart)
	return keras.Functional(keras.List{left, right}, same)
}

// pairs returns pairs of pictures, half of them of the same digit.
func pairs(x, y *tensor.Tensor, seed uint64) *data.Named {
	r := rand.New(rand.NewPCG(seed, 0))
	of := make([][]int, 10)
	digit := tensor.Data[uint8](y)
	for i, d := range digit {
		of[d] = append(of[d], i)
	}
	left, right, same := make([]int, len(digit)), make([]int, len(digit)), make([]float32, len(digit))
	for i, d := range digit {
		left[i] = i
		if i%2 == 0 {
			same[i] = 1
		} else {
			d = uint8((int(d) + 1 + r.IntN(9)) % 10)
		}
		right[i] = of[d][r.IntN(len(of[d]))]
	}
	return &data.Named{
		X: map[string]*tensor.Tensor{"left": x.Take(left), "right": x.Take(right)},
		Y: map[string]*tensor.Tensor{"dense": tensor.FromSlice(same, len(same), 1)},
	}
}

// run trains with so many pairs and epochs, and returns the part of so many pairs of
// test pictures that it tells apart.
func run(ctx context.Context, w io.Writer, n, epochs, held int) (float64, error) {
	keras.SetRandomSeed(1)
	x, y, xTest, yTest, err := mnist.Load()
	if err != nil {
		return 0, err
	}
	model := network()
	err = model.Compile(keras.CompileOptions{
		Loss:      &losses.BinaryCrossentropy{},
		Optimizer: &optimizers.Adam{},
		Metrics:   []metrics.Metric{&metrics.Accuracy{}},
	})
	if err != nil {
		return 0, err
	}
	if err := model.Summary(w); err != nil {
		return 0, err
	}
	train := pairs(x.Rows(0, n), y.Rows(0, n), 1)
	if _, err := model.Fit(ctx, train, keras.FitOptions{BatchSize: 128, Epochs: epochs, Output: w}); err != nil {
		return 0, err
	}
	score, err := model.Evaluate(ctx, pairs(xTest.Rows(0, held), yTest.Rows(0, held), 2), keras.EvaluateOptions{BatchSize: 500, Verbose: new(0)})
	if err != nil {
		return 0, err
	}
	accuracy, _ := score.Get("accuracy")
	fmt.Fprintf(w, "Pairs of test pictures told apart: %.2f %%\n", 100*accuracy)
	return accuracy, nil
}

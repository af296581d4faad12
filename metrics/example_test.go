package metrics_test

import (
	"fmt"

	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
)

// Metrics by name are reported under the name as given.
func ExampleNames() {
	for _, m := range metrics.Names("acc", "mse") {
		fmt.Printf("%s %T\n", metrics.NameOf(m), m)
	}
	// Output:
	// acc *metrics.Accuracy
	// mse *metrics.MeanSquaredError
}

// A function is a metric too: the average of what it gives for each sample.
func ExampleFunc() {
	m := &metrics.Func{Name: "largest_error", Better: metrics.Down,
		Fn: func(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
			return ops.Max(ops.Absolute(ops.Subtract(yTrue, yPred)), -1)
		}}
	fmt.Println(metrics.NameOf(m), metrics.Check(m))
	// Output: largest_error <nil>
}

package kerastest_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/kerastest"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// each calls f with a function that makes an object of each class of a module, with
// the settings that its fields have by default.
func each[T any](t *testing.T, module string, f func(t *testing.T, class string, make func() T)) {
	n := 0
	for _, c := range config.Classes() {
		if c.Module != module {
			continue
		}
		n++
		t.Run(c.Name, func(t *testing.T) {
			f(t, c.Name, func() T { return reflect.New(c.Type).Interface().(T) })
		})
	}
	if n == 0 {
		t.Errorf("no class of module %q", module)
	}
}

// classes is targets that are class numbers.
func classes(g *random.Generator, n int, s shape) (yTrue, yPred *tensor.Tensor) {
	y, p := make([]int32, n), make([]float32, s.Size())
	for i := range y {
		y[i] = int32(g.Uint64() % uint64(s[len(s)-1]))
	}
	g.Uniform(p, .05, .95)
	return tensor.FromSlice(y), tensor.FromSlice(p, s...)
}

// sequences is targets that are sequences of two class numbers, none of them the blank.
func sequences(g *random.Generator, n int, s shape) (yTrue, yPred *tensor.Tensor) {
	y, p := make([]int32, 2*n), make([]float32, s.Size())
	for i := range y {
		y[i] = 1 + int32(g.Uint64()%uint64(s[len(s)-1]-1))
	}
	g.Uniform(p, .05, .95)
	return tensor.FromSlice(y, n, 2), tensor.FromSlice(p, s...)
}

func TestLosses(t *testing.T) {
	each(t, "keras.losses", func(t *testing.T, class string, make func() losses.Loss) {
		c := kerastest.LossCase{New: make}
		switch {
		case class == "Circle":
			return // compares the samples of a batch with each other
		case class == "Dice":
			c.New = func() losses.Loss { return &losses.Dice{Axes: []int{1}} }
		case class == "Tversky":
			c.New = func() losses.Loss { return &losses.Tversky{Axes: []int{1}} }
		case class == "CTC":
			c.Shape, c.Values = shape{5, 3}, sequences
		case strings.HasPrefix(class, "Sparse"), class == "CategoricalGeneralizedCrossEntropy":
			c.Values = classes
		}
		kerastest.Loss(t, c)
	})
	t.Run("name", func(t *testing.T) {
		kerastest.Loss(t, kerastest.LossCase{New: func() losses.Loss { return losses.Name("mse") }, Shape: shape{2, 3}})
	})
}

// chosen is the metrics that have settings which are required, or without which the result
// is an array.
var chosen = map[string]func() metrics.Metric{
	"F1Score":    func() metrics.Metric { return &metrics.F1Score{Average: "micro"} },
	"FBetaScore": func() metrics.Metric { return &metrics.FBetaScore{Average: "weighted", Beta: 2, Threshold: .5} },
	"IoU": func() metrics.Metric {
		return &metrics.IoU{NumClasses: 4, TargetClassIDs: []int{0, 2}, SparseYPred: new(false)}
	},
	"MeanIoU":       func() metrics.Metric { return &metrics.MeanIoU{NumClasses: 4, SparseYPred: new(false)} },
	"OneHotIoU":     func() metrics.Metric { return &metrics.OneHotIoU{NumClasses: 4, TargetClassIDs: []int{1, 3}} },
	"OneHotMeanIoU": func() metrics.Metric { return &metrics.OneHotMeanIoU{NumClasses: 4, IgnoreClass: new(2)} },
}

func TestMetrics(t *testing.T) {
	each(t, "keras.metrics", func(t *testing.T, class string, make func() metrics.Metric) {
		if class == "MeanMetricWrapper" {
			return // averages batches, whatever their sizes
		}
		if chosen[class] != nil {
			make = chosen[class]
		}
		c := kerastest.MetricCase{New: make}
		if strings.HasPrefix(class, "Sparse") || class == "IoU" || class == "MeanIoU" {
			c.Values = classes
		}
		kerastest.Metric(t, c)
	})
}

func TestOptimizers(t *testing.T) {
	each(t, "keras.optimizers", func(t *testing.T, class string, make func() optimizers.Optimizer) {
		if class == "Adafactor" {
			return // Keras gives the variables of a weight the same path
		}
		kerastest.Optimizer(t, kerastest.OptimizerCase{New: make})
	})
	t.Run("all", func(t *testing.T) {
		kerastest.Optimizer(t, kerastest.OptimizerCase{New: func() optimizers.Optimizer {
			return &optimizers.SGD{LearningRate: .1, Momentum: .5, Base: optimizers.Base{
				Name: "mine", WeightDecay: .01, Clipnorm: 1, UseEMA: true, EMAMomentum: new(.5), LossScaleFactor: 8, GradientAccumulationSteps: 2,
			}}
		}})
	})
}

package optimizers_test

import (
	"math"
	"testing"

	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// rules are the optimizers, with the settings that make another rule of one.
var rules = []struct {
	name string
	make func() optimizers.Optimizer
}{
	{"SGD", func() optimizers.Optimizer { return &optimizers.SGD{} }},
	{"SGD/momentum", func() optimizers.Optimizer { return &optimizers.SGD{Momentum: .9} }},
	{"SGD/nesterov", func() optimizers.Optimizer { return &optimizers.SGD{Momentum: .9, Nesterov: true} }},
	{"RMSprop", func() optimizers.Optimizer { return &optimizers.RMSprop{} }},
	{"RMSprop/centered", func() optimizers.Optimizer { return &optimizers.RMSprop{Momentum: .9, Centered: true} }},
	{"Adagrad", func() optimizers.Optimizer { return &optimizers.Adagrad{} }},
	{"Adadelta", func() optimizers.Optimizer { return &optimizers.Adadelta{} }},
	{"Adam", func() optimizers.Optimizer { return &optimizers.Adam{} }},
	{"Adam/amsgrad", func() optimizers.Optimizer { return &optimizers.Adam{Amsgrad: true} }},
	{"AdamW", func() optimizers.Optimizer { return &optimizers.AdamW{} }},
	{"Adamax", func() optimizers.Optimizer { return &optimizers.Adamax{} }},
	{"Nadam", func() optimizers.Optimizer { return &optimizers.Nadam{} }},
	{"Adafactor", func() optimizers.Optimizer { return &optimizers.Adafactor{} }},
	{"Ftrl", func() optimizers.Optimizer { return &optimizers.Ftrl{} }},
	{"Lamb", func() optimizers.Optimizer { return &optimizers.Lamb{} }},
	{"Lion", func() optimizers.Optimizer { return &optimizers.Lion{} }},
	{"Muon", func() optimizers.Optimizer { return &optimizers.Muon{} }},
	{"ScheduleFreeAdamW", func() optimizers.Optimizer { return &optimizers.ScheduleFreeAdamW{} }},
}

// update returns a step for weights 0, 1/n, … and gradients of at most 0.03, the
// weights and the gradient.
func update(tb testing.TB, o optimizers.Optimizer, shape ...int) (p *graph.Program, w *ops.Variable, gradient *tensor.Tensor) {
	weights := tensor.New(tensor.Float32, shape...)
	gradient = tensor.New(tensor.Float32, shape...)
	n := weights.Size()
	for i := range n {
		tensor.Data[float32](weights)[i] = float32(i) / float32(n)
		tensor.Data[float32](gradient)[i] = float32(i%7-3) / 100
	}
	w = ops.NewVariable("w", weights)
	trace := ops.NewTrace(true)
	g := ops.Input("gradient", tensor.Float32, shape...)
	if err := optimizers.Apply(trace, o, []*ops.Variable{w}, []*ops.Value{g}); err != nil {
		tb.Fatal(err)
	}
	return trace.Program("step", []*graph.Value{g}, nil), w, gradient
}

// TestEngines holds the loops that the fast engine has for whole rules to the plain
// primitives: after some steps the weights are equal but for the rounding of a few
// quotients, and of the sums and products that some rules have for matrices.
func TestEngines(t *testing.T) {
	for _, r := range rules {
		for name, shape := range map[string][]int{"vector": {3001}, "matrix": {17, 33}, "tall": {33, 5}} {
			t.Run(r.name+"/"+name, func(t *testing.T) {
				fast, got, gradient := update(t, r.make(), shape...)
				plain, want, _ := update(t, r.make(), shape...)
				c, err := cpu.Compile(fast)
				if err != nil {
					t.Fatal(err)
				}
				for range 4 {
					run(t, plain, gradient)
					if err := c.Run([]*tensor.Tensor{gradient}, nil); err != nil {
						t.Fatal(err)
					}
				}
				x, y := tensor.Data[float32](got.Store()), tensor.Data[float32](want.Store())
				for i := range x {
					if !(math.Abs(float64(x[i]-y[i])) <= 0x1p-23) {
						t.Fatalf("weight %d: received %v, expected %v", i, x[i], y[i])
					}
				}
			})
		}
	}
}

// BenchmarkUpdate is what a step takes for 650,000 weights, about as many as the
// 784-500-500-10 network has.
func BenchmarkUpdate(b *testing.B) {
	const n = 650_000
	for _, r := range rules {
		b.Run(r.name, func(b *testing.B) {
			p, _, gradient := update(b, r.make(), n)
			c, err := cpu.Compile(p)
			if err != nil {
				b.Fatal(err)
			}
			in := []*tensor.Tensor{gradient}
			for b.Loop() {
				if err := c.Run(in, nil); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/weight")
		})
	}
}

package cpu_test

import (
	"fmt"
	"testing"

	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/enginetest"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// BenchmarkStep is a step of training of the 784-500-500-10 network with Adam.
func BenchmarkStep(b *testing.B) {
	for _, batch := range []int{1, 32, 100} {
		b.Run(fmt.Sprint(batch), func(b *testing.B) {
			n := enginetest.NewNetwork(batch, 784, 500, 500, 10)
			c, err := cpu.Compile(n.Program)
			if err != nil {
				b.Fatal(err)
			}
			in, out := n.Batch(), outputs(n.Program)
			b.ReportAllocs()
			for b.Loop() {
				if err := c.Run(in, out); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkTrace is how long it takes until that program can run.
func BenchmarkTrace(b *testing.B) {
	for b.Loop() {
		n := enginetest.NewNetwork(100, 784, 500, 500, 10)
		if _, err := cpu.Compile(n.Program); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkChain is the compilation of long chains, per node.
func BenchmarkChain(b *testing.B) {
	for _, nodes := range []int{1000, 10000} {
		for name, f := range map[string]func(x *ops.Value) *ops.Value{
			"fused":  ops.Tanh,
			"matmul": func(x *ops.Value) *ops.Value { return ops.Matmul(x, x) },
		} {
			b.Run(fmt.Sprint(name, nodes), func(b *testing.B) {
				x := ops.Input("x", tensor.Float32, 4, 4)
				y := x
				for range nodes {
					y = f(y)
				}
				p := &graph.Program{Inputs: []*graph.Value{x}, Outputs: []*graph.Value{y}}
				for b.Loop() {
					if _, err := cpu.Compile(p); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*nodes), "ns/node")
			})
		}
	}
}

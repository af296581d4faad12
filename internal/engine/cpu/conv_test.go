package cpu_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/gokeras/keras/internal/allocs"
	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A stack is a convolution and pooling, with what layers put around them.
type stack struct {
	image, kernel []int
	conv          ops.ConvOptions
	pool          ops.PoolOptions
}

var stacks = map[string]stack{
	"one channel": {[]int{9, 28, 28, 1}, []int{3, 3, 1, 32}, ops.ConvOptions{}, ops.PoolOptions{PoolSize: []int{2}}},
	"some":        {[]int{5, 13, 13, 32}, []int{3, 3, 32, 40}, ops.ConvOptions{}, ops.PoolOptions{PoolSize: []int{2}}},
	"same":        {[]int{3, 16, 15, 3}, []int{3, 3, 3, 16}, ops.ConvOptions{Padding: "same"}, ops.PoolOptions{PoolSize: []int{3}, Strides: []int{2}, Padding: "same"}},
	"strides":     {[]int{4, 17, 16, 8}, []int{3, 3, 8, 24}, ops.ConvOptions{Padding: "same", Strides: []int{2}}, ops.PoolOptions{PoolSize: []int{2}, Strides: []int{1}}},
	"product":     {[]int{4, 9, 8, 16}, []int{1, 1, 16, 33}, ops.ConvOptions{}, ops.PoolOptions{PoolSize: []int{3, 2}}},
	"sequence":    {[]int{7, 60, 12}, []int{4, 12, 20}, ops.ConvOptions{Padding: "causal", Dilation: []int{2}}, ops.PoolOptions{PoolSize: []int{2}}},
	"volume":      {[]int{2, 6, 7, 8, 4}, []int{3, 3, 3, 4, 9}, ops.ConvOptions{Padding: "same"}, ops.PoolOptions{PoolSize: []int{2}}},
	"groups":      {[]int{3, 12, 12, 8}, []int{3, 3, 2, 16}, ops.ConvOptions{Padding: "same"}, ops.PoolOptions{PoolSize: []int{2}}},
	"depthwise":   {[]int{3, 20, 12, 40}, []int{3, 3, 1, 40}, ops.ConvOptions{Padding: "same", Strides: []int{2}}, ops.PoolOptions{PoolSize: []int{2}}},
}

// program returns the outputs of a stack, and the gradients by the image, the kernel
// and the bias of what a loss would be.
func (s stack) program(name string) (p *graph.Program, in []*tensor.Tensor) {
	in = []*tensor.Tensor{ramp(s.image...), ramp(s.kernel...), ramp(s.kernel[len(s.kernel)-1])}
	var leaves []*ops.Value
	for i, x := range in {
		leaves = append(leaves, ops.Input(fmt.Sprint("in", i), tensor.Float32, x.Shape()...))
	}
	tr := ops.NewTrace(true)
	// The image is computed, so that its gradient is worth a group of its own.
	x := ops.Relu(ops.AddScalar(leaves[0], .1))
	y := ops.Relu(ops.Add(ops.Conv(x, leaves[1], s.conv), leaves[2]))
	y = ops.Add(ops.MaxPool(y, s.pool), ops.AveragePool(y, s.pool))
	loss := ops.Sum(ops.Square(y))
	return tr.Program(name, leaves, append([]*ops.Value{y}, tr.Gradients(loss, leaves...)...)), in
}

// TestConvolutions compares convolutions and pooling that are merged with what is
// around them with the plain engine, for several numbers of processors.
func TestConvolutions(t *testing.T) {
	for name, s := range stacks {
		t.Run(name, func(t *testing.T) {
			p, in := s.program(name)
			want, err := ref.Run(p, in...)
			if err != nil {
				t.Fatal(err)
			}
			c, err := cpu.Compile(p)
			if err != nil {
				t.Fatal(err)
			}
			var first []*tensor.Tensor
			for _, procs := range []int{1, 2, 3} {
				before := runtime.GOMAXPROCS(procs)
				out := outputs(p)
				err := c.Run(in, out)
				runtime.GOMAXPROCS(before)
				if err != nil {
					t.Fatal(err)
				}
				for i, y := range out {
					if !y.AllClose(want[i], 1e-4, 1e-4) {
						t.Fatalf("output %d is\n%v\nwant\n%v", i, y, want[i])
					}
					if first != nil && !y.Equal(first[i]) {
						t.Errorf("output %d: other bits with %d processors", i, procs)
					}
				}
				first = out
			}
		})
	}
}

// TestConvolutionsAllocate checks that a program with them allocates nothing.
func TestConvolutionsAllocate(t *testing.T) {
	for name, s := range stacks {
		p, in := s.program(name)
		c, err := cpu.Compile(p)
		if err != nil {
			t.Fatal(err)
		}
		out := outputs(p)
		if n := allocs.PerRun(3, func() {
			if err := c.Run(in, out); err != nil {
				t.Fatal(err)
			}
		}); n > 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

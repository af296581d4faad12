package ops_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

type convCase struct {
	Name, Function string
	Args           struct {
		Strides       numbers
		Padding       string
		DataFormat    string  `json:"data_format"`
		Dilation      numbers `json:"dilation_rate"`
		OutputPadding numbers `json:"output_padding"`
		PoolSize      numbers `json:"pool_size"`
	}
	In        []golden.Array
	Value, W  golden.Array
	Gradients []golden.Array
}

// numbers are one number or a list.
type numbers struct{ ops.Sizes }

func (n *numbers) UnmarshalJSON(data []byte) error {
	if data[0] == '[' {
		return json.Unmarshal(data, &n.Sizes)
	}
	n.Sizes = make(ops.Sizes, 1)
	return json.Unmarshal(data, &n.Sizes[0])
}

// call calls Keras's function with the arguments of the case.
func (c *convCase) call(in []*ops.Value) *ops.Value {
	conv := c.conv()
	switch c.Function {
	case "conv":
		return ops.Conv(in[0], in[1], conv)
	case "depthwise_conv":
		return ops.DepthwiseConv(in[0], in[1], conv)
	case "separable_conv":
		return ops.SeparableConv(in[0], in[1], in[2], conv)
	case "conv_transpose":
		return ops.ConvTranspose(in[0], in[1], c.transpose())
	case "max_pool":
		return ops.MaxPool(in[0], c.pool())
	}
	return ops.AveragePool(in[0], c.pool())
}

func (c *convCase) conv() ops.ConvOptions {
	a := c.Args
	return ops.ConvOptions{Strides: a.Strides.Sizes, Padding: a.Padding, DataFormat: a.DataFormat, Dilation: a.Dilation.Sizes}
}

func (c *convCase) transpose() ops.ConvTransposeOptions {
	a := c.Args
	return ops.ConvTransposeOptions{
		Strides: a.Strides.Sizes, Padding: a.Padding, OutputPadding: a.OutputPadding.Sizes, DataFormat: a.DataFormat, Dilation: a.Dilation.Sizes,
	}
}

func (c *convCase) pool() ops.PoolOptions {
	a := c.Args
	return ops.PoolOptions{PoolSize: a.PoolSize.Sizes, Strides: a.Strides.Sizes, Padding: a.Padding, DataFormat: a.DataFormat}
}

// shape returns the shape of the output for an input of the given shape.
func (c *convCase) shape(x tensor.Shape) tensor.Shape {
	if len(c.In) == 1 {
		return c.pool().OutputShape(x)
	}
	n := len(x)
	size, last := c.In[1].Shape[:n-2], c.In[len(c.In)-1].Shape[n-2:]
	switch c.Function {
	case "conv_transpose":
		return c.transpose().OutputShape(x, size, last[0])
	case "depthwise_conv":
		return c.conv().OutputShape(x, size, last[0]*last[1])
	}
	return c.conv().OutputShape(x, size, last[1])
}

func TestConvGolden(t *testing.T) {
	for _, c := range golden.Load[convCase](t, "conv_ops") {
		t.Run(c.Name, func(t *testing.T) {
			tr := ops.NewTrace(false)
			var leaves []*ops.Value
			var in []*tensor.Tensor
			for _, a := range c.In {
				leaves = append(leaves, ops.Input("", tensor.Float32, a.Shape...))
				in = append(in, a.Tensor(t))
			}
			y := c.call(leaves)
			if !y.Shape.Equal(c.Value.Shape) {
				t.Fatalf("shape %v, want %v", y.Shape, c.Value.Shape)
			}
			loss := ops.Sum(ops.Multiply(y, ops.Constant(c.W.Tensor(t))))
			p := tr.Program(c.Name, leaves, append([]*ops.Value{y}, tr.Gradients(loss, leaves...)...))
			out, err := ref.Run(p, in...)
			if err != nil {
				t.Fatal(err)
			}
			golden.Close(t, tensor.Data[float32](out[0]), c.Value, 1e-5, 1e-6)
			for i, g := range c.Gradients {
				golden.Close(t, tensor.Data[float32](out[1+i]), g, 1e-5, 1e-5)
			}
		})
	}
}

// TestConvShapes checks the shapes that are known where some sizes aren't.
func TestConvShapes(t *testing.T) {
	for _, c := range golden.Load[convCase](t, "conv_ops") {
		x := tensor.Shape(c.In[0].Shape)
		if got := c.shape(x); !got.Equal(c.Value.Shape) {
			t.Errorf("%s: shape %v, want %v", c.Name, got, c.Value.Shape)
		}
		space := 1
		if c.Args.DataFormat == "channels_first" {
			space = 2
		}
		x, want := x.Clone(), tensor.Shape(c.Value.Shape).Clone()
		x[0], x[space] = tensor.Unknown, tensor.Unknown
		want[0], want[space] = tensor.Unknown, tensor.Unknown
		if got := c.shape(x); !got.Equal(want) {
			t.Errorf("%s: shape %v of %v, want %v", c.Name, got, x, want)
		}
	}
}

// TestCausal checks that nothing is seen that comes later, as in Keras's layers.
func TestCausal(t *testing.T) {
	x, k := ops.Input("", tensor.Float32, 1, 5, 1), ops.Input("", tensor.Float32, 2, 1, 1)
	y := ops.Conv(x, k, ops.ConvOptions{Padding: "causal", Dilation: []int{2}})
	out, err := ref.Run(&graph.Program{Inputs: []*ops.Value{x, k}, Outputs: []*ops.Value{y}},
		tensor.FromSlice([]float32{1, 2, 3, 4, 5}, 1, 5, 1), tensor.FromSlice([]float32{10, 1}, 2, 1, 1))
	if err != nil {
		t.Fatal(err)
	}
	golden.Close(t, tensor.Data[float32](out[0]), golden.Array{Shape: []int{5}, Data: []golden.Number{1, 2, 13, 24, 35}}, 0, 0)
}

func TestConvErrors(t *testing.T) {
	f := func(shape ...int) *ops.Value { return ops.Input("", tensor.Float32, shape...) }
	for want, call := range map[string]func(){
		"received a value of shape (2, 3) and a kernel of shape (2, 3)":        func() { ops.Conv(f(2, 3), f(2, 3), ops.ConvOptions{}) },
		"too small for windows of 3 places":                                    func() { ops.Conv(f(1, 2, 1), f(3, 1, 1), ops.ConvOptions{}) },
		"has 3 channels and the kernel of shape (2, 2, 1) expects 2":           func() { ops.Conv(f(1, 4, 3), f(2, 2, 1), ops.ConvOptions{}) },
		"has 3 channels and the kernel of shape (2, 2, 5) expects 2":           func() { ops.DepthwiseConv(f(1, 4, 3), f(2, 2, 5), ops.ConvOptions{}) },
		"has 3 channels and the kernel of shape (2, 2, 5) expects 5":           func() { ops.ConvTranspose(f(1, 4, 3), f(2, 2, 5), ops.ConvTransposeOptions{}) },
		"strides: received [0], expected positive numbers":                     func() { ops.Conv(f(1, 4, 2), f(2, 2, 1), ops.ConvOptions{Strides: []int{0}}) },
		"dilation: received [1 2], expected one number or one for each of the": func() { ops.Conv(f(1, 4, 2), f(2, 2, 1), ops.ConvOptions{Dilation: []int{1, 2}}) },
		`padding: received "full"`:                                             func() { ops.Conv(f(1, 4, 2), f(2, 2, 1), ops.ConvOptions{Padding: "full"}) },
		`padding: received "causal"`:                                           func() { ops.MaxPool(f(1, 4, 2), ops.PoolOptions{PoolSize: []int{2}, Padding: "causal"}) },
		`data format: received "NCHW"`:                                         func() { ops.MaxPool(f(1, 4, 2), ops.PoolOptions{PoolSize: []int{2}, DataFormat: "NCHW"}) },
		"pool size: received none":                                             func() { ops.AveragePool(f(1, 4, 2), ops.PoolOptions{}) },
		"output padding: received [-1]":                                        func() { ops.ConvTranspose(f(1, 4, 3), f(2, 2, 3), ops.ConvTransposeOptions{OutputPadding: []int{-1}}) },
		"one to three axes of space":                                           func() { ops.MaxPool(f(1, 2, 3, 4, 5, 6), ops.PoolOptions{PoolSize: []int{2}}) },
	} {
		err := func() (err error) {
			defer ops.Catch(&err)
			call()
			return nil
		}()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestSizes(t *testing.T) {
	for want, s := range map[string]ops.Sizes{"2": {2}, "3": {3, 3}, "[3,2]": {3, 2}} {
		v, err := s.MarshalConfig()
		if got, _ := json.Marshal(v); err != nil || string(got) != want {
			t.Errorf("%v is written as %s (%v), want %s", []int(s), got, err, want)
		}
	}
}

func TestConvSymbolic(t *testing.T) {
	x := graph.NewCall("input").Declare(graph.Of(tensor.Float32, tensor.Unknown, tensor.Unknown, 8, 3))[0]
	k := ops.Constant(tensor.New(tensor.Float32, 3, 3, 3, 4))
	y := ops.MaxPool(ops.Conv(x, k, ops.ConvOptions{}), ops.PoolOptions{PoolSize: []int{2}})
	if want := (tensor.Shape{tensor.Unknown, tensor.Unknown, 3, 4}); !ops.IsSymbolic(y) || !y.Shape.Equal(want) {
		t.Errorf("%v, want a symbolic value of shape %v", y.Shape, want)
	}
}

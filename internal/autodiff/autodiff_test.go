package autodiff_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/gokeras/keras/internal/autodiff"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// TestGradients compares the gradient rule of every primitive with central
// differences of what its Ref computes, in double precision where the primitive
// takes it.
func TestGradients(t *testing.T) {
	for _, op := range graph.Ops() {
		t.Run(graph.Name(op), func(t *testing.T) {
			for i, c := range op.Cases() {
				t.Run(fmt.Sprint(i), func(t *testing.T) {
					in, wide := double(c)
					s := newSample(c.Op, in)
					if s == nil {
						return
					}
					grads := s.gradients(t)
					if c.Smooth {
						s.compare(t, grads, wide)
					}
				})
			}
		})
	}
}

// double returns the inputs of a case with float64 for float32, if the primitive
// takes them so and computes in that type.
func double(c graph.Case) (in []*tensor.Tensor, wide bool) {
	for _, x := range c.In {
		if x.DType() == tensor.Float32 {
			x = x.Cast(tensor.Float64)
		}
		in = append(in, x)
	}
	out, err := c.Op.Infer(types(in))
	if err != nil {
		return c.In, false
	}
	for _, o := range out {
		if o.DType == tensor.Float32 {
			return c.In, false
		}
	}
	return in, true
}

func types(in []*tensor.Tensor) []graph.Type {
	ts := make([]graph.Type, len(in))
	for i, x := range in {
		ts[i] = graph.Type{DType: x.DType(), Shape: x.Shape()}
	}
	return ts
}

// A sample is the sum of a primitive's outputs, each element times a random number.
type sample struct {
	in      []*tensor.Tensor
	leaves  []*graph.Value
	outs    []*graph.Value // those that are floating-point numbers
	weights []*tensor.Tensor
	diff    []int // numbers of the inputs that are
}

// newSample returns nil if there is nothing to differentiate.
func newSample(op graph.Op, in []*tensor.Tensor) *sample {
	s := &sample{in: in}
	for i, ty := range types(in) {
		s.leaves = append(s.leaves, graph.Leaf(fmt.Sprint("in", i), ty))
		if ty.DType.IsFloat() {
			s.diff = append(s.diff, i)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for _, o := range graph.ApplyAll(op, s.leaves...) {
		if !o.DType.IsFloat() {
			continue
		}
		w := tensor.New(tensor.Float64, o.Shape...)
		for i := range tensor.Data[float64](w) {
			tensor.Data[float64](w)[i] = .5 + r.Float64()
		}
		s.outs = append(s.outs, o)
		s.weights = append(s.weights, w.Cast(o.DType))
	}
	if len(s.outs) == 0 || len(s.diff) == 0 {
		return nil
	}
	return s
}

// gradients returns the gradient of the sum by each floating-point input.
func (s *sample) gradients(t *testing.T) []*tensor.Tensor {
	t.Helper()
	var cotangents, wrt []*graph.Value
	for _, w := range s.weights {
		cotangents = append(cotangents, graph.Apply(prim.Literal{Array: w}))
	}
	for _, i := range s.diff {
		wrt = append(wrt, s.leaves[i])
	}
	p := &graph.Program{Name: "gradient", Inputs: s.leaves}
	for i, g := range autodiff.VJP(s.outs, cotangents, wrt) {
		if g == nil {
			g = prim.Full(wrt[i].Type, 0)
		}
		p.Outputs = append(p.Outputs, g)
	}
	grads, err := ref.Run(p, s.in...)
	if err != nil {
		t.Fatal(err)
	}
	return grads
}

// value returns the sum.
func (s *sample) value(t *testing.T) float64 {
	t.Helper()
	outs, err := ref.Run(&graph.Program{Name: "value", Inputs: s.leaves, Outputs: s.outs}, s.in...)
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for i, o := range outs {
		x, w := tensor.Data[float64](o.Cast(tensor.Float64)), tensor.Data[float64](s.weights[i].Cast(tensor.Float64))
		for j := range x {
			sum += x[j] * w[j]
		}
	}
	return sum
}

// compare holds some elements of each gradient to differences of values.
func (s *sample) compare(t *testing.T, grads []*tensor.Tensor, wide bool) {
	t.Helper()
	h, tol := 1e-5, 1e-6
	if !wide {
		h, tol = 1e-2, 2e-2
	}
	for i, at := range s.diff {
		g := tensor.Data[float64](grads[i].Cast(tensor.Float64))
		for j := 0; j < len(g); j += 1 + len(g)/20 {
			x := s.in[at]
			s.in[at] = nudged(x, j, h)
			up := s.value(t)
			s.in[at] = nudged(x, j, -h)
			down := s.value(t)
			s.in[at] = x
			if want := (up - down) / (2 * h); !(math.Abs(g[j]-want) <= tol*(1+math.Abs(want))) {
				t.Errorf("gradient by element %d of input %d is %v, want %v", j, at, g[j], want)
			}
		}
	}
}

// nudged returns a copy of x with h added to one element.
func nudged(x *tensor.Tensor, at int, h float64) *tensor.Tensor {
	wide := x.Cast(tensor.Float64).Clone()
	tensor.Data[float64](wide)[at] += h
	return wide.Cast(x.DType())
}

func TestUnreached(t *testing.T) {
	x, y := graph.Leaf("x", graph.Of(tensor.Float32)), graph.Leaf("y", graph.Of(tensor.Float32))
	z := graph.Apply(prim.Mul{}, x, x)
	g := autodiff.Grad(z, x, y)
	if g[0] == nil || g[1] != nil {
		t.Errorf("gradients by x and y are %v and %v, want some and none", g[0], g[1])
	}
}

// TestLong checks that the time and the stack that a gradient takes grow no
// faster than the program.
func TestLong(t *testing.T) {
	x := graph.Leaf("x", graph.Of(tensor.Float64))
	y := x
	const n = 20000
	for range n {
		y = graph.Apply(prim.Add{}, y, x)
	}
	out, err := ref.Run(&graph.Program{Inputs: []*graph.Value{x}, Outputs: autodiff.Grad(y, x)}, tensor.Scalar(1.0))
	if err != nil {
		t.Fatal(err)
	}
	if got := tensor.Data[float64](out[0])[0]; got != n+1 {
		t.Errorf("gradient = %v, want %d", got, n+1)
	}
}

func TestNotScalar(t *testing.T) {
	defer func() {
		if _, ok := recover().(*graph.TypeError); !ok {
			t.Error("no *graph.TypeError")
		}
	}()
	x := graph.Leaf("x", graph.Of(tensor.Float32, 2))
	autodiff.Grad(x, x)
}

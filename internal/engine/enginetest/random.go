package enginetest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// graphs tries random graphs.
func graphs(t *testing.T, e Engine) {
	for seed := range uint64(150) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			p, in := Random(seed)
			check(t, e, p, in)
		})
	}
}

// sizes are those of the axes in random graphs: small ones, and some that are
// larger than what an engine may work on at once.
var sizes = []int{1, 1, 2, 3, 5, 10, 17, 64, 100, 3000}

// Random returns a random program of element-wise functions, reductions, products
// and moves, with inputs. Its numbers stay of moderate size.
func Random(seed uint64) (*graph.Program, []*tensor.Tensor) {
	g := &generator{r: rand.New(rand.NewPCG(seed, 1)), p: &graph.Program{Name: fmt.Sprint("random ", seed)}}
	a, b := sizes[g.r.IntN(len(sizes))], sizes[g.r.IntN(len(sizes))]
	if a*b > 100000 {
		b = 10
	}
	g.values = []*ops.Value{g.input(a, b), g.input(a, b), g.input(b), g.input(a, 1)}
	for range 5 + g.r.IntN(25) {
		g.values = append(g.values, g.next())
	}
	for i, v := range g.values {
		if i > 3 && g.r.IntN(6) == 0 || i == len(g.values)-1 {
			g.p.Outputs = append(g.p.Outputs, v)
		}
	}
	g.p.Outputs = append(g.p.Outputs, g.truth(), ops.Cast(g.truth(), tensor.Int32))
	return g.p, g.in
}

// A generator makes values of random functions of the ones before.
type generator struct {
	r      *rand.Rand
	p      *graph.Program
	in     []*tensor.Tensor
	values []*ops.Value
}

func (g *generator) input(shape ...int) *ops.Value {
	x := tensor.New(tensor.Float32, shape...)
	for i := range tensor.Data[float32](x) {
		tensor.Data[float32](x)[i] = float32(g.r.NormFloat64())
	}
	v := ops.Input(fmt.Sprint("x", len(g.in)), tensor.Float32, shape...)
	g.p.Inputs, g.in = append(g.p.Inputs, v), append(g.in, x)
	return v
}

func (g *generator) pick() *ops.Value { return g.values[g.r.IntN(len(g.values))] }

// partner returns a value that can be broadcast together with x.
func (g *generator) partner(x *ops.Value) *ops.Value {
	for range 20 {
		y := g.pick()
		if s, ok := ops.BroadcastShapes(x.Shape, y.Shape); ok && s.Size() <= 100000 {
			return y
		}
	}
	return ops.Const(g.r.Float64()+.5, tensor.Float32)
}

func (g *generator) next() *ops.Value {
	x := g.pick()
	y := g.partner(x)
	switch g.r.IntN(26) {
	case 0:
		return ops.Add(x, y)
	case 1:
		return ops.Subtract(x, y)
	case 2:
		return ops.Tanh(ops.Multiply(x, y))
	case 3:
		return ops.Divide(x, ops.AddScalar(ops.Square(y), 1))
	case 4:
		return ops.Maximum(x, y)
	case 5:
		return ops.Where(ops.Greater(x, ops.AddScalar(y, .1)), x, ops.Negative(y))
	case 6:
		return ops.Sigmoid(x)
	case 7:
		return ops.Sqrt(ops.AddScalar(ops.Absolute(x), .5))
	case 8:
		return ops.Scale(x, -.5)
	case 9:
		return ops.Exp(ops.Negative(ops.Absolute(x)))
	case 10:
		return ops.Log1p(ops.Absolute(x))
	case 11, 12, 13:
		return g.reduce(x)
	case 14, 15:
		return g.product(x)
	case 16:
		if len(x.Shape) > 1 {
			return ops.Transpose(x)
		}
		return ops.Reshape(x, 1, -1)
	case 17:
		return ops.Reshape(x, -1)
	case 18:
		return ops.Cast(g.truth(), tensor.Float32)
	case 19:
		return ops.Minimum(ops.Sin(x), y)
	case 20:
		return ops.Subtract(ops.OnesLike(x), x)
	case 21:
		return ops.Power(ops.AddScalar(ops.Absolute(x), .5), ops.Const(1.5, tensor.Float32))
	case 22:
		if c := g.truth(); c.Shape.Equal(x.Shape) {
			return ops.Where(c, x, ops.Scale(x, .1))
		}
	case 23:
		if x.Size() < 1000 && len(x.Shape) > 0 {
			return ops.Concatenate([]*ops.Value{x, ops.Tanh(x)}, 0)
		}
	case 24:
		i := ops.ArgMax(g.values[0], 0)
		return ops.TakeAlongAxis(ops.Cos(g.values[1]), ops.Reshape(i, 1, -1), 0)
	}
	return ops.Multiply(x, ops.Cast(ops.Greater(x, ops.ZerosLike(x)), tensor.Float32))
}

// truth returns truth values. They depend on inputs only: a jump would show what
// rounding did to others.
func (g *generator) truth() *ops.Value {
	x, y := g.values[0], g.values[g.r.IntN(4)]
	if g.r.IntN(3) == 0 {
		x = g.values[2]
	}
	switch g.r.IntN(5) {
	case 0:
		return ops.LogicalAnd(ops.Less(x, y), ops.GreaterEqual(x, ops.ZerosLike(x)))
	case 1:
		return ops.LogicalOr(ops.LogicalNot(ops.LessEqual(x, y)), ops.Cast(ops.Round(y), tensor.Bool))
	case 2:
		return ops.Equal(ops.Sign(x), ops.Sign(y))
	case 3:
		return ops.NotEqual(ops.Floor(x), y)
	}
	return ops.Greater(x, ops.Cast(ops.Cast(ops.Scale(y, 3), tensor.Int32), tensor.Float32))
}

func (g *generator) reduce(x *ops.Value) *ops.Value {
	if len(x.Shape) == 0 {
		return x
	}
	var axes []int
	if g.r.IntN(3) > 0 {
		axes = []int{g.r.IntN(len(x.Shape))}
	}
	switch g.r.IntN(4) {
	case 0:
		return ops.Max(x, axes...)
	case 1:
		return ops.Min(x, axes...)
	case 2:
		return ops.KeepDims(ops.Mean(x, axes...), x, axes...)
	}
	return ops.Mean(x, axes...)
}

// product multiplies x with a new matrix, and keeps the numbers as large as they
// were.
func (g *generator) product(x *ops.Value) *ops.Value {
	if len(x.Shape) != 2 || x.Size() > 5000 {
		return ops.Cos(x)
	}
	n := x.Shape[1]
	w := g.input(n, 1+g.r.IntN(40))
	return ops.Scale(ops.Matmul(x, w), 1/float64(n))
}

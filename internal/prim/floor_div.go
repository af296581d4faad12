package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// FloorDiv is the largest whole number not above x/y, element by element. An
// integer divided by 0 gives -1.
type FloorDiv struct{ number2 }

// Mod is x - FloorDiv(x, y)·y, which has the sign of y, element by element. An
// integer divided by 0 is left whole.
type Mod struct{ number2 }

var (
	_ = graph.Define(FloorDiv{})
	_ = graph.Define(Mod{})
)

// VJP implements graph.Op: zero.
func (FloorDiv) VJP(*node, []*value) []*value { return nil }

// VJP implements graph.Op: d(x mod y) = dx - floor(x/y)·dy.
func (Mod) VJP(n *node, g []*value) []*value {
	q := apply(FloorDiv{}, n.In[0], n.In[1])
	return []*value{g[0], apply(Neg{}, apply(Mul{}, g[0], q))}
}

// Ref implements graph.Op.
func (FloorDiv) Ref(out, in []*arr) {
	binaryNumber(out[0], in,
		func(a, b float32) float32 { return float32(FloorDivide(float64(a), float64(b))) },
		FloorDivide,
		func(a, b int64) int64 {
			if b == 0 {
				return -1
			}
			return (a - modInt(a, b)) / b
		})
}

// Ref implements graph.Op.
func (Mod) Ref(out, in []*arr) {
	binaryNumber(out[0], in,
		func(a, b float32) float32 { return float32(Modulo(float64(a), float64(b))) }, Modulo, modInt)
}

// FloorDivide is what [FloorDiv] computes of two numbers: of the exact quotient, which a/b may round up to a whole number.
func FloorDivide(a, b float64) float64 {
	if b == 0 {
		return a / b
	}
	return math.RoundToEven((a - Modulo(a, b)) / b)
}

// Modulo is what [Mod] computes of two numbers.
func Modulo(a, b float64) float64 {
	m := math.Mod(a, b)
	if m != 0 && (m < 0) != (b < 0) {
		m += b
	}
	return m
}

func modInt(a, b int64) int64 {
	if b == 0 {
		return a
	}
	m := a % b
	if m != 0 && (m < 0) != (b < 0) {
		m += b
	}
	return m
}

// Cases implements graph.Op.
func (o FloorDiv) Cases() []graph.Case { return divisions(o) }

// Cases implements graph.Op.
func (o Mod) Cases() []graph.Case { return divisions(o) }

func divisions(o graph.Op) []graph.Case {
	return []graph.Case{
		smooth(o, floats([]float32{7.3, -7.3, 7.3, -7.3, .5}), floats([]float32{2, 2, -2, -2, 3})),
		rough(o, floats([]float32{0, 1, -1, 6}), floats([]float32{1, 0, 0, -3})),
		smooth(o, tensor.FromSlice([]float64{7.3, -7.3, 5}), tensor.FromSlice([]float64{2, 2, -3})),
		rough(o, tensor.FromSlice([]int32{7, -7, 7, -7, 5}), tensor.FromSlice([]int32{2, 2, -2, -2, 0})),
		rough(o, tensor.FromSlice([]uint8{200, 7}), tensor.FromSlice([]uint8{9, 200})),
	}
}

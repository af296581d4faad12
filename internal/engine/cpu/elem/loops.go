package elem

import (
	"math"

	"github.com/gokeras/keras/internal/engine/cpu/vec"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// loops is how a primitive is computed within a group: as a function of one or
// two slices, or of one slice and a number.
type loops struct {
	unary  vec.Unary
	binary vec.Binary
	right  vec.Scalar // the second operand is a number
	left   vec.Scalar // the first operand is a number
	negate bool       // right takes the number's negative
}

// bound has the loops of each primitive that groups may hold, but for Broadcast,
// Cast and Select.
var bound = map[graph.Op]loops{
	prim.Add{}: {binary: vec.Add.Best(), right: vec.AddScalar.Best(), left: vec.AddScalar.Best()},
	prim.Sub{}: {binary: vec.Sub.Best(), right: vec.AddScalar.Best(), left: vec.RSubScalar.Best(), negate: true},
	prim.Mul{}: {binary: vec.Mul.Best(), right: vec.MulScalar.Best(), left: vec.MulScalar.Best()},
	prim.Div{}: {binary: vec.Div.Best(), right: vec.DivScalar.Best(), left: vec.RDivScalar.Best()},
	prim.Max{}: {binary: vec.Max.Best(), right: vec.MaxScalar.Best(), left: vec.MaxScalar.Best()},
	prim.Min{}: {binary: vec.Min.Best(), right: vec.MinScalar.Best(), left: vec.MinScalar.Best()},
	prim.Pow{}: {binary: pow, right: powScalar},

	prim.Atan2{}:    {binary: both(math.Atan2)},
	prim.FloorDiv{}: {binary: both(prim.FloorDivide)},
	prim.Mod{}:      {binary: both(prim.Modulo)},

	prim.Greater{}:      {binary: vec.Greater.Best()},
	prim.GreaterEqual{}: {binary: vec.GreaterEqual.Best()},
	prim.Less{}:         {binary: vec.Less.Best()},
	prim.LessEqual{}:    {binary: vec.LessEqual.Best()},
	prim.Equal{}:        {binary: vec.Equal.Best()},
	prim.NotEqual{}:     {binary: vec.NotEqual.Best()},

	prim.And{}: {binary: vec.Min.Best()},
	prim.Or{}:  {binary: vec.Max.Best()},
	prim.Not{}: {unary: not},

	prim.Neg{}:     {unary: vec.Neg.Best()},
	prim.Relu{}:    {unary: relu},
	prim.Abs{}:     {unary: vec.Abs.Best()},
	prim.Sqrt{}:    {unary: vec.Sqrt.Best()},
	prim.Exp{}:     {unary: vec.Exp.Best()},
	prim.Expm1{}:   {unary: vec.Expm1.Best()},
	prim.Log{}:     {unary: vec.Log.Best()},
	prim.Log1p{}:   {unary: vec.Log1p.Best()},
	prim.Tanh{}:    {unary: vec.Tanh.Best()},
	prim.Sigmoid{}: {unary: vec.Sigmoid.Best()},
	prim.Erf{}:     {unary: vec.Erf.Best()},
	prim.Erfc{}:    {unary: vec.Erfc.Best()},
	prim.Sin{}:     {unary: each(math.Sin)},
	prim.Cos{}:     {unary: each(math.Cos)},
	prim.Asinh{}:   {unary: each(math.Asinh)},
	prim.ErfInv{}:  {unary: each(math.Erfinv)},
	prim.Floor{}:   {unary: each(math.Floor)},
	prim.Round{}:   {unary: each(math.RoundToEven)},
	prim.Sign{}:    {unary: sign},
}

// The loops that are called by name.
var (
	square    = vec.Square.Best()
	positive  = vec.Step.Best()
	different = vec.NotEqual.Best()
	choose    = vec.Select.Best()
	fill      = vec.Fill.Best()
	mulScalar = vec.MulScalar.Best()
	addScaled = vec.AddScaled.Best()
	oneMinus  = vec.RSubScalar.Best()
	relu      = vec.Relu.Best()
	rows      = vec.RepeatEach.Best()
)

func not(dst, a []float32) { oneMinus(dst, a, 1) }

// each makes a loop of a function, which works in double precision.
func each(f func(float64) float64) vec.Unary {
	return func(dst, a []float32) {
		for i, x := range a {
			dst[i] = float32(f(float64(x)))
		}
	}
}

// both is each for a function of two numbers.
func both(f func(x, y float64) float64) vec.Binary {
	return func(dst, a, b []float32) {
		for i, x := range a {
			dst[i] = float32(f(float64(x), float64(b[i])))
		}
	}
}

// sign has no branches, which processors would guess wrong half of the time.
func sign(dst, a []float32) {
	const signBit, infinity = 1 << 31, 0x7f800000
	dst = dst[:len(a)]
	for i, x := range a {
		u := math.Float32bits(x)
		size, one := u&^signBit, u&signBit|0x3f800000
		if size-1 >= infinity { // 0 or NaN
			one = u
		}
		dst[i] = math.Float32frombits(one)
	}
}

func pow(dst, a, b []float32) {
	for i, x := range a {
		dst[i] = float32(math.Pow(float64(x), float64(b[i])))
	}
}

func powScalar(dst, a []float32, s float32) {
	for i, x := range a {
		dst[i] = float32(math.Pow(float64(x), float64(s)))
	}
}

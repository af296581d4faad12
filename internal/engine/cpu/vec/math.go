package vec

import (
	"math"

	"github.com/gokeras/keras/internal/kernel"
)

// The functions of mathematics. NaN gives NaN, and the limits are exact:
// Exp(-Inf) = 0, Exp(+Inf) = +Inf, Log(0) = -Inf, Log(x) = NaN for x < 0,
// Log(+Inf) = +Inf, Tanh(±Inf) = ±1, Tanh(±0) = ±0, Sigmoid(-Inf) = 0,
// Sigmoid(+Inf) = 1. Denormal arguments and results are as exact as others.
// The errors stated, in units in the last place, hold for every float32.
var (
	// Exp is eˣ, to 2 ulp.
	Exp = kernel.Func[Unary]{Name: "Exp", Generic: expGeneric}
	// Log is the natural logarithm, to 1 ulp.
	Log = kernel.Func[Unary]{Name: "Log", Generic: logGeneric}
	// Tanh is the hyperbolic tangent, to 3 ulp.
	Tanh = kernel.Func[Unary]{Name: "Tanh", Generic: tanhGeneric}
	// Sigmoid is 1/(1+e⁻ˣ), to 3 ulp.
	Sigmoid = kernel.Func[Unary]{Name: "Sigmoid", Generic: sigmoidGeneric}
	// Erf is the error function, to 1 ulp.
	Erf = kernel.Func[Unary]{Name: "Erf", Generic: erfGeneric}
	// Erfc is 1-erf(x), to 4 ulp.
	Erfc = kernel.Func[Unary]{Name: "Erfc", Generic: erfcGeneric}
	// Expm1 is eˣ-1, to 2 ulp.
	Expm1 = kernel.Func[Unary]{Name: "Expm1", Generic: expm1Generic}
	// Log1p is log(1+x), to 2 ulp.
	Log1p = kernel.Func[Unary]{Name: "Log1p", Generic: log1pGeneric}
)

func expGeneric(dst, a []float32)     { wide(dst, a, math.Exp) }
func logGeneric(dst, a []float32)     { wide(dst, a, math.Log) }
func tanhGeneric(dst, a []float32)    { wide(dst, a, math.Tanh) }
func sigmoidGeneric(dst, a []float32) { wide(dst, a, sigmoid) }
func erfGeneric(dst, a []float32)     { wide(dst, a, math.Erf) }
func erfcGeneric(dst, a []float32)    { wide(dst, a, math.Erfc) }
func expm1Generic(dst, a []float32)   { wide(dst, a, math.Expm1) }
func log1pGeneric(dst, a []float32)   { wide(dst, a, math.Log1p) }

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// wide applies f in double precision.
func wide(dst, a []float32, f func(float64) float64) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = float32(f(float64(a[i])))
	}
}

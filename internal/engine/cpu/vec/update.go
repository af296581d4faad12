package vec

import (
	"math"

	"github.com/gokeras/keras/internal/kernel"
)

// The loops below are what the rules of optimizers are made of: averages that follow
// the gradients, and steps by quotients. Factors that a rule hasn't are 1, which
// changes no bit.

// Toward is
//
//	for i := range dst {
//		dst[i] = a[i] + float32(float32(b[i]-a[i])*s)
//	}
//
// which moves an average some way to a new value.
var Toward = kernel.Func[Scaled]{Name: "Toward", Generic: towardGeneric}

func towardGeneric(dst, a, b []float32, s float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + float32((b[i]-a[i])*s)
	}
}

// TowardSquare is
//
//	for i := range dst {
//		dst[i] = a[i] + float32(float32(float32(b[i]*b[i])-a[i])*s)
//	}
var TowardSquare = kernel.Func[Scaled]{Name: "TowardSquare", Generic: towardSquareGeneric}

func towardSquareGeneric(dst, a, b []float32, s float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + float32((float32(b[i]*b[i])-a[i])*s)
	}
}

// MaxAbs is
//
//	for i := range dst {
//		dst[i] = max(a[i]*s, float32(math.Abs(float64(b[i]))))
//	}
//
// which follows the largest gradients.
var MaxAbs = kernel.Func[Scaled]{Name: "MaxAbs", Generic: maxAbsGeneric}

func maxAbsGeneric(dst, a, b []float32, s float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = max(a[i]*s, float32(math.Abs(float64(b[i]))))
	}
}

// A Blended computes dst from a, b and two numbers.
type Blended = func(dst, a, b []float32, s, t float32)

// Blend is
//
//	for i := range dst {
//		dst[i] = float32(a[i]*s) + float32(b[i]*t)
//	}
var Blend = kernel.Func[Blended]{Name: "Blend", Generic: blendGeneric}

func blendGeneric(dst, a, b []float32, s, t float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = float32(a[i]*s) + float32(b[i]*t)
	}
}

// BlendSquare is
//
//	for i := range dst {
//		dst[i] = float32(a[i]*s) + float32(float32(b[i]*b[i])*t)
//	}
var BlendSquare = kernel.Func[Blended]{Name: "BlendSquare", Generic: blendSquareGeneric}

func blendSquareGeneric(dst, a, b []float32, s, t float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = float32(a[i]*s) + float32(float32(b[i]*b[i])*t)
	}
}

// A Stepped computes dst from w, a, b and three numbers.
type Stepped = func(dst, w, a, b []float32, k, s, e float32)

// QuotientStep is
//
//	for i := range dst {
//		dst[i] = float32(w[i]*k) + float32(a[i]*s)/(b[i]+e)
//	}
//
// which is Adamax's step.
var QuotientStep = kernel.Func[Stepped]{Name: "QuotientStep", Generic: quotientStepGeneric}

func quotientStepGeneric(dst, w, a, b []float32, k, s, e float32) {
	w, a, b = w[:len(dst)], a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = float32(w[i]*k) + float32(a[i]*s)/(b[i]+e)
	}
}

// RootStep is
//
//	for i := range dst {
//		dst[i] = float32(w[i]*k) + float32(a[i]*s)/(sqrt(b[i])+e)
//	}
//
// with the square root in single precision: Adam's step. The quotient may be the number
// next to the rounded one, here and below.
var RootStep = kernel.Func[Stepped]{Name: "RootStep", Generic: rootStepGeneric}

func rootStepGeneric(dst, w, a, b []float32, k, s, e float32) {
	w, a, b = w[:len(dst)], a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = float32(w[i]*k) + float32(a[i]*s)/(root(b[i])+e)
	}
}

// StepRoot is
//
//	for i := range dst {
//		dst[i] = float32(w[i]*k) + float32(a[i]*s)/sqrt(b[i]+e)
//	}
//
// with the square root in single precision: RMSprop's step.
var StepRoot = kernel.Func[Stepped]{Name: "StepRoot", Generic: stepRootGeneric}

func stepRootGeneric(dst, w, a, b []float32, k, s, e float32) {
	w, a, b = w[:len(dst)], a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = float32(w[i]*k) + float32(a[i]*s)/root(b[i]+e)
	}
}

// RootRatio is
//
//	for i := range dst {
//		dst[i] = float32(sqrt(a[i]+e)*x[i]) / sqrt(b[i]+e)
//	}
//
// with the square roots in single precision: Adadelta's step.
var RootRatio = kernel.Func[func(dst, x, a, b []float32, e float32)]{Name: "RootRatio", Generic: rootRatioGeneric}

func rootRatioGeneric(dst, x, a, b []float32, e float32) {
	x, a, b = x[:len(dst)], a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = float32(root(a[i]+e)*x[i]) / root(b[i]+e)
	}
}

func root(x float32) float32 { return float32(math.Sqrt(float64(x))) }

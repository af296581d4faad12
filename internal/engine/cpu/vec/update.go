package vec

import (
	"math"

	"github.com/gokeras/keras/internal/kernel"
)

// The loops below are what optimizers do, in one pass over memory.

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

// A Rooted computes dst from w, a, b and two numbers.
type Rooted = func(dst, w, a, b []float32, s, e float32)

// RootStep is
//
//	for i := range dst {
//		dst[i] = w[i] - float32(a[i]*s)/(sqrt(b[i])+e)
//	}
//
// with the square root in single precision: Adam's step.
var RootStep = kernel.Func[Rooted]{Name: "RootStep", Generic: rootStepGeneric}

func rootStepGeneric(dst, w, a, b []float32, s, e float32) {
	w, a, b = w[:len(dst)], a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = w[i] - float32(a[i]*s)/(float32(math.Sqrt(float64(b[i])))+e)
	}
}

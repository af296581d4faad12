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

// An Adamed changes w, m and v by g and four numbers.
type Adamed = func(w, m, v, g []float32, k1, k2, s, e float32)

// Adam is
//
//	Toward(m, m, g, k1)
//	TowardSquare(v, v, g, k2)
//	RootStep(w, w, m, v, s, e)
//
// None of w, m, v and g is another one of them.
var Adam = kernel.Func[Adamed]{Name: "Adam", Generic: adamGeneric}

func adamGeneric(w, m, v, g []float32, k1, k2, s, e float32) {
	towardGeneric(m[:len(w)], m, g, k1)
	towardSquareGeneric(v[:len(w)], v, g, k2)
	rootStepGeneric(w, w, m, v, s, e)
}

package vec

import "github.com/gokeras/keras/internal/kernel"

// The loops below are whole steps of optimizers, in one pass over memory. The operands
// that they change must not be other operands of theirs; dst may be w. As in the loops
// of which they are made, a quotient by a root may be the number next to the rounded one.

// An Adamed computes dst from w and changes m and v by g, with four numbers.
type Adamed = func(dst, w, m, v, g []float32, k1, k2, s, e float32)

// Adam is
//
//	Toward(m, m, g, k1)
//	TowardSquare(v, v, g, k2)
//	RootStep(dst, w, m, v, 1, s, e)
var Adam = kernel.Func[Adamed]{Name: "Adam", Generic: adamGeneric}

func adamGeneric(dst, w, m, v, g []float32, k1, k2, s, e float32) {
	towardGeneric(m[:len(dst)], m, g, k1)
	towardSquareGeneric(v[:len(dst)], v, g, k2)
	rootStepGeneric(dst, w, m, v, 1, s, e)
}

// An RMSpropped computes dst from w and changes v by g, with five numbers.
type RMSpropped = func(dst, w, v, g []float32, k1, k2, k, s, e float32)

// RMSprop is
//
//	BlendSquare(v, v, g, k1, k2)
//	StepRoot(dst, w, g, v, k, s, e)
//
// With k1 = k2 = 1 it is Adagrad.
var RMSprop = kernel.Func[RMSpropped]{Name: "RMSprop", Generic: rmspropGeneric}

func rmspropGeneric(dst, w, v, g []float32, k1, k2, k, s, e float32) {
	blendSquareGeneric(v[:len(dst)], v, g, k1, k2)
	stepRootGeneric(dst, w, g, v, k, s, e)
}

package vec

import (
	"math"

	"github.com/gokeras/keras/internal/kernel"
)

// Neg is
//
//	for i := range dst {
//		dst[i] = -a[i]
//	}
var Neg = kernel.Func[Unary]{Name: "Neg", Generic: negGeneric}

func negGeneric(dst, a []float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = -a[i]
	}
}

// Square is
//
//	for i := range dst {
//		dst[i] = a[i] * a[i]
//	}
var Square = kernel.Func[Unary]{Name: "Square", Generic: squareGeneric}

func squareGeneric(dst, a []float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = a[i] * a[i]
	}
}

// Abs is
//
//	for i := range dst {
//		dst[i] = float32(math.Abs(float64(a[i])))
//	}
var Abs = kernel.Func[Unary]{Name: "Abs", Generic: absGeneric}

func absGeneric(dst, a []float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = float32(math.Abs(float64(a[i])))
	}
}

// Sqrt is
//
//	for i := range dst {
//		dst[i] = float32(math.Sqrt(float64(a[i])))
//	}
var Sqrt = kernel.Func[Unary]{Name: "Sqrt", Generic: sqrtGeneric}

func sqrtGeneric(dst, a []float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = float32(math.Sqrt(float64(a[i])))
	}
}

// Relu is
//
//	for i := range dst {
//		dst[i] = a[i]
//		if a[i] < 0 {
//			dst[i] = 0
//		}
//	}
var Relu = kernel.Func[Unary]{Name: "Relu", Generic: reluGeneric}

func reluGeneric(dst, a []float32) {
	a = a[:len(dst)]
	for i, x := range a {
		if x < 0 {
			x = 0
		}
		dst[i] = x
	}
}

// SumRows is
//
//	for ; len(a) > 0; a = a[len(dst):] {
//		for i := range dst {
//			dst[i] += a[i]
//		}
//	}
//
// which sums of columns are made of.
var SumRows = kernel.Func[Unary]{Name: "SumRows", Generic: sumRowsGeneric}

func sumRowsGeneric(dst, a []float32) {
	for ; len(a) > 0; a = a[len(dst):] {
		addToGeneric(dst, a)
	}
}

// AddTo is
//
//	for i := range dst {
//		dst[i] += a[i]
//	}
//
// It is Add with dst as an operand.
var AddTo = kernel.Func[Unary]{Name: "AddTo", Generic: addToGeneric}

func addToGeneric(dst, a []float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] += a[i]
	}
}

package vec

import "github.com/gokeras/keras/internal/kernel"

// Greater is
//
//	for i := range dst {
//		dst[i] = truth(a[i] > b[i])
//	}
var Greater = kernel.Func[Binary]{Name: "Greater", Generic: greaterGeneric}

func greaterGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = truth(a[i] > b[i])
	}
}

// GreaterEqual is
//
//	for i := range dst {
//		dst[i] = truth(a[i] >= b[i])
//	}
var GreaterEqual = kernel.Func[Binary]{Name: "GreaterEqual", Generic: greaterEqualGeneric}

func greaterEqualGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = truth(a[i] >= b[i])
	}
}

// Less is
//
//	for i := range dst {
//		dst[i] = truth(a[i] < b[i])
//	}
var Less = kernel.Func[Binary]{Name: "Less", Generic: lessGeneric}

func lessGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = truth(a[i] < b[i])
	}
}

// LessEqual is
//
//	for i := range dst {
//		dst[i] = truth(a[i] <= b[i])
//	}
var LessEqual = kernel.Func[Binary]{Name: "LessEqual", Generic: lessEqualGeneric}

func lessEqualGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = truth(a[i] <= b[i])
	}
}

// Equal is
//
//	for i := range dst {
//		dst[i] = truth(a[i] == b[i])
//	}
var Equal = kernel.Func[Binary]{Name: "Equal", Generic: equalGeneric}

func equalGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = truth(a[i] == b[i])
	}
}

// NotEqual is
//
//	for i := range dst {
//		dst[i] = truth(a[i] != b[i])
//	}
var NotEqual = kernel.Func[Binary]{Name: "NotEqual", Generic: notEqualGeneric}

func notEqualGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = truth(a[i] != b[i])
	}
}

// Step is
//
//	for i := range dst {
//		dst[i] = truth(a[i] > 0)
//	}
var Step = kernel.Func[Unary]{Name: "Step", Generic: stepGeneric}

func stepGeneric(dst, a []float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = truth(a[i] > 0)
	}
}

// Gate is
//
//	for i := range dst {
//		if a[i] > 0 {
//			dst[i] = b[i]
//		} else {
//			dst[i] = 0
//		}
//	}
var Gate = kernel.Func[Binary]{Name: "Gate", Generic: gateGeneric}

func gateGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		var v float32
		if a[i] > 0 {
			v = b[i]
		}
		dst[i] = v
	}
}

// Select is
//
//	for i := range dst {
//		if cond[i] != 0 {
//			dst[i] = a[i]
//		} else {
//			dst[i] = b[i]
//		}
//	}
var Select = kernel.Func[func(dst, cond, a, b []float32)]{Name: "Select", Generic: selectGeneric}

func selectGeneric(dst, cond, a, b []float32) {
	cond, a, b = cond[:len(dst)], a[:len(dst)], b[:len(dst)]
	for i := range dst {
		if cond[i] != 0 {
			dst[i] = a[i]
		} else {
			dst[i] = b[i]
		}
	}
}

// truth returns 1 for true and 0 for false.
func truth(b bool) float32 {
	if b {
		return 1
	}
	return 0
}

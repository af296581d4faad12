package vec

import "github.com/gokeras/keras/internal/kernel"

// Add is
//
//	for i := range dst {
//		dst[i] = a[i] + b[i]
//	}
var Add = kernel.Func[Binary]{Name: "Add", Generic: addGeneric}

func addGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + b[i]
	}
}

// AddRelu is
//
//	for i := range dst {
//		dst[i] = max(a[i]+b[i], 0)
//	}
//
// but for the sign of zeros.
var AddRelu = kernel.Func[Binary]{Name: "AddRelu", Generic: addReluGeneric}

func addReluGeneric(dst, a, b []float32) {
	addGeneric(dst, a, b)
	reluGeneric(dst, dst)
}

// Sub is
//
//	for i := range dst {
//		dst[i] = a[i] - b[i]
//	}
var Sub = kernel.Func[Binary]{Name: "Sub", Generic: subGeneric}

func subGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] - b[i]
	}
}

// Mul is
//
//	for i := range dst {
//		dst[i] = a[i] * b[i]
//	}
var Mul = kernel.Func[Binary]{Name: "Mul", Generic: mulGeneric}

func mulGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] * b[i]
	}
}

// Div is
//
//	for i := range dst {
//		dst[i] = a[i] / b[i]
//	}
var Div = kernel.Func[Binary]{Name: "Div", Generic: divGeneric}

func divGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] / b[i]
	}
}

// Max is
//
//	for i := range dst {
//		dst[i] = max(a[i], b[i])
//	}
var Max = kernel.Func[Binary]{Name: "Max", Generic: maxGeneric}

func maxGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = max(a[i], b[i])
	}
}

// Min is
//
//	for i := range dst {
//		dst[i] = min(a[i], b[i])
//	}
var Min = kernel.Func[Binary]{Name: "Min", Generic: minGeneric}

func minGeneric(dst, a, b []float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = min(a[i], b[i])
	}
}

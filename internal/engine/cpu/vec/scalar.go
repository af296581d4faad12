package vec

import "github.com/gokeras/keras/internal/kernel"

// AddScalar is
//
//	for i := range dst {
//		dst[i] = a[i] + s
//	}
var AddScalar = kernel.Func[Scalar]{Name: "AddScalar", Generic: addScalarGeneric}

func addScalarGeneric(dst, a []float32, s float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + s
	}
}

// MulScalar is
//
//	for i := range dst {
//		dst[i] = a[i] * s
//	}
var MulScalar = kernel.Func[Scalar]{Name: "MulScalar", Generic: mulScalarGeneric}

func mulScalarGeneric(dst, a []float32, s float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = a[i] * s
	}
}

// RSubScalar is
//
//	for i := range dst {
//		dst[i] = s - a[i]
//	}
var RSubScalar = kernel.Func[Scalar]{Name: "RSubScalar", Generic: rSubScalarGeneric}

func rSubScalarGeneric(dst, a []float32, s float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = s - a[i]
	}
}

// DivScalar is
//
//	for i := range dst {
//		dst[i] = a[i] / s
//	}
var DivScalar = kernel.Func[Scalar]{Name: "DivScalar", Generic: divScalarGeneric}

func divScalarGeneric(dst, a []float32, s float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = a[i] / s
	}
}

// RDivScalar is
//
//	for i := range dst {
//		dst[i] = s / a[i]
//	}
var RDivScalar = kernel.Func[Scalar]{Name: "RDivScalar", Generic: rDivScalarGeneric}

func rDivScalarGeneric(dst, a []float32, s float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = s / a[i]
	}
}

// MaxScalar is
//
//	for i := range dst {
//		dst[i] = max(a[i], s)
//	}
var MaxScalar = kernel.Func[Scalar]{Name: "MaxScalar", Generic: maxScalarGeneric}

func maxScalarGeneric(dst, a []float32, s float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = max(a[i], s)
	}
}

// MinScalar is
//
//	for i := range dst {
//		dst[i] = min(a[i], s)
//	}
var MinScalar = kernel.Func[Scalar]{Name: "MinScalar", Generic: minScalarGeneric}

func minScalarGeneric(dst, a []float32, s float32) {
	a = a[:len(dst)]
	for i := range dst {
		dst[i] = min(a[i], s)
	}
}

// AddScaled is
//
//	for i := range dst {
//		dst[i] = a[i] + float32(b[i]*s)
//	}
//
// The product is rounded before it is added.
var AddScaled = kernel.Func[Scaled]{Name: "AddScaled", Generic: addScaledGeneric}

func addScaledGeneric(dst, a, b []float32, s float32) {
	a, b = a[:len(dst)], b[:len(dst)]
	for i := range dst {
		dst[i] = a[i] + float32(b[i]*s)
	}
}

// A Sum4 adds multiples of four slices to dst.
type Sum4 = func(dst, a, b, c, d []float32, s, t, u, v float32)

// AddScaled4 is
//
//	AddScaled(dst, dst, a, s)
//	AddScaled(dst, dst, b, t)
//	AddScaled(dst, dst, c, u)
//	AddScaled(dst, dst, d, v)
//
// None of the four slices is dst.
var AddScaled4 = kernel.Func[Sum4]{Name: "AddScaled4", Generic: addScaled4Generic}

func addScaled4Generic(dst, a, b, c, d []float32, s, t, u, v float32) {
	a, b, c, d = a[:len(dst)], b[:len(dst)], c[:len(dst)], d[:len(dst)]
	for i, x := range dst {
		x += float32(a[i] * s)
		x += float32(b[i] * t)
		x += float32(c[i] * u)
		x += float32(d[i] * v)
		dst[i] = x
	}
}

// Fill is
//
//	for i := range dst {
//		dst[i] = s
//	}
var Fill = kernel.Func[func(dst []float32, s float32)]{Name: "Fill", Generic: fillGeneric}

func fillGeneric(dst []float32, s float32) {
	for i := range dst {
		dst[i] = s
	}
}

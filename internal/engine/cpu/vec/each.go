package vec

import "github.com/gokeras/keras/internal/kernel"

// An Each has an element on one side for every row of n elements on the other.
type Each = func(dst, a []float32, n int)

var (
	// SumEach is
	//
	//	for i := range dst {
	//		dst[i] = Sum(a[i*n:][:n])
	//	}
	SumEach = kernel.Func[Each]{Name: "SumEach", Generic: each(Sum.Generic)}
	// MaxEach is SumEach with MaxOf.
	MaxEach = kernel.Func[Each]{Name: "MaxEach", Generic: each(MaxOf.Generic)}
	// MinEach is SumEach with MinOf.
	MinEach = kernel.Func[Each]{Name: "MinEach", Generic: each(MinOf.Generic)}
	// RepeatEach is
	//
	//	for i := range dst {
	//		dst[i] = a[i/n]
	//	}
	//
	// for rows of at least one element. The last one may be cut off.
	RepeatEach = kernel.Func[Each]{Name: "RepeatEach", Generic: repeatEach(fillGeneric)}
)

func each(f func(a []float32) float32) Each {
	return func(dst, a []float32, n int) {
		for i := range dst {
			dst[i] = f(a[i*n:][:n])
		}
	}
}

func repeatEach(fill func(dst []float32, s float32)) Each {
	return func(dst, a []float32, n int) {
		for i := 0; len(dst) > 0; i++ {
			row := dst[:min(n, len(dst))]
			fill(row, a[i])
			dst = dst[len(row):]
		}
	}
}

package vec

import (
	"github.com/gokeras/keras/internal/kernel"
	"github.com/gokeras/keras/internal/philox"
)

// A Drawn fills dst from place 4·at of a stream on.
type Drawn = func(dst []float32, s philox.Stream, at uint64)

// Uniform is
//
//	for i := range dst {
//		dst[i] = philox.Unit(s.At(at + i/4)[i%4])
//	}
var Uniform = kernel.Func[Drawn]{Name: "Uniform", Generic: uniformGeneric}

func uniformGeneric(dst []float32, s philox.Stream, at uint64) {
	for ; len(dst) > 0; at++ {
		w := s.At(at)
		n := min(len(dst), 4)
		for i := range n {
			dst[i] = philox.Unit(w[i])
		}
		dst = dst[n:]
	}
}

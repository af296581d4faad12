package prim

import (
	"fmt"
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/philox"
	"github.com/gokeras/keras/tensor"
)

// Dropout sets each element of x to zero with probability Rate and divides the
// others by 1-Rate. Which ones depends only on the second input, a key (see
// RandomUniform): the mask is drawn again for the gradient and never stored.
type Dropout struct{ Rate float64 }

var _ = graph.Define(Dropout{})

// Infer implements graph.Op.
func (o Dropout) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 2); err != nil {
		return nil, err
	}
	if !(o.Rate >= 0 && o.Rate < 1) {
		return nil, fmt.Errorf("received a rate of %v, expected one in [0, 1)", o.Rate)
	}
	if err := isKey(in[1]); err != nil {
		return nil, err
	}
	return []typ{in[0]}, isFloat(in[0].DType)
}

// VJP implements graph.Op: the function is linear, with a diagonal matrix.
func (o Dropout) VJP(n *node, g []*value) []*value {
	return []*value{apply(o, g[0], n.In[1]), nil}
}

// Ref implements graph.Op.
func (o Dropout) Ref(out, in []*arr) {
	s := Key(in[1])
	switch out[0].DType() {
	case tensor.Float32:
		drop(o, tensor.Data[float32](out[0]), tensor.Data[float32](in[0]), s)
	case tensor.Float64:
		drop(o, tensor.Data[float64](out[0]), tensor.Data[float64](in[0]), s)
	}
}

// Below returns the number below which the upper 24 bits of a random word drop an
// element.
func (o Dropout) Below() uint32 { return uint32(math.Ceil(float64(float32(o.Rate)) * (1 << 24))) }

func drop[T float](o Dropout, dst, x []T, s philox.Stream) {
	scale, below := T(1/(1-o.Rate)), o.Below()
	for i := 0; i < len(dst); i += 4 {
		w := s.At(uint64(i) / 4)
		for j, r := range w[:min(4, len(dst)-i)] {
			if r>>8 < below {
				dst[i+j] = 0
			} else {
				dst[i+j] = x[i+j] * scale
			}
		}
	}
}

// Cases implements graph.Op.
func (Dropout) Cases() []graph.Case {
	return []graph.Case{
		smooth(Dropout{.5}, floats(ramp(15, 1, 6), 3, 5), key(1, 2)),
		smooth(Dropout{.2}, floats(ramp(3500, 1, 6), 70, 50), key(3, 0)),
		smooth(Dropout{0}, floats(ramp(6, 1, 6), 6), key(3, 9)),
	}
}

package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// A BitsKind says what [Bits] does.
type BitsKind uint8

// The kinds.
const (
	BitsAnd BitsKind = iota
	BitsOr
	BitsXor
	BitsLeft  // x·2ʸ
	BitsRight // x/2ʸ, rounded down
)

// Bits combines the bits of two integers or truth values, element by element.
type Bits struct {
	pointwise
	Kind BitsKind
}

var _ = graph.Define(Bits{})

// Infer implements graph.Op.
func (o Bits) Infer(in []typ) ([]typ, error) {
	t, err := same(in, 2)
	if err == nil && (t.DType.IsFloat() || t.DType == tensor.Uint64 || t.DType == tensor.Bool && o.Kind >= BitsLeft) {
		err = fmt.Errorf("received %v, expected integers (uint64 excepted)", t.DType)
	}
	return []typ{t}, err
}

// VJP implements graph.Op: zero.
func (Bits) VJP(*node, []*value) []*value { return nil }

// Ref implements graph.Op.
func (o Bits) Ref(out, in []*arr) {
	f := bitsOf[o.Kind]
	if out[0].DType() == tensor.Bool {
		z, x, y := tensor.Data[bool](out[0]), tensor.Data[bool](in[0]), tensor.Data[bool](in[1])
		for i := range z {
			z[i] = f(bit(x[i]), bit(y[i])) != 0
		}
		return
	}
	binaryNumber(out[0], in, nil, nil, f)
}

var bitsOf = [...]func(a, b int64) int64{
	BitsAnd:   func(a, b int64) int64 { return a & b },
	BitsOr:    func(a, b int64) int64 { return a | b },
	BitsXor:   func(a, b int64) int64 { return a ^ b },
	BitsLeft:  func(a, b int64) int64 { return a << uint64(b) },
	BitsRight: func(a, b int64) int64 { return a >> uint64(b) },
}

// Cases implements graph.Op.
func (Bits) Cases() []graph.Case {
	var cs []graph.Case
	for kind := range bitsOf {
		o := Bits{Kind: BitsKind(kind)}
		cs = append(cs,
			rough(o, tensor.FromSlice([]int32{12, -7, 1, 99}), tensor.FromSlice([]int32{10, 3, 31, 0})),
			rough(o, tensor.FromSlice([]uint8{200, 7}), tensor.FromSlice([]uint8{1, 5})),
			rough(o, tensor.FromSlice([]int64{1 << 40, -5}), tensor.FromSlice([]int64{3, 2})))
		if o.Kind < BitsLeft {
			cs = append(cs, rough(o, tensor.FromSlice(truth[0]), tensor.FromSlice(truth[1])))
		}
	}
	return cs
}

package prim

import (
	"errors"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/philox"
	"github.com/gokeras/keras/tensor"
)

// RandomUniform is float32 numbers of the given Shape, evenly spread over
// [0, 1). They depend only on the input, a key: a seed and a count of draws
// (int64, two elements).
type RandomUniform struct{ Shape graph.Dims }

var _ = graph.Define(RandomUniform{})

// Infer implements graph.Op.
func (o RandomUniform) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	return []typ{{DType: tensor.Float32, Shape: o.Shape.Shape()}}, isKey(in[0])
}

func isKey(t typ) error {
	if !t.Equal(graph.Of(tensor.Int64, 2)) {
		return errors.New("a key is two int64 numbers")
	}
	return nil
}

// VJP implements graph.Op: zero.
func (RandomUniform) VJP(*node, []*value) []*value { return nil }

// Ref implements graph.Op.
func (RandomUniform) Ref(out, in []*arr) {
	Uniform(tensor.Data[float32](out[0]), Key(in[0]), 0)
}

// Key returns the stream that a key stands for.
func Key(t *tensor.Tensor) philox.Stream {
	k := tensor.Data[int64](t)
	return philox.Stream{Seed: uint64(k[0]), Draw: uint64(k[1])}
}

// Uniform fills o with numbers from place at on, which is a multiple of 4.
func Uniform(o []float32, s philox.Stream, at int) {
	for i := 0; i < len(o); i += 4 {
		w := s.At(uint64(at+i) / 4)
		for j, x := range w[:min(4, len(o)-i)] {
			o[i+j] = philox.Unit(x)
		}
	}
}

func key(seed, draw int64) *arr { return tensor.FromSlice([]int64{seed, draw}) }

// Cases implements graph.Op.
func (RandomUniform) Cases() []graph.Case {
	return []graph.Case{
		rough(RandomUniform{graph.DimsOf(3, 5)}, key(1, 2)),
		rough(RandomUniform{graph.DimsOf(70, 50)}, key(-7, 1<<40)),
	}
}

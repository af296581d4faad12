package kerastest_test

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// same is a primitive that gives what it is given.
type same struct{}

func (same) Infer(in []graph.Type) ([]graph.Type, error) { return in, nil }

func (same) VJP(_ *graph.Node, grads []*graph.Value) []*graph.Value { return grads }

func (same) Ref(out, in []*tensor.Tensor) { copy(out[0].Bytes(), in[0].Bytes()) }

func (same) Cases() []graph.Case { return nil }

// bent has a wrong gradient.
type bent struct{ same }

func (bent) VJP(_ *graph.Node, grads []*graph.Value) []*graph.Value {
	return []*graph.Value{ops.Scale(grads[0], 2)}
}

// restless gives other numbers each time.
type restless struct{ same }

var calls float32

func (restless) Ref(out, in []*tensor.Tensor) {
	same{}.Ref(out, in)
	if out[0].DType() == tensor.Float32 {
		calls++
		tensor.Data[float32](out[0])[0] += calls
	}
}

// greedy allocates memory each time.
type greedy struct{ same }

var kept []byte

func (greedy) Ref(out, in []*tensor.Tensor) {
	same{}.Ref(out, in)
	kept = make([]byte, 100)
}

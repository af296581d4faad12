package enginetest

import (
	"math/rand/v2"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A Network is a perceptron with sigmoid layers and a softmax at the end, trained
// by Adam, as one program: a batch and its classes in, the loss out.
type Network struct {
	Program *graph.Program
	Vars    []*ops.Variable
	r       *rand.Rand
}

// NewNetwork returns the training step of a network for batches of a size. units
// are the sizes of its input and of its layers.
func NewNetwork(batch int, units ...int) *Network {
	n := &Network{r: rand.New(rand.NewPCG(1, uint64(batch)))}
	t := ops.NewTrace(true)
	x := ops.Input("x", tensor.Float32, batch, units[0])
	labels := ops.Input("labels", tensor.Int32, batch)
	var weights []*ops.Variable
	h := x
	for i := 1; i < len(units); i++ {
		w := n.variable("kernel", .1, units[i-1], units[i])
		b := n.variable("bias", 0, units[i])
		weights = append(weights, w, b)
		h = ops.Add(ops.Matmul(h, t.Get(w)), t.Get(b))
		if i < len(units)-1 {
			h = ops.Sigmoid(h)
		}
	}
	hot := ops.OneHot(labels, units[len(units)-1], tensor.Float32)
	loss := ops.Negative(ops.Mean(ops.Sum(ops.Multiply(hot, ops.LogSoftmax(h, -1)), -1)))
	n.adam(t, weights, loss)
	n.Program = t.Program("training", []*ops.Value{x, labels}, []*ops.Value{loss})
	return n
}

func (n *Network) variable(name string, scale float64, shape ...int) *ops.Variable {
	x := tensor.New(tensor.Float32, shape...)
	n.normal(x, scale)
	v := ops.NewVariable(name, x)
	n.Vars = append(n.Vars, v)
	return v
}

func (n *Network) normal(x *tensor.Tensor, scale float64) {
	for i := range tensor.Data[float32](x) {
		tensor.Data[float32](x)[i] = float32(scale * n.r.NormFloat64())
	}
}

// adam records one step of Adam as Keras computes it.
func (n *Network) adam(t *ops.Trace, weights []*ops.Variable, loss *ops.Value) {
	const beta1, beta2 = .9, .999
	values := make([]*ops.Value, len(weights))
	for i, w := range weights {
		values[i] = t.Get(w)
	}
	grads := t.Gradients(loss, values...)
	iterations := ops.NewVariable("iterations", tensor.Scalar[int32](0))
	n.Vars = append(n.Vars, iterations)
	t.Set(iterations, ops.Add(t.Get(iterations), ops.Const(1, tensor.Int32)))
	step := ops.Cast(t.Get(iterations), tensor.Float32)
	one := ops.Const(1, tensor.Float32)
	power := func(beta float64) *ops.Value {
		return ops.Subtract(one, ops.Power(ops.Const(beta, tensor.Float32), step))
	}
	rate := ops.Scale(ops.Divide(ops.Sqrt(power(beta2)), power(beta1)), .001)
	for i, w := range weights {
		g := grads[i]
		mv, vv := n.variable("momentum", 0, w.Shape()...), n.variable("velocity", 0, w.Shape()...)
		m, v := t.Get(mv), t.Get(vv)
		m = ops.Add(m, ops.Scale(ops.Subtract(g, m), 1-beta1))
		v = ops.Add(v, ops.Scale(ops.Subtract(ops.Square(g), v), 1-beta2))
		t.Set(mv, m)
		t.Set(vv, v)
		t.Set(w, ops.Subtract(t.Get(w), ops.Divide(ops.Multiply(m, rate), ops.AddScalar(ops.Sqrt(v), 1e-7))))
	}
}

// Batch returns new inputs for the program.
func (n *Network) Batch() []*tensor.Tensor {
	x, labels := n.Program.Inputs[0], n.Program.Inputs[1]
	in := []*tensor.Tensor{tensor.New(x.DType, x.Shape...), tensor.New(labels.DType, labels.Shape...)}
	n.normal(in[0], 1)
	for i := range tensor.Data[int32](in[1]) {
		tensor.Data[int32](in[1])[i] = int32(n.r.IntN(5))
	}
	return in
}

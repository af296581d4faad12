package cpu_test

import (
	"testing"

	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// recurrent returns a step of training of an LSTM, by plain descent: an input
// [steps, batch, features] in, the sum of the last states out.
func recurrent(steps, batch, features, units int) (p *graph.Program, in []*tensor.Tensor) {
	tr := ops.NewTrace(true)
	x := ops.Input("x", tensor.Float32, steps, batch, features)
	weight := func(name string, shape ...int) *ops.Variable {
		w := tensor.New(tensor.Float32, shape...)
		for i := range tensor.Data[float32](w) {
			tensor.Data[float32](w)[i] = float32(i*7919%1000-500) / 3000
		}
		return ops.NewVariable(name, w)
	}
	kernel, bias := weight("kernel", features, 4*units), weight("bias", 4*units)
	recurrent := weight("recurrent", units, 4*units)
	z := ops.Add(ops.Matmul(ops.Reshape(x, steps*batch, features), tr.Get(kernel)), tr.Get(bias))
	zero := ops.Full(0, tensor.Float32, batch, units)
	last, _ := ops.Scan(steps, false, []*ops.Value{zero, zero}, []*ops.Value{ops.Reshape(z, steps, batch, 4*units)},
		func(c, xs []*ops.Value) (next, ys []*ops.Value) {
			z := ops.Add(xs[0], ops.Matmul(c[0], tr.Get(recurrent)))
			gate := func(i int) *ops.Value { return ops.SliceAxis(z, 1, i*units, (i+1)*units) }
			s := ops.Add(ops.Multiply(ops.Sigmoid(gate(1)), c[1]), ops.Multiply(ops.Sigmoid(gate(0)), ops.Tanh(gate(2))))
			return []*ops.Value{ops.Multiply(ops.Sigmoid(gate(3)), ops.Tanh(s)), s}, nil
		})
	loss := ops.Sum(last[0])
	weights := []*ops.Variable{kernel, bias, recurrent}
	var values []*ops.Value
	for _, w := range weights {
		values = append(values, tr.Get(w))
	}
	values = append(values, x)
	grads := tr.Gradients(loss, values...)
	for i, w := range weights {
		tr.Set(w, ops.Subtract(tr.Get(w), ops.Scale(grads[i], 1e-6)))
	}
	a := tensor.New(tensor.Float32, steps, batch, features)
	for i := range tensor.Data[float32](a) {
		tensor.Data[float32](a)[i] = float32(i*104729%2001-1000) / 1000
	}
	return tr.Program("lstm", []*ops.Value{x}, []*ops.Value{loss, grads[3]}), []*tensor.Tensor{a}
}

func BenchmarkLSTM(b *testing.B) {
	const steps, batch, features, units = 80, 32, 128, 128
	p, in := recurrent(steps, batch, features, units)
	c, err := cpu.Compile(p)
	if err != nil {
		b.Fatal(err)
	}
	out := outputs(p)
	for b.Loop() {
		if err := c.Run(in, out); err != nil {
			b.Fatal(err)
		}
	}
	flops := 2 * 3 * steps * batch * (features + units) * 4 * units
	b.ReportMetric(float64(flops)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
}

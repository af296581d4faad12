package ops_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/allocs"
	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

type values = []*ops.Value

type scanner func(n int, reverse bool, carries, xs values, body func(carries, xs values) (next, ys values)) (last, ys values)

// unrolled is Scan without a loop.
func unrolled(n int, reverse bool, carries, xs values, body func(carries, xs values) (next, ys values)) (last, ys values) {
	var stacks []values
	last = carries
	for step := range n {
		i := step
		if reverse {
			i = n - 1 - step
		}
		at := make(values, len(xs))
		for j, x := range xs {
			at[j] = ops.Reshape(ops.SliceAxis(x, 0, i, i+1), x.Shape[1:]...)
		}
		var outs values
		last, outs = body(last, at)
		if stacks == nil {
			stacks = make([]values, len(outs))
		}
		for j, y := range outs {
			stacks[j] = append(stacks[j], ops.ExpandDims(y, 0))
		}
	}
	for _, s := range stacks {
		if reverse {
			slices.Reverse(s)
		}
		ys = append(ys, ops.Concatenate(s, 0))
	}
	return last, ys
}

// A loop is a computation with Scan, of inputs of the given shapes.
type loop struct {
	name   string
	shapes []tensor.Shape
	f      func(scan scanner, in values) values
}

const steps = 5

// lstm is a step of an LSTM whose input has been multiplied already.
func lstm(u *ops.Value) func(carries, xs values) (next, ys values) {
	units := u.Shape[0]
	return func(carries, xs values) (next, ys values) {
		z := ops.Add(xs[0], ops.Matmul(carries[0], u))
		gate := func(i int) *ops.Value { return ops.SliceAxis(z, 1, i*units, (i+1)*units) }
		c := ops.Add(ops.Multiply(ops.Sigmoid(gate(1)), carries[1]), ops.Multiply(ops.Sigmoid(gate(0)), ops.Tanh(gate(2))))
		h := ops.Multiply(ops.Sigmoid(gate(3)), ops.Tanh(c))
		return values{h, c}, values{h}
	}
}

var loops = []loop{
	{"simple", []tensor.Shape{{4, 3}, {steps, 4, 3}, {3, 3}}, func(scan scanner, in values) values {
		last, ys := scan(steps, false, in[:1], in[1:2], func(c, x values) (next, ys values) {
			h := ops.Tanh(ops.Add(x[0], ops.Matmul(c[0], in[2])))
			return values{h}, values{h}
		})
		return append(last, ys...)
	}},
	{"reverse", []tensor.Shape{{4, 3}, {steps, 4, 3}, {3, 3}, {3}}, func(scan scanner, in values) values {
		_, ys := scan(steps, true, in[:1], in[1:2], func(c, x values) (next, ys values) {
			h := ops.Sigmoid(ops.Add(ops.Add(x[0], in[3]), ops.Matmul(c[0], in[2])))
			return values{h}, values{ops.Square(h), x[0]}
		})
		return ys
	}},
	{"lstm", []tensor.Shape{{33, 6}, {33, 6}, {steps, 33, 24}, {6, 24}}, func(scan scanner, in values) values {
		last, _ := scan(steps, false, in[:2], in[2:3], func(c, x values) (next, ys values) {
			next, _ = lstm(in[3])(c, x)
			return next, nil
		})
		return last
	}},
	{"lstm with sequences", []tensor.Shape{{70, 6}, {70, 6}, {steps, 70, 24}, {6, 24}}, func(scan scanner, in values) values {
		last, ys := scan(steps, true, in[:2], in[2:3], lstm(in[3]))
		return append(last, ys...)
	}},
	{"shared constants", []tensor.Shape{{4, 3}, {steps, 4, 3}, {3, 3}}, func(scan scanner, in values) values {
		w := ops.Scale(ops.Exp(ops.Negative(in[2])), .2)
		last, ys := scan(steps, false, in[:1], in[1:2], func(c, x values) (next, ys values) {
			y := ops.Matmul(ops.Add(x[0], ops.Matmul(c[0], w)), ops.Transpose(w))
			z := ops.Add(y, ops.Sum(w))
			return values{ops.Scale(ops.Sin(z), .5)}, values{ops.Multiply(ops.Cos(z), ops.Sum(in[2], 0))}
		})
		return append(append(last, ys...), w)
	}},
	{"no xs", []tensor.Shape{{4, 3}, {4, 3}}, func(scan scanner, in values) values {
		last, _ := scan(steps, false, in[:1], nil, func(c, _ values) (next, ys values) {
			return values{ops.Sin(ops.Multiply(c[0], in[1]))}, nil
		})
		return last
	}},
	{"no carries", []tensor.Shape{{steps, 4, 3}, {3, 2}}, func(scan scanner, in values) values {
		_, ys := scan(steps, false, nil, in[:1], func(_, x values) (next, ys values) {
			return nil, values{ops.Softmax(ops.Matmul(x[0], in[1]), -1), in[1]}
		})
		return ys
	}},
	{"carries that change places", []tensor.Shape{{4}, {4}, {4}}, func(scan scanner, in values) values {
		last, ys := scan(steps, false, in, nil, func(c, _ values) (next, ys values) {
			return values{c[1], ops.Multiply(c[2], c[0]), c[2]}, values{c[0], ops.Sum(c[1])}
		})
		return append(last, ys...)
	}},
	{"masks", []tensor.Shape{{20, 3}, {steps, 20, 3}, {20, 3}}, func(scan scanner, in values) values {
		mask := ops.Greater(ops.SliceAxis(in[1], 2, 0, 1), ops.Const(0, in[1].DType))
		dropped := ops.Where(ops.Greater(in[2], ops.ZerosLike(in[2])), ops.Scale(in[2], 2), ops.ZerosLike(in[2]))
		_, ys := scan(steps, false, in[:1], values{in[1], mask}, func(c, x values) (next, ys values) {
			h := ops.Tanh(ops.Add(x[0], ops.Multiply(c[0], dropped)))
			h = ops.Where(x[1], h, c[0])
			return values{h}, values{h}
		})
		return ys
	}},
	{"nested", []tensor.Shape{{4, 3}, {3, 4, 3}, {3, 3}}, func(scan scanner, in values) values {
		last, ys := scan(3, false, in[:1], in[1:2], func(c, x values) (next, ys values) {
			inner, all := scan(2, true, c, nil, func(d, _ values) (next, ys values) {
				h := ops.Tanh(ops.Add(x[0], ops.Matmul(d[0], in[2])))
				return values{h}, values{ops.Sum(h, 0)}
			})
			return inner, values{ops.Add(inner[0], ops.Sum(all[0], 0))}
		})
		return append(last, ys...)
	}},
	{"two loops", []tensor.Shape{{40, 8}, {steps, 40, 8}, {8, 8}}, func(scan scanner, in values) values {
		step := func(c, x values) (next, ys values) {
			h := ops.Tanh(ops.Add(x[0], ops.Matmul(c[0], in[2])))
			return values{h}, values{h}
		}
		_, there := scan(steps, false, in[:1], in[1:2], step)
		_, back := scan(steps, true, in[:1], there, step)
		return values{ops.Concatenate(values{there[0], back[0]}, 2)}
	}},
	{"no steps", []tensor.Shape{{4, 3}, {3, 3}}, func(scan scanner, in values) values {
		last, _ := scan(0, false, in[:1], nil, func(c, _ values) (next, ys values) {
			return values{ops.Matmul(c[0], in[1])}, nil
		})
		return last
	}},
}

// program returns the values and the gradients of a loop.
func (l loop) program(scan scanner, dt tensor.DType) *graph.Program {
	tr := ops.NewTrace(true)
	var in values
	for i, s := range l.shapes {
		in = append(in, ops.Input(fmt.Sprint("in", i), dt, s...))
	}
	out := l.f(scan, in)
	loss := ops.Const(0, dt)
	for i, y := range out {
		loss = ops.Add(loss, ops.Sum(ops.Multiply(y, ops.Cos(ops.Scale(y, float64(i+1))))))
	}
	return tr.Program(l.name, in, append(out, tr.Gradients(loss, in...)...))
}

func (l loop) inputs(dt tensor.DType) []*tensor.Tensor {
	r := rand.New(rand.NewPCG(1, 2))
	var in []*tensor.Tensor
	for _, s := range l.shapes {
		x := tensor.New(tensor.Float64, s...)
		for i := range tensor.Data[float64](x) {
			tensor.Data[float64](x)[i] = r.NormFloat64()
		}
		in = append(in, x.Cast(dt))
	}
	return in
}

// near compares results with those of the loop unrolled.
func near(t *testing.T, got, want []*tensor.Tensor, tolerance float64) {
	t.Helper()
	for i, w := range want {
		if !got[i].Shape().Equal(w.Shape()) {
			t.Fatalf("result %d has shape %v, want %v", i, got[i].Shape(), w.Shape())
		}
		a, b := tensor.Data[float64](got[i].Cast(tensor.Float64)), tensor.Data[float64](w.Cast(tensor.Float64))
		scale := 1.0
		for _, y := range b {
			scale = max(scale, math.Abs(y))
		}
		for j, y := range b {
			if math.Abs(a[j]-y) > tolerance*scale {
				t.Errorf("result %d: element %d is %v, want %v", i, j, a[j], y)
				break
			}
		}
	}
}

func TestScan(t *testing.T) {
	for _, dt := range []tensor.DType{tensor.Float64, tensor.Float32} {
		for _, l := range loops {
			t.Run(fmt.Sprint(l.name, " ", dt), func(t *testing.T) {
				tolerance := 1e-12
				if dt == tensor.Float32 {
					tolerance = 2e-5
				}
				in := l.inputs(dt)
				want, err := ref.Run(l.program(unrolled, dt), in...)
				if err != nil {
					t.Fatal(err)
				}
				p := l.program(ops.Scan, dt)
				got, err := ref.Run(p, in...)
				if err != nil {
					t.Fatal(err)
				}
				near(t, got, want, tolerance)
				compiled(t, p, in, want, tolerance)
			})
		}
	}
}

// compiled runs p with the fast engine: on one processor and on several.
func compiled(t *testing.T, p *graph.Program, in, want []*tensor.Tensor, tolerance float64) {
	c, err := cpu.Compile(p)
	if err != nil {
		t.Fatal(err)
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first []*tensor.Tensor
	for _, procs := range []int{1, 2, 3} {
		runtime.GOMAXPROCS(procs)
		var got []*tensor.Tensor
		for _, v := range p.Outputs {
			got = append(got, tensor.New(v.DType, v.Shape...))
		}
		if err := c.Run(in, got); err != nil {
			t.Fatal(err)
		}
		if first == nil {
			near(t, got, want, tolerance)
			first = got
		}
		for i := range got {
			if string(got[i].Bytes()) != string(first[i].Bytes()) {
				t.Errorf("result %d: other bits with GOMAXPROCS=%d", i, procs)
			}
		}
		if a := allocs.PerRun(3, func() { _ = c.Run(in, got) }); a != 0 {
			t.Errorf("%v allocations", a)
		}
	}
}

// TestScanTwice differentiates gradients.
func TestScanTwice(t *testing.T) {
	for _, l := range loops {
		run := func(scan scanner) []*tensor.Tensor {
			tr := ops.NewTrace(true)
			var in values
			for i, s := range l.shapes {
				in = append(in, ops.Input(fmt.Sprint("in", i), tensor.Float64, s...))
			}
			loss := ops.Const(0, tensor.Float64)
			for _, y := range l.f(scan, in) {
				loss = ops.Add(loss, ops.Sum(ops.Sin(y)))
			}
			second := ops.Const(0, tensor.Float64)
			for _, g := range tr.Gradients(loss, in...) {
				second = ops.Add(second, ops.Sum(ops.Square(g)))
			}
			out, err := ref.Run(tr.Program(l.name, in, tr.Gradients(second, in...)), l.inputs(tensor.Float64)...)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		t.Run(l.name, func(t *testing.T) { near(t, run(ops.Scan), run(unrolled), 1e-10) })
	}
}

// TestScanOnce checks that a gradient doesn't compute the loop forward twice.
func TestScanOnce(t *testing.T) {
	for _, l := range loops {
		if l.name == "nested" || l.name == "two loops" {
			continue
		}
		scans := 0
		for _, n := range l.program(ops.Scan, tensor.Float32).Order() {
			if _, ok := n.Op.(prim.Scan); ok {
				scans++
			}
		}
		if scans != 2 {
			t.Errorf("%s: %d loops, want one forward and one back", l.name, scans)
		}
	}
}

// TestScanRows checks that the rows of a batch go their own way through the steps of
// a recurrent network, forward and back.
func TestScanRows(t *testing.T) {
	for _, l := range loops {
		if !slices.Contains([]string{"simple", "reverse", "lstm", "lstm with sequences", "masks", "two loops"}, l.name) {
			continue
		}
		for _, n := range l.program(ops.Scan, tensor.Float32).Order() {
			if op, ok := n.Op.(prim.Scan); ok {
				if _, _, ok := op.Body.Rows(op.Carries+op.Xs, 2); !ok {
					t.Errorf("%s: a row depends on others", l.name)
				}
			}
		}
	}
}

// TestControlGolden compares loops and choices with those of Keras.
func TestControlGolden(t *testing.T) {
	type control struct {
		Name                          string
		Inputs, Outputs, W, Gradients []golden.Array
	}
	double := func(c values) values { return values{ops.Scale(c[0], 2)} }
	small := func(c values) *ops.Value {
		return ops.Less(ops.Sum(ops.Absolute(c[0])), ops.Const(1000, tensor.Float32))
	}
	choose := func(in values, limit float64) values {
		return ops.Cond(ops.Greater(ops.Sum(in[0]), ops.Const(limit, tensor.Float32)),
			func() values { return values{ops.Sin(in[0])} }, func() values { return values{ops.Square(in[0])} })
	}
	scan := func(in values, reverse bool) values {
		last, ys := ops.Scan(in[1].Shape[0], reverse, in[:1], in[1:2], func(c, xs values) (next, ys values) {
			h := ops.Tanh(ops.Add(xs[0], ops.Matmul(c[0], in[2])))
			return values{h}, values{ops.Square(h)}
		})
		return append(last, ys...)
	}
	functions := map[string]func(in values) values{
		"scan":         func(in values) values { return scan(in, false) },
		"scan reverse": func(in values) values { return scan(in, true) },
		"fori_loop": func(in values) values {
			return ops.ForiLoop(2, 6, in, func(i *ops.Value, c values) values {
				return values{ops.Multiply(ops.Sin(c[0]), ops.Cast(i, tensor.Float32))}
			})
		},
		"map": func(in values) values {
			return ops.Map(in, func(x values) values { return values{ops.Multiply(ops.Tanh(x[0]), ops.Sum(x[0]))} })
		},
		"cond true":          func(in values) values { return choose(in, -1e9) },
		"cond false":         func(in values) values { return choose(in, 1e9) },
		"while_loop":         func(in values) values { return ops.WhileLoop(small, double, in, -1) },
		"while_loop at most": func(in values) values { return ops.WhileLoop(small, double, in, 3) },
	}
	for _, c := range golden.Load[control](t, "control") {
		t.Run(c.Name, func(t *testing.T) {
			tr := ops.NewTrace(true)
			var in values
			var arrays []*tensor.Tensor
			for _, x := range c.Inputs {
				in = append(in, ops.Input("", tensor.Float32, x.Shape...))
				arrays = append(arrays, x.Tensor(t))
			}
			out := functions[c.Name](in)
			if c.Gradients != nil {
				loss := ops.Const(0, tensor.Float32)
				for i, y := range out {
					loss = ops.Add(loss, ops.Sum(ops.Multiply(y, ops.Constant(c.W[i].Tensor(t)))))
				}
				out = append(out, tr.Gradients(loss, in...)...)
			}
			p := tr.Program(c.Name, in, out)
			got, err := ref.Run(p, arrays...)
			if err != nil {
				t.Fatal(err)
			}
			for i, want := range append(c.Outputs, c.Gradients...) {
				golden.Close(t, tensor.Data[float32](got[i]), want, 1e-5, 1e-5)
			}
			compiled(t, p, arrays, got, 1e-5)
		})
	}
}

func TestControl(t *testing.T) {
	x := ops.Input("x", tensor.Float32, 3)
	three := ops.Const(3, tensor.Float32)
	for _, tt := range []struct {
		name string
		out  values
		want []float32
	}{
		{"ForiLoop", ops.ForiLoop(2, 5, values{x}, func(i *ops.Value, c values) values {
			return values{ops.Add(c[0], ops.Cast(i, tensor.Float32))}
		}), []float32{10, 11, 12}},
		{"ForiLoop of none", ops.ForiLoop(5, 2, values{x}, func(i *ops.Value, c values) values { return c }), []float32{1, 2, 3}},
		{"Map", ops.Map(values{x}, func(xs values) values { return values{ops.Multiply(xs[0], three)} }), []float32{3, 6, 9}},
		{"WhileLoop", ops.WhileLoop(
			func(c values) *ops.Value { return ops.Less(ops.Sum(c[0]), ops.Const(50, tensor.Float32)) },
			func(c values) values { return values{ops.Multiply(c[0], three)} }, values{x}, -1), []float32{9, 18, 27}},
		{"WhileLoop at most", ops.WhileLoop(
			func(c values) *ops.Value { return ops.Less(ops.Sum(c[0]), ops.Const(50, tensor.Float32)) },
			func(c values) values { return values{ops.Multiply(c[0], three)} }, values{x}, 1), []float32{3, 6, 9}},
		{"Cond", ops.Cond(ops.Greater(ops.Sum(x), three), func() values { return values{x} },
			func() values { return values{ops.Negative(x)} }), []float32{1, 2, 3}},
		{"Cond not", ops.Cond(ops.Less(ops.Sum(x), three), func() values { return values{x} },
			func() values { return values{ops.Negative(x)} }), []float32{-1, -2, -3}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := &graph.Program{Inputs: values{x}, Outputs: tt.out}
			in := []*tensor.Tensor{tensor.FromSlice([]float32{1, 2, 3})}
			want := []*tensor.Tensor{tensor.FromSlice(tt.want)}
			got, err := ref.Run(p, in...)
			if err != nil {
				t.Fatal(err)
			}
			near(t, got, want, 0)
			compiled(t, p, in, want, 0)
		})
	}
}

func TestControlErrors(t *testing.T) {
	x, y := ops.Input("x", tensor.Float32, 3), ops.Input("y", tensor.Int32, 3)
	same := func(c values) values { return c }
	for _, tt := range []struct {
		want string
		f    func()
	}{
		{"ops.Scan: xs[0]: received shape (3,), expected 4 steps", func() { ops.Scan(4, false, nil, values{x}, nil) }},
		{"ops.Scan: the body returned 0 carries, expected 1", func() {
			ops.Scan(4, false, values{x}, nil, func(values, values) (next, ys values) { return nil, nil })
		}},
		{"ops.Scan: the body returned float32(1,) as carry 0, expected float32(3,)", func() {
			ops.Scan(4, false, values{x}, nil, func(c, _ values) (next, ys values) { return values{ops.SliceAxis(c[0], 0, 0, 1)}, nil })
		}},
		{"ops.Map: received 0 values", func() { ops.Map(nil, same) }},
		{"ops.WhileLoop: the condition has shape (3,), expected a scalar", func() {
			ops.WhileLoop(func(c values) *ops.Value { return c[0] }, same, values{x}, -1)
		}},
		{"a loop of unknown length has no gradient", func() {
			tr := ops.NewTrace(true)
			z := ops.WhileLoop(func(c values) *ops.Value { return ops.Sum(c[0]) }, same, values{x}, -1)
			tr.Gradients(ops.Sum(z[0]), x)
		}},
		{"ops.Cond: received float32(3,) and int32(3,), expected equal types", func() {
			ops.Cond(ops.Const(1, tensor.Bool), func() values { return values{x} }, func() values { return values{y} })
		}},
		{"ops.Cond: the condition has shape (3,), expected a scalar", func() { ops.Cond(x, nil, nil) }},
	} {
		err := func() (err error) {
			defer ops.Catch(&err)
			tt.f()
			return nil
		}()
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("error %v, want one with %q", err, tt.want)
		}
	}
}

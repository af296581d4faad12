package cpu_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/enginetest"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// updates are new values of a table by its gradient. The last ones leave rows as they
// are to which no gradient goes.
var updates = map[string]func(w, g *ops.Value) *ops.Value{
	"decay": func(w, g *ops.Value) *ops.Value { return ops.Subtract(ops.Scale(w, .9), ops.Tanh(g)) },
	"more":  func(w, g *ops.Value) *ops.Value { return ops.Subtract(w, ops.AddScalar(g, 1)) },
	"normalized": func(w, g *ops.Value) *ops.Value {
		return ops.Subtract(w, ops.Divide(g, ops.Add(ops.Absolute(g), ops.OnesLike(g))))
	},
	"SGD":      func(w, g *ops.Value) *ops.Value { return ops.Subtract(w, ops.Scale(g, .1)) },
	"ascent":   func(w, g *ops.Value) *ops.Value { return ops.Add(w, ops.Multiply(g, ops.Const(.1, g.DType))) },
	"negative": func(w, g *ops.Value) *ops.Value { return ops.Add(w, ops.Negative(ops.Scale(g, .1))) },
}

// TestTable updates tables by gradients that go to some of their rows.
func TestTable(t *testing.T) {
	for name, update := range updates {
		t.Run(name, func(t *testing.T) { testTable(t, update) })
	}
}

func testTable(t *testing.T, update func(w, g *ops.Value) *ops.Value) {
	for _, size := range [][2]int{{1000, 128}, {4000, 7}, {40000, 2}, {3, 20000}, {999, 33}} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			rows, width := size[0], size[1]
			train := func() (*graph.Program, *ops.Variable) {
				table := ops.NewVariable("table", tensor.New(tensor.Float32, rows, width))
				for i := range tensor.Data[float32](table.Store()) {
					tensor.Data[float32](table.Store())[i] = float32(i%17) / 8
				}
				tr := ops.NewTrace(true)
				idx := ops.Input("idx", tensor.Int32, 5, 60)
				x := graph.Apply(prim.Gather{Axis: 0, Zero: true}, tr.Get(table), idx)
				loss := ops.Sum(ops.Sin(x))
				g := tr.Gradients(loss, tr.Get(table))[0]
				tr.Set(table, update(tr.Get(table), g))
				return tr.Program("table", []*ops.Value{idx}, []*ops.Value{loss}), table
			}
			idx := tensor.New(tensor.Int32, 5, 60)
			for i := range tensor.Data[int32](idx) {
				tensor.Data[int32](idx)[i] = int32(i*i*7919%(rows+2)) - 1 // some from the end, some nowhere
			}
			p, got := train()
			c, err := cpu.Compile(p)
			if err != nil {
				t.Fatal(err)
			}
			q, want := train()
			for range 2 {
				if err := c.Run([]*tensor.Tensor{idx}, outputs(p)); err != nil {
					t.Fatal(err)
				}
				if _, err := ref.Run(q, idx); err != nil {
					t.Fatal(err)
				}
			}
			enginetest.Compare(t, "the table", got.Store(), want.Store())
		})
	}
}

// TestTableRows checks that steps which leave a row as it is where no gradient goes don't touch
// it, and that they do if the rate is no number: a NaN of the kind that arithmetic changes into
// another shows it.
func TestTableRows(t *testing.T) {
	const rows, width, row, signalling = 1000, 128, 500, 0x7fa00000
	for name, tt := range map[string]struct {
		update  func(w, g, rate *ops.Value) *ops.Value
		rate    float32
		touched bool
	}{
		"SGD":       {func(w, g, rate *ops.Value) *ops.Value { return ops.Subtract(w, ops.Multiply(g, rate)) }, .1, false},
		"infinite":  {func(w, g, rate *ops.Value) *ops.Value { return ops.Subtract(w, ops.Multiply(g, rate)) }, float32(math.Inf(1)), true},
		"no number": {func(w, g, rate *ops.Value) *ops.Value { return ops.Subtract(w, ops.Multiply(g, rate)) }, float32(math.NaN()), true},
		"decay":     {func(w, g, rate *ops.Value) *ops.Value { return ops.Subtract(ops.Scale(w, .9), ops.Multiply(g, rate)) }, .1, true},
	} {
		t.Run(name, func(t *testing.T) {
			table := ops.NewVariable("table", tensor.New(tensor.Float32, rows, width))
			w := tensor.Data[float32](table.Store())
			w[row*width] = math.Float32frombits(signalling)
			rate := ops.NewVariable("rate", tensor.Scalar(tt.rate))
			tr := ops.NewTrace(true)
			idx := ops.Input("idx", tensor.Int32, 10)
			loss := ops.Sum(ops.Sin(graph.Apply(prim.Gather{Axis: 0, Zero: true}, tr.Get(table), idx)))
			g := tr.Gradients(loss, tr.Get(table))[0]
			tr.Set(table, tt.update(tr.Get(table), g, tr.Get(rate)))
			p := tr.Program("table", []*ops.Value{idx}, []*ops.Value{loss})
			c, err := cpu.Compile(p)
			if err != nil {
				t.Fatal(err)
			}
			if err := c.Run([]*tensor.Tensor{tensor.New(tensor.Int32, 10)}, outputs(p)); err != nil {
				t.Fatal(err)
			}
			if touched := math.Float32bits(tensor.Data[float32](table.Store())[row*width]) != signalling; touched != tt.touched {
				t.Errorf("touched: %v, expected %v", touched, tt.touched)
			}
		})
	}
}

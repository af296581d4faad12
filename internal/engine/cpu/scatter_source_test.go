package cpu_test

import (
	"fmt"
	"testing"

	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/enginetest"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestTable updates tables by gradients that go to some of their rows.
func TestTable(t *testing.T) {
	for _, size := range [][2]int{{1000, 128}, {4000, 7}, {3, 20000}, {999, 33}} {
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
				tr.Set(table, ops.Subtract(ops.Scale(tr.Get(table), .9), ops.Tanh(g)))
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

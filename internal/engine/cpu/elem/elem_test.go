package elem

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// arrays is a Memory.
type arrays []*tensor.Tensor

func (a arrays) Floats(b int) []float32     { return tensor.Data[float32](a[b]) }
func (a arrays) Array(b int) *tensor.Tensor { return a[b] }

// TestLoad checks every part of repeated arrays against what Broadcast computes.
func TestLoad(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, shapes := range [][2]tensor.Shape{
		{{}, {7}}, {{5}, {4, 5}}, {{4, 1}, {4, 5}}, {{3, 1, 5}, {3, 4, 5}}, {{1, 4, 1}, {3, 4, 5}},
		{{3, 1, 5, 1}, {3, 4, 5, 2}}, {{2, 1, 1, 3}, {2, 4, 5, 3}}, {{1, 1, 5}, {3, 4, 5}},
	} {
		t.Run(fmt.Sprint(shapes), func(t *testing.T) {
			x := tensor.New(tensor.Float32, shapes[0]...)
			truths := tensor.New(tensor.Bool, shapes[0]...)
			for i := range tensor.Data[float32](x) {
				tensor.Data[float32](x)[i] = float32(r.IntN(2))
				tensor.Data[bool](truths)[i] = tensor.Data[float32](x)[i] == 1
			}
			b := graph.Apply(prim.Broadcast{Shape: graph.DimsOf(shapes[1]...)}, ops.Input("x", tensor.Float32, shapes[0]...)).Node
			want := tensor.New(tensor.Float32, shapes[1]...)
			b.Op.Ref([]*tensor.Tensor{want}, []*tensor.Tensor{x})
			in := arrays{x, truths}
			for _, dt := range []tensor.DType{
				tensor.Float64, tensor.Int8, tensor.Int16, tensor.Int32, tensor.Int64, tensor.Uint8, tensor.Uint16, tensor.Uint32, tensor.Uint64,
			} {
				in = append(in, x.Cast(dt))
			}
			for buffer, a := range in {
				dt := a.DType()
				l := &load{buffer: buffer, dtype: dt}
				l.spread(b)
				for at := range want.Size() {
					got := make([]float32, 1+r.IntN(want.Size()-at))
					l.run(in, got, at)
					if w := tensor.Data[float32](want)[at:][:len(got)]; !slices.Equal(got, w) {
						t.Fatalf("%v from %d on: got %v, want %v", dt, at, got, w)
					}
				}
			}
		})
	}
}

// TestParts checks that the parts of a group can be computed in any order.
func TestParts(t *testing.T) {
	x := ops.Input("x", tensor.Float32, 700, 33)
	in := tensor.New(tensor.Float32, 700, 33)
	r := rand.New(rand.NewPCG(3, 4))
	for i := range tensor.Data[float32](in) {
		tensor.Data[float32](in)[i] = float32(r.NormFloat64())
	}
	for name, y := range map[string]*ops.Value{
		"element by element": ops.Exp(x), "rows": ops.Sum(ops.Exp(x), 1), "columns": ops.Sum(ops.Exp(x), 0),
		"all": ops.Sum(ops.Exp(x)), "largest": ops.Max(ops.Exp(x), 0), "long rows": ops.Sum(ops.Exp(ops.Reshape(x, 7, -1)), 1),
	} {
		t.Run(name, func(t *testing.T) {
			p := &graph.Program{Inputs: []*graph.Value{x}, Outputs: []*graph.Value{y}}
			pl := plan.New(p, plan.Target{Fuse: Fuses, Tile: Tile})
			if len(pl.Steps) != 1 {
				t.Fatalf("%d steps, want 1", len(pl.Steps))
			}
			c := Compile(pl.Steps[0], pl, func(b *plan.Buffer) int {
				if b.Kind == plan.Input {
					return 0
				}
				return 1
			}, 0)
			run := func(order []int) *tensor.Tensor {
				out := tensor.New(y.DType, y.Shape...)
				m, shared := arrays{in, out}, make([]float32, c.Shared())
				for _, p := range order {
					c.Run(m, make([]float32, c.Scratch()), shared, p, p+1)
				}
				c.Combine(m, shared)
				return out
			}
			var order []int
			for p := range c.Parts() {
				order = append(order, p)
			}
			if len(order) < 2 {
				t.Fatalf("%d parts, want more", len(order))
			}
			want := run(order)
			r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
			if got := run(order); string(got.Bytes()) != string(want.Bytes()) {
				t.Errorf("another order gives other bits")
			}
		})
	}
}

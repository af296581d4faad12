package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/engine/enginetest"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// text prints a value as nested calls.
func text(v *graph.Value) string {
	if v.Node == nil {
		return v.Name
	}
	name := graph.Name(v.Node.Op)
	switch op := v.Node.Op.(type) {
	case prim.Const:
		return fmt.Sprint(op.Value)
	case prim.Literal:
		return fmt.Sprint("literal", op.Array.Shape())
	case prim.Broadcast, prim.Reshape:
		name += fmt.Sprint(v.Shape)
	case prim.Cast:
		name = op.To.String()
	case prim.MatMul:
		if op.TransX {
			name += "T"
		}
		if op.TransY {
			name += "_T"
		}
	}
	in := make([]string, len(v.Node.In))
	for i, x := range v.Node.In {
		in[i] = text(x)
	}
	return name + "(" + strings.Join(in, ", ") + ")"
}

func TestSimplify(t *testing.T) {
	f := func(name string, shape ...int) *ops.Value { return ops.Input(name, tensor.Float32, shape...) }
	x, y, s := f("x", 2, 3), f("y", 2, 3), f("s")
	b := ops.Input("b", tensor.Bool, 2, 3)
	full := func(v float64) *ops.Value { return ops.FullLike(x, v) }
	literal := ops.Constant(tensor.FromSlice([]float32{1, 2, 3, 4, 5, 6}, 2, 3))
	for _, tt := range []struct {
		name string
		v    *ops.Value
		want string
	}{
		{"plus 0", ops.Add(x, full(0)), "x"},
		{"0 plus", ops.Add(full(0), x), "x"},
		{"minus 0", ops.Subtract(x, full(0)), "x"},
		{"times 1", ops.Multiply(full(1), x), "x"},
		{"times -1", ops.Multiply(x, full(-1)), "Neg(x)"},
		{"times 0 may be NaN", ops.Multiply(x, full(0)), "Mul(x, Broadcast(2, 3)(0))"},
		{"by 1", ops.Divide(x, full(1)), "x"},
		{"power 1", ops.Power(x, full(1)), "x"},
		{"power 2", ops.Power(x, full(2)), "Mul(x, x)"},
		{"minus minus", ops.Negative(ops.Negative(x)), "x"},
		{"plus minus", ops.Add(x, ops.Negative(y)), "Sub(x, y)"},
		{"minus minus y", ops.Subtract(x, ops.Negative(y)), "Add(x, y)"},
		{"stop gradient", ops.StopGradient(x), "x"},
		{"reshape there and back", ops.Reshape(ops.Reshape(x, 6), 2, 3), "x"},
		{"reshape twice", ops.Reshape(ops.Reshape(x, 6), 3, 2), "Reshape(3, 2)(x)"},
		{"transpose twice", ops.Transpose(ops.Transpose(x)), "x"},
		{"transpose a row", ops.Transpose(f("r", 1, 3)), "Reshape(3, 1)(r)"},
		{"transpose a constant", ops.Transpose(ops.BroadcastTo(s, 2, 3)), "Broadcast(3, 2)(s)"},
		{"broadcast twice", ops.BroadcastTo(ops.BroadcastTo(f("r", 3), 2, 3), 4, 2, 3), "Broadcast(4, 2, 3)(r)"},
		{"broadcast of as many", ops.BroadcastTo(f("r", 3), 1, 3), "Reshape(1, 3)(r)"},
		{"broadcast of one", ops.BroadcastTo(f("r", 1, 1), 2, 3), "Broadcast(2, 3)(Reshape()(r))"},
		{"product with transposes", ops.Matmul(ops.Transpose(x), ops.Transpose(f("w", 4, 2))), "MatMulT_T(x, w)"},
		{"sum of one", ops.Sum(f("r", 1, 3), 0), "Reshape(3,)(r)"},
		{"sum of axes apart", ops.Sum(f("r", 2, 3, 4), 0, 2), "ReduceSum(ReduceSum(r))"},
		{"constants", ops.Exp(full(0)), "Broadcast(2, 3)(1)"},
		{"mean", ops.Mean(x), "Div(ReduceSum(x), 6)"},
		{"literal", ops.Add(literal, full(1)), "literal(2, 3)"},
		{"equal literal", ops.Subtract(literal, literal), "Broadcast(2, 3)(0)"},
		{"before broadcasting", ops.Add(ops.BroadcastTo(s, 2, 3), full(2)), "Broadcast(2, 3)(Add(s, 2))"},
		{"cast to itself", ops.Cast(x, tensor.Float32), "x"},
		{"cast of a truth and back", ops.Cast(ops.Cast(b, tensor.Float32), tensor.Bool), "b"},
		{"not not", ops.LogicalNot(ops.LogicalNot(b)), "b"},
		{"and true", ops.LogicalAnd(b, ops.Full(1, tensor.Bool, 2, 3)), "b"},
		{"or true", ops.LogicalOr(b, ops.Full(1, tensor.Bool, 2, 3)), "Broadcast(2, 3)(1)"},
		{"a choice of the same", ops.Where(b, x, x), "x"},
		{"a known choice", ops.Where(ops.Full(0, tensor.Bool, 2, 3), x, y), "y"},
		{"a whole slice", ops.Slice(x, []int{0, 0}, []int{2, 3}), "x"},
		{"no dropout", ops.Dropout(x, ops.Input("key", tensor.Int64, 2), 0), "x"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := plan.Simplify(&graph.Program{Outputs: []*graph.Value{tt.v}})
			if got := text(p.Outputs[0]); got != tt.want {
				t.Errorf("%s became %s, want %s", text(tt.v), got, tt.want)
			}
		})
	}
}

// TestShared checks that equal computations become one.
func TestShared(t *testing.T) {
	x := ops.Input("x", tensor.Float32, 2, 3)
	one := func() *ops.Value { return ops.Exp(ops.Scale(x, 2)) }
	p := plan.Simplify(&graph.Program{Inputs: []*graph.Value{x}, Outputs: []*graph.Value{ops.Add(one(), one()), one()}})
	if a := p.Outputs[0].Node; a.In[0] != a.In[1] || a.In[0] != p.Outputs[1] {
		t.Errorf("%s and %s share nothing", text(p.Outputs[0]), text(p.Outputs[1]))
	}
}

// TestUnchanged checks that a variable whose next value is its old one doesn't
// change.
func TestUnchanged(t *testing.T) {
	tr := ops.NewTrace(false)
	v := ops.NewVariable("v", tensor.Scalar[float32](1))
	tr.Set(v, ops.AddScalar(tr.Get(v), 0))
	if p := plan.Simplify(tr.Program("test", nil, nil)); p.Vars[0].Next != nil {
		t.Errorf("v becomes %s", text(p.Vars[0].Next))
	}
}

// TestSimplifiedResults checks that simplified programs compute the same.
func TestSimplifiedResults(t *testing.T) {
	for seed := range uint64(100) {
		p, in := enginetest.Random(1000 + seed)
		q := plan.Simplify(p)
		want, err := ref.Run(p, in...)
		if err != nil {
			t.Fatal(err)
		}
		got, err := ref.Run(q, in...)
		if err != nil {
			t.Fatal(err)
		}
		for i := range want {
			enginetest.Compare(t, fmt.Sprint("seed ", seed, ", output ", i), got[i], want[i])
		}
	}
}

package prim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/allocs"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// eachCase calls f for every case of every primitive, with outputs to write to.
func eachCase(t *testing.T, f func(t *testing.T, c graph.Case, in []graph.Type, out []*tensor.Tensor)) {
	for _, op := range graph.Ops() {
		t.Run(graph.Name(op), func(t *testing.T) {
			cases := op.Cases()
			if len(cases) == 0 {
				t.Error("no cases")
			}
			for i, c := range cases {
				t.Run(fmt.Sprint(i), func(t *testing.T) {
					var in []graph.Type
					for _, x := range c.In {
						in = append(in, graph.Type{DType: x.DType(), Shape: x.Shape()})
					}
					types, err := c.Op.Infer(in)
					if err != nil {
						t.Fatal(err)
					}
					var out []*tensor.Tensor
					for _, ty := range types {
						out = append(out, tensor.New(ty.DType, ty.Shape...))
					}
					f(t, c, in, out)
				})
			}
		})
	}
}

// TestArity checks that no shape rule takes more or fewer operands than its
// cases show, unless it takes any number.
func TestArity(t *testing.T) {
	eachCase(t, func(t *testing.T, c graph.Case, in []graph.Type, _ []*tensor.Tensor) {
		if _, any := c.Op.(prim.Concat); any {
			return
		}
		if _, err := c.Op.Infer(append(in, graph.Of(tensor.Float32))); err == nil {
			t.Errorf("%d operands: no error", len(in)+1)
		}
		if len(in) > 0 {
			if _, err := c.Op.Infer(in[1:]); err == nil {
				t.Errorf("%d operands: no error", len(in)-1)
			}
		}
	})
}

// TestComparable checks that ops can be keys of maps.
func TestComparable(t *testing.T) {
	eachCase(t, func(t *testing.T, c graph.Case, _ []graph.Type, _ []*tensor.Tensor) {
		if seen := map[graph.Op]bool{c.Op: true}; !seen[c.Op] {
			t.Errorf("%v is not equal to itself", c.Op)
		}
	})
}

// TestRefAllocates checks that Ref works on the caller's memory alone.
func TestRefAllocates(t *testing.T) {
	eachCase(t, func(t *testing.T, c graph.Case, _ []graph.Type, out []*tensor.Tensor) {
		if n := allocs.PerRun(2, func() { c.Op.Ref(out, c.In) }); n != 0 {
			t.Errorf("%v allocations", n)
		}
	})
}

// TestRefOverwrites checks that Ref sets every element of its outputs, whatever
// they held.
func TestRefOverwrites(t *testing.T) {
	eachCase(t, func(t *testing.T, c graph.Case, _ []graph.Type, out []*tensor.Tensor) {
		c.Op.Ref(out, c.In)
		for i, o := range out {
			first := o.Clone()
			for j := range o.Bytes() {
				o.Bytes()[j] = 1
			}
			c.Op.Ref(out, c.In)
			if string(o.Bytes()) != string(first.Bytes()) {
				t.Errorf("output %d depends on what was there", i)
			}
		}
	})
}

func TestInfer(t *testing.T) {
	f := func(shape ...int) graph.Type { return graph.Of(tensor.Float32, shape...) }
	i := func(shape ...int) graph.Type { return graph.Of(tensor.Int32, shape...) }
	b := func(shape ...int) graph.Type { return graph.Of(tensor.Bool, shape...) }
	d := graph.DimsOf
	for _, tt := range []struct {
		op   graph.Op
		in   []graph.Type
		want string // the output's type, or a part of the error
	}{
		{prim.Add{}, []graph.Type{f(2, 3), f(2, 3)}, "float32(2, 3)"},
		{prim.Add{}, []graph.Type{f(2, 3), f(3)}, "the operands' types differ"},
		{prim.Add{}, []graph.Type{f(2), i(2)}, "the operands' types differ"},
		{prim.Add{}, []graph.Type{b(2), b(2)}, "received bool, expected floating-point numbers or integers"},
		{prim.Div{}, []graph.Type{i(2), i(2)}, "received int32, expected floating-point numbers"},
		{prim.Exp{}, []graph.Type{i()}, "received int32, expected floating-point numbers"},
		{prim.Less{}, []graph.Type{i(4), i(4)}, "bool(4,)"},
		{prim.And{}, []graph.Type{b(4), b(4)}, "bool(4,)"},
		{prim.And{}, []graph.Type{i(4), i(4)}, "received int32, expected bool"},
		{prim.Select{}, []graph.Type{b(2), f(2), f(2)}, "float32(2,)"},
		{prim.Select{}, []graph.Type{f(2), f(2), f(2)}, "received a condition of type float32(2,)"},
		{prim.Cast{To: tensor.Int8}, []graph.Type{f(5)}, "int8(5,)"},
		{prim.MatMul{}, []graph.Type{f(2, 3), f(3, 4)}, "float32(2, 4)"},
		{prim.MatMul{TransX: true, TransY: true}, []graph.Type{f(3, 2), f(4, 3)}, "float32(2, 4)"},
		{prim.MatMul{}, []graph.Type{f(7, 2, 3), f(7, 3, 4)}, "float32(7, 2, 4)"},
		{prim.MatMul{}, []graph.Type{f(2, 3), f(4, 3)}, "the inner sizes are 3 and 4"},
		{prim.MatMul{}, []graph.Type{f(5, 2, 3), f(7, 3, 4)}, "can't multiply"},
		{prim.Reshape{Shape: d(3, 2)}, []graph.Type{f(6)}, "float32(3, 2)"},
		{prim.Reshape{Shape: d(4)}, []graph.Type{f(6)}, "of 6 elements can't become (4,) of 4"},
		{prim.Transpose{Perm: d(1, 2, 0)}, []graph.Type{f(2, 3, 4)}, "float32(3, 4, 2)"},
		{prim.Transpose{Perm: d(0, 0)}, []graph.Type{f(2, 3)}, "no permutation"},
		{prim.Broadcast{Shape: d(2, 3)}, []graph.Type{f(3)}, "float32(2, 3)"},
		{prim.Broadcast{Shape: d(2, 3)}, []graph.Type{f(2)}, "can't be broadcast"},
		{prim.ReduceSum{Axes: prim.AxesOf(0, 2)}, []graph.Type{f(2, 3, 4)}, "float32(3,)"},
		{prim.ReduceSum{Axes: prim.AxesOf(3)}, []graph.Type{f(2, 3, 4)}, "are not all axes"},
		{prim.ReduceMax{Axes: prim.AxesOf(0)}, []graph.Type{f(0, 3)}, "no element to choose"},
		{prim.ArgMax{Axis: 1}, []graph.Type{f(2, 3)}, "int32(2,)"},
		{prim.Concat{Axis: 1}, []graph.Type{f(2, 3), f(2, 4)}, "float32(2, 7)"},
		{prim.Concat{Axis: 0}, []graph.Type{f(2, 3), f(2, 4)}, "may only differ along axis 0"},
		{prim.Slice{Start: d(1), Size: d(2)}, []graph.Type{f(2)}, "reach out of a shape (2,)"},
		{prim.Pad{Before: d(1), Shape: d(2)}, []graph.Type{f(2)}, "doesn't lie inside"},
		{prim.Pad{Before: d(1), Shape: d(5)}, []graph.Type{f(2)}, "float32(5,)"},
		{prim.TakeAlong{Axis: 0}, []graph.Type{f(5, 2), i(3, 2)}, "float32(3, 2)"},
		{prim.TakeAlong{Axis: 0}, []graph.Type{f(5, 2), i(3, 3)}, "may only differ along axis 0"},
		{prim.ScatterAlong{Axis: 0, N: 9}, []graph.Type{f(3, 2), i(3, 2)}, "float32(9, 2)"},
		{prim.Dropout{Rate: 1}, []graph.Type{f(3), graph.Of(tensor.Int64, 2)}, "received a rate of 1"},
		{prim.Dropout{Rate: .5}, []graph.Type{f(3), i(2)}, "a key is two int64 numbers"},
		{prim.RandomUniform{Shape: d(3)}, []graph.Type{graph.Of(tensor.Int64, 2)}, "float32(3,)"},
		{prim.Iota{DType: tensor.Int32, N: -1}, nil, "received a length of -1"},
	} {
		t.Run(fmt.Sprintf("%s%v", graph.Name(tt.op), tt.in), func(t *testing.T) {
			out, err := tt.op.Infer(tt.in)
			got := fmt.Sprint(err)
			if err == nil {
				got = out[0].String()
			}
			if err == nil && got != tt.want || !strings.Contains(got, tt.want) {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

package layers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Apply records what l computes of the inputs, which it converts to the type in
// which l computes. It does all that a call of a layer is in Keras: masks go on,
// penalties on the output are added to the losses. It panics with an *ops.Error
// that names the layer.
func Apply(t *ops.Trace, l Layer, in ...*ops.Value) []*ops.Value {
	defer ops.At(place(NameOf(l), ClassOf(l)))
	b := l.base()
	if !b.state.built {
		ops.Fail("call", "the layer isn't built: layers.Build or, within another layer, BuildChild comes first")
	}
	dt := DTypeOf(l)
	cast := make([]*ops.Value, len(in))
	for i, x := range in {
		cast[i] = x
		if x.DType.IsFloat() && x.DType != dt {
			cast[i] = ops.Cast(x, dt)
			t.SetMask(cast[i], t.Mask(x))
		}
	}
	var out []*ops.Value
	if m, ok := l.(Multi); ok {
		out = m.CallAll(t, cast)
	} else {
		if len(in) != 1 {
			ops.Fail("call", "received %d inputs, expected 1", len(in))
		}
		out = []*ops.Value{l.Call(t, cast[0])}
	}
	for i, y := range out {
		if y == nil {
			ops.Fail("call", "output %d: received nil, expected a value", i)
		}
	}
	switch m := l.(type) {
	case Masker:
		masks := m.Masks(t, cast, out)
		if len(masks) != len(out) {
			ops.Fail("mask", "received %d masks, expected one for each of the %d outputs", len(masks), len(out))
		}
		for i, y := range out {
			t.SetMask(y, masks[i])
		}
	case PassesMask:
		for _, y := range out {
			t.SetMask(y, t.Mask(cast[0]))
		}
	}
	if r := b.ActivityRegularizer; r != nil {
		for _, y := range out {
			p := r.Penalty(y)
			if len(y.Shape) > 0 {
				p = ops.Divide(p, ops.FullLike(p, float64(max(y.Shape[0], 1))))
			}
			t.AddLoss(p)
		}
	}
	return out
}

// The sizes that stand for unknown ones, of the batch and of other axes. The
// latter can be divided by all numbers up to 10 and are larger than what a layer
// may look at at once.
var (
	first  = [2]int{2, 2520}
	second = [2]int{3, 5040}
)

// Infer returns the types of l's outputs for inputs of the given types, in which
// sizes may be [tensor.Unknown]. It calls l for two different sizes in their
// place: what differs between the outputs is unknown. A [Shaper] is asked instead
// for the shapes, where others than the batch are unknown.
func Infer(l Layer, in ...ops.Type) (out []ops.Type, err error) {
	defer ops.Catch(&err)
	known, open := true, false
	shapes := make([]tensor.Shape, len(in))
	for i, t := range in {
		known = known && t.Shape.Known()
		open = open || len(t.Shape) > 0 && !t.Shape[1:].Known()
		shapes[i] = t.Shape
	}
	if s, ok := l.(Shaper); ok && open {
		for _, shape := range s.OutputShapes(shapes) {
			out = append(out, ops.Type{DType: in[0].DType, Shape: shape})
		}
		return out, nil
	}
	out = inferAt(l, in, first)
	if known {
		return out, nil
	}
	again := inferAt(l, in, second)
	if len(again) != len(out) {
		ops.Fail("call", "the number of outputs depends on the batch: %d and %d", len(out), len(again))
	}
	for i, u := range again {
		if len(u.Shape) != len(out[i].Shape) {
			ops.Fail("call", "the number of axes of the output depends on the batch: %v and %v", out[i].Shape, u.Shape)
		}
		for j, d := range u.Shape {
			if d != out[i].Shape[j] {
				out[i].Shape[j] = tensor.Unknown
			}
		}
	}
	return out, nil
}

func inferAt(l Layer, in []ops.Type, unknown [2]int) []ops.Type {
	t := ops.NewTrace(false)
	values := make([]*ops.Value, len(in))
	for i, typ := range in {
		shape := typ.Shape.Clone()
		for j, d := range shape {
			if d < 0 {
				shape[j] = unknown[min(j, 1)]
			}
		}
		values[i] = ops.Input("", typ.DType, shape...)
	}
	var types []ops.Type
	for _, y := range Apply(t, l, values...) {
		types = append(types, ops.Type{DType: y.DType, Shape: y.Shape.Clone()})
	}
	return types
}

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
		ops.Fail("call", "the layer isn't built")
	}
	dt := b.computeDType()
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
	switch m := l.(type) {
	case Masker:
		mask := m.Mask(t, cast, out)
		for _, y := range out {
			t.SetMask(y, mask)
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

// Infer returns the types of l's outputs for inputs of the given types, in which
// sizes may be [tensor.Unknown]. It calls l for two different sizes in their
// place: what differs between the outputs is unknown.
func Infer(l Layer, in ...ops.Type) (out []ops.Type, err error) {
	defer ops.Catch(&err)
	known := true
	for _, t := range in {
		known = known && t.Shape.Known()
	}
	out = inferAt(l, in, 2)
	if known {
		return out, nil
	}
	for i, u := range inferAt(l, in, 3) {
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

func inferAt(l Layer, in []ops.Type, unknown int) []ops.Type {
	t := ops.NewTrace(false)
	values := make([]*ops.Value, len(in))
	for i, typ := range in {
		shape := typ.Shape.Clone()
		for j, d := range shape {
			if d < 0 {
				shape[j] = unknown
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

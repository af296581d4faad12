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
	return ApplyWith(t, l, Args{}, in...)
}

// ApplyWith is [Apply] with arguments beside the inputs.
func ApplyWith(t *ops.Trace, l Layer, args Args, in ...*ops.Value) []*ops.Value {
	defer ops.At(place(NameOf(l), ClassOf(l)))
	b := l.base()
	if !b.state.built {
		ops.Fail("call", "the layer isn't built: layers.Build or, within another layer, BuildChild comes first")
	}
	if args.Training != nil {
		defer func(before bool) { t.Training = before }(t.Training)
		t.Training = *args.Training
	}
	if !IsTrainable(l) {
		defer func(before bool) { t.Frozen = before }(t.Frozen)
		t.Frozen = true
	}
	_, asIs := l.(*Function)
	dt := DTypeOf(l)
	cast := make([]*ops.Value, len(in))
	for i, x := range in {
		cast[i] = x
		mask := t.Mask(x)
		if i < len(args.Mask) {
			mask = args.Mask[i]
			cast[i] = ops.Alias(x) // the mask is this call's only
		}
		if x.DType.IsFloat() && x.DType != dt && !asIs {
			cast[i] = ops.Cast(cast[i], dt)
		}
		t.SetMask(cast[i], mask)
	}
	out := call(t, l, args, cast)
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

// call calls the layer by the most general of its methods.
func call(t *ops.Trace, l Layer, args Args, in []*ops.Value) []*ops.Value {
	c, ok := l.(Caller)
	if ok {
		return c.CallWith(t, in, args)
	}
	if args.Training, args.Mask = nil, nil; !args.IsZero() {
		ops.Fail("call", "received arguments beside the inputs, which the layer doesn't take")
	}
	if m, ok := l.(Multi); ok {
		return m.CallAll(t, in)
	}
	if len(in) != 1 {
		ops.Fail("call", "received %d inputs, expected 1", len(in))
	}
	return []*ops.Value{l.Call(t, in[0])}
}

// Infer returns the types of l's outputs for inputs of the given types, in which
// sizes may be [tensor.Unknown]: see [ops.Infer]. A [Shaper] is asked instead for
// the shapes, where others than the batch are unknown.
func Infer(l Layer, in ...ops.Type) ([]ops.Type, error) { return InferWith(l, Args{}, in...) }

// InferWith is [Infer] for a call with arguments beside the inputs, the types of
// whose values come after those of the inputs.
func InferWith(l Layer, args Args, in ...ops.Type) (out []ops.Type, err error) {
	out, _, err = InferMasked(l, args, nil, in...)
	return out, err
}

// InferMasked is [InferWith] for inputs that masks travel with, and tells with which outputs
// masks do: by the number of their axes, 0 for none. There may be no masks at all, nil.
func InferMasked(l Layer, args Args, masks []int, in ...ops.Type) (out []ops.Type, outMasks []int, err error) {
	defer ops.Catch(&err)
	defer ops.At(place(NameOf(l), ClassOf(l)))
	inputs := len(in) - len(args.Values())
	if s, ok := l.(Shaper); ok {
		open := false
		shapes := make([]tensor.Shape, inputs)
		for i, t := range in[:inputs] {
			open = open || len(t.Shape) > 0 && !t.Shape[1:].Known()
			shapes[i] = t.Shape
		}
		if open {
			for _, shape := range s.OutputShapes(shapes) {
				out = append(out, ops.Type{DType: in[0].DType, Shape: shape})
			}
			if _, ok := l.(PassesMask); ok {
				outMasks = masks
			}
			return out, outMasks, nil
		}
	}
	out, err = ops.Infer(in, func(values []*ops.Value) []*ops.Value {
		t := ops.NewTrace(false)
		for i, axes := range masks {
			if axes > 0 && axes <= len(values[i].Shape) {
				t.SetMask(values[i], ops.Input("mask", tensor.Bool, values[i].Shape[:axes]...))
			}
		}
		results := ApplyWith(t, l, args.With(values[inputs:]), values[:inputs]...)
		outMasks = make([]int, len(results))
		for i, y := range results {
			if m := t.Mask(y); m != nil && len(m.Shape) <= len(y.Shape) {
				outMasks[i] = len(m.Shape)
			}
		}
		return results
	})
	if o, ok := l.(opener); ok && err == nil {
		o.leaveOpen(out[0].Shape)
	}
	if e, ok := err.(*ops.Error); ok && e.At == "" { // of the calls as a whole
		err = errorOf(l, e)
	}
	return out, outMasks, err
}

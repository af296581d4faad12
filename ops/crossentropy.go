package ops

import "github.com/gokeras/keras/tensor"

// epsilon is Keras's: probabilities are kept as far from 0 and 1.
const epsilon = 1e-7

type (
	binaryCrossentropy struct {
		FromLogits bool `json:"from_logits" keras:"default=false;always"`
	}
	categoricalCrossentropy struct {
		FromLogits bool `json:"from_logits" keras:"default=false;always"`
		Axis       *int `json:"axis" keras:"default=-1;always"`
	}
	sparseCategoricalCrossentropy categoricalCrossentropy
)

var (
	_ = settings[binaryCrossentropy]("nn", "BinaryCrossentropy")
	_ = settings[categoricalCrossentropy]("nn", "CategoricalCrossentropy")
	_ = settings[sparseCategoricalCrossentropy]("nn", "SparseCategoricalCrossentropy")
)

// BinaryCrossentropy returns -target·ln(output) - (1-target)·ln(1-output), element by
// element. The output is probabilities, or the logits of them.
func BinaryCrossentropy(target, output *Value, fromLogits bool) *Value {
	return do(&binaryCrossentropy{fromLogits}, target, output)
}

// Apply implements [Operation].
func (o *binaryCrossentropy) Apply(in []*Value) []*Value {
	t, y := floating(in[0]), floating(in[1])
	if !t.Shape.Equal(y.Shape) {
		Fail("BinaryCrossentropy", "received values of shapes %v and %v, expected equal ones", t.Shape, y.Shape)
	}
	var p, q *Value // the logarithms of the probabilities of 1 and 0
	if o.FromLogits {
		p, q = LogSigmoid(y), LogSigmoid(Negative(y))
	} else {
		y = Clip(y, epsilon, 1-epsilon)
		p, q = Log(y), Log(Subtract(OnesLike(y), y))
	}
	return []*Value{Negative(Add(Multiply(t, p), Multiply(Subtract(OnesLike(t), t), q)))}
}

// CategoricalCrossentropy returns -Σ target·ln(output) along an axis, that of the
// classes. The output is probabilities, which are divided by their sum, or the logits
// of them.
func CategoricalCrossentropy(target, output *Value, fromLogits bool, at int) *Value {
	return do(&categoricalCrossentropy{fromLogits, &at}, target, output)
}

// Apply implements [Operation].
func (o *categoricalCrossentropy) Apply(in []*Value) []*Value {
	t, y := floating(in[0]), floating(in[1])
	if !t.Shape.Equal(y.Shape) || len(t.Shape) == 0 {
		Fail("CategoricalCrossentropy", "received values of shapes %v and %v, expected equal ones with an axis", t.Shape, y.Shape)
	}
	return []*Value{o.of(t, y)}
}

func (o *categoricalCrossentropy) of(t, y *Value) *Value {
	at := axis("CategoricalCrossentropy", y, or(o.Axis, -1))
	var p *Value
	if o.FromLogits {
		p = LogSoftmax(y, at)
	} else {
		y = Divide(y, KeepDims(Sum(y, at), y, at))
		p = Log(Clip(y, epsilon, 1-epsilon))
	}
	return Negative(Sum(Multiply(t, p), at))
}

// SparseCategoricalCrossentropy is [CategoricalCrossentropy] with the numbers of the
// classes as the target.
func SparseCategoricalCrossentropy(target, output *Value, fromLogits bool, at int) *Value {
	return do(&sparseCategoricalCrossentropy{fromLogits, &at}, target, output)
}

// Apply implements [Operation].
func (o *sparseCategoricalCrossentropy) Apply(in []*Value) []*Value {
	const fn = "SparseCategoricalCrossentropy"
	t, y := Cast(in[0], tensor.Int32), floating(in[1])
	n := len(t.Shape)
	if n == len(y.Shape) && n > 0 && t.Shape[n-1] == 1 {
		t = Squeeze(t, -1)
	}
	at := axis(fn, y, or(o.Axis, -1))
	hot := OneHotAlong(t, y.Shape[at], at, y.DType)
	if !hot.Shape.Equal(y.Shape) {
		Fail(fn, "received class numbers of shape %v for an output of shape %v", in[0].Shape, y.Shape)
	}
	return []*Value{(*categoricalCrossentropy)(o).of(hot, y)}
}

package layers

import (
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// attentionInputs are the names of an attention's inputs.
var attentionInputs = []string{"query", "value", "key"}

// attentionShapes tells the inputs of an attention apart: query, value and key, which
// is the value if there are two.
func attentionShapes(in []tensor.Shape) (query, value, key tensor.Shape, err error) {
	if len(in) < 2 || len(in) > 3 {
		return nil, nil, nil, fmt.Errorf("received %d inputs, expected query, value and, if need be, key", len(in))
	}
	for i, s := range in {
		if len(s) < 3 {
			return nil, nil, nil, fmt.Errorf("input %d: received shape %v, expected at least three axes", i, s)
		}
	}
	return in[0], in[1], in[len(in)-1], nil
}

// A projector makes the layers that project queries, keys, values and what attention
// gives.
type projector struct {
	like EinsumDense
	bias bool
}

// dense returns a layer that turns the last axes of an input, bound of them, into
// others.
func (p projector) dense(name string, in tensor.Shape, bound int, out tensor.Shape) *EinsumDense {
	d := p.like
	d.Name = name
	letters := func(from, n int) string {
		var s []byte
		for i := range n {
			s = append(s, byte('a'+from+i))
		}
		return string(s)
	}
	free := len(in) - bound
	kept, summed, made := letters(0, free), letters(free, bound), letters(len(in), len(out))
	d.Equation = kept + summed + "," + summed + made + "->" + kept + made
	for range free - 1 {
		d.OutputShape = append(d.OutputShape, tensor.Unknown)
	}
	d.OutputShape = append(d.OutputShape, out...)
	if p.bias {
		d.BiasAxes = made
	}
	return &d
}

// An attentionChild is a layer within an attention, nil if there is none.
type attentionChild struct {
	key   string
	layer *EinsumDense
	in    tensor.Shape
}

// buildAttention builds the layers within an attention. drop is set if there is
// something to drop.
func (b *Base) buildAttention(drop **Dropout, rate float64, seed *int64, list []attentionChild) error {
	for _, c := range list {
		if c.layer == nil {
			continue
		}
		if err := b.BuildChild(c.key, c.layer, c.in); err != nil {
			return err
		}
	}
	*drop = nil
	if rate > 0 {
		*drop = &Dropout{Rate: rate, Seed: seed, Base: Base{DType: b.DType}}
		return b.BuildChild("_dropout_layer", *drop, tensor.Shape{tensor.Unknown})
	}
	return nil
}

// An attentionCall is one call of an attention with projections.
type attentionCall struct {
	query, value, key *ops.Value
	mask              *ops.Value // without the causal one
	args              Args
}

func newAttentionCall(t *ops.Trace, in []*ops.Value, a Args, window int, flash *bool) attentionCall {
	if len(in) < 2 || len(in) > 3 {
		ops.Fail("call", "received %d inputs, expected query, value and, if need be, key", len(in))
	}
	if a.ReturnAttentionScores && flash != nil && *flash {
		ops.Fail("call", "ReturnAttentionScores: received true, expected false with FlashAttention")
	}
	c := attentionCall{query: in[0], value: in[1], key: in[len(in)-1], args: a}
	travels := func(mask, x *ops.Value) *ops.Value {
		if mask == nil {
			return t.Mask(x)
		}
		return mask
	}
	key := a.KeyMask
	if len(in) == 3 {
		key = travels(key, in[2])
	}
	c.mask = attentionMask(travels(a.QueryMask, in[0]), travels(a.ValueMask, in[1]), key, a.AttentionMask,
		in[0].Shape[1], in[1].Shape[1], window)
	return c
}

// causal returns a mask with the causal one, if the call asks for it.
func (c attentionCall) causal(mask *ops.Value) *ops.Value {
	if !c.args.UseCausalMask {
		return mask
	}
	causal := ops.ExpandDims(ops.CausalMask(c.query.Shape[1], c.value.Shape[1]), 0)
	if mask == nil {
		return causal
	}
	return ops.LogicalAnd(mask, causal)
}

// average computes attention whose scores nobody sees, of projected inputs of four
// axes.
func (c attentionCall) average(t *ops.Trace, drop *Dropout, q, k, v *ops.Value) *ops.Value {
	o := ops.AttentionOptions{
		Mask: expandMask(c.mask, 4, 1), Scale: rootScale(q.Shape[3]), IsCausal: c.args.UseCausalMask, Zeros: drop != nil,
	}
	if drop != nil && t.Training {
		o.Dropout, o.Key = drop.Rate, t.Key(drop.seed)
	}
	return ops.DotProductAttention(q, k, v, o)
}

// seesScores tells whether an attention has to keep its scores: if they are returned,
// and if all of them are dropped.
func (c attentionCall) seesScores(drop *Dropout) bool {
	return c.args.ReturnAttentionScores || drop != nil && drop.Rate == 1
}

// outputs returns the outputs of the call.
func (c attentionCall) outputs(y, scores *ops.Value) []*ops.Value {
	if c.args.ReturnAttentionScores {
		return []*ops.Value{y, scores}
	}
	return []*ops.Value{y}
}

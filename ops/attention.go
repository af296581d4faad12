package ops

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// AttentionOptions are the settings of [DotProductAttention].
type AttentionOptions struct {
	// Bias is added to the logits, [batch, heads, T, S], to which it is broadcast.
	// Default: none.
	Bias *Value

	// Mask says which keys (the last axis) a query sees: bool, broadcast to
	// [batch, heads, T, S]. Default: all.
	Mask *Value

	// Scale is what the logits are multiplied by. Default: 1/√n, of queries of n
	// elements.
	Scale float64

	// IsCausal lets query t see the keys 0…t only. Default: false.
	IsCausal bool

	// Dropout is the probability that a weight is dropped, which Key decides; see
	// [Dropout]. Not together with Bias. Default: 0.
	Dropout float64

	// Key is the key of the random numbers, see [Trace.Key]. Required with Dropout.
	Key *Value

	// Zeros gives zeros to a query that sees no key. Not together with Bias.
	// Default: false.
	Zeros bool
}

// DotProductAttention is scaled dot-product attention: the average of the values,
// weighted by softmax(Scale·query·keyᵀ + Bias) over the keys that a query sees. A
// query that sees none gets the plain average.
//
// query [batch, T, heads, n], key [batch, S, groups, n], value [batch, S, groups, m],
// output [batch, T, heads, m]; groups divides heads, and heads that follow each other
// share a group.
func DotProductAttention(query, key, value *Value, o AttentionOptions) *Value {
	a := &dotProductAttention{
		IsCausal: o.IsCausal, scale: o.Scale, bias: o.Bias != nil, mask: o.Mask != nil, zeros: o.Zeros, dropout: o.Dropout,
	}
	in := []*Value{query, key, value}
	if o.Dropout > 0 && o.Key == nil {
		Fail("DotProductAttention", "Dropout: received %v, expected a Key with it", o.Dropout)
	}
	if o.Dropout == 0 {
		o.Key = nil
	}
	for _, x := range []*Value{o.Bias, o.Mask, o.Key} {
		if x != nil {
			in = append(in, x)
		}
	}
	return do(a, in...)
}

type dotProductAttention struct {
	IsCausal       bool     `json:"is_causal"`
	FlashAttention *bool    `json:"flash_attention"`
	SoftCap        *float64 `json:"attn_logits_soft_cap"`

	scale      float64
	bias, mask bool // whether they are among the inputs
	zeros      bool
	dropout    float64
}

var _ = settings[dotProductAttention]("nn", "DotProductAttention")

// Apply implements [Operation].
func (a *dotProductAttention) Apply(in []*Value) []*Value {
	const fn = "DotProductAttention"
	q, k, v := in[0], in[1], in[2]
	rest := in[3:]
	for _, x := range in[:3] {
		if len(x.Shape) != 4 {
			Fail(fn, "received values of shapes %v, %v and %v, expected four axes each", q.Shape, k.Shape, v.Shape)
		}
	}
	if a.SoftCap != nil {
		Fail(fn, "attn_logits_soft_cap: received %v, expected none: it is for TPUs only", *a.SoftCap)
	}
	dt := ResultType(ResultType(q.DType, k.DType), v.DType)
	q, k, v = floating(Cast(q, dt)), floating(Cast(k, dt)), floating(Cast(v, dt))
	op := prim.Attention{Scale: a.scale, Rate: a.dropout, Causal: a.IsCausal, Masked: a.mask, Zeros: a.zeros}
	if op.Scale == 0 {
		op.Scale = 1 / math.Sqrt(float64(q.Shape[3]))
	}
	var bias, mask *Value
	if a.bias {
		bias, rest = Cast(rest[0], dt), rest[1:]
	}
	inputs := []*Value{q, k, v}
	if a.mask {
		mask, rest = Cast(rest[0], tensor.Bool), rest[1:]
		for len(mask.Shape) < 4 {
			mask = ExpandDims(mask, 0)
		}
		inputs = append(inputs, mask)
	}
	if a.bias {
		if a.dropout > 0 || a.zeros {
			Fail(fn, "received Bias together with Dropout or Zeros")
		}
		return []*Value{biased(op, q, k, v, bias, mask)}
	}
	return []*Value{graph.Apply(op, append(inputs, rest...)...)}
}

// biased is attention with something added to the logits.
func biased(o prim.Attention, q, k, v, bias, mask *Value) *Value {
	if groups := k.Shape[2]; groups > 0 && q.Shape[2]%groups == 0 {
		k, v = Repeat(k, q.Shape[2]/groups, 2), Repeat(v, q.Shape[2]/groups, 2)
	}
	s := Add(Scale(Einsum("bsnh,btnh->bnts", k, q), o.Scale), bias)
	if o.Causal {
		causal := CausalMask(q.Shape[1], k.Shape[1])
		if mask == nil {
			mask = causal
		} else {
			mask = LogicalAnd(mask, causal)
		}
	}
	if mask != nil {
		s = Where(mask, s, FullLike(s, -.7*math.MaxFloat32))
	}
	return Einsum("bnts,bsnm->btnm", Softmax(s, -1), v)
}

// CausalMask tells for each of t queries (the first axis) which of s keys aren't
// behind it.
func CausalMask(t, s int) *Value {
	return GreaterEqual(ExpandDims(Arange(t, tensor.Int32), 1), Arange(s, tensor.Int32))
}

package layers

import (
	"cmp"
	"errors"

	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// GroupQueryAttention is [MultiHeadAttention] in which several heads of queries, which
// follow each other, share one of keys and values (Ainslie et al., 2023).
//
// Inputs are query [batch, T, n], value [batch, S, m] and, unless it is the value, key
// [batch, S, k]; output [batch, T, n]. A call takes the same arguments as that of
// MultiHeadAttention, and QueryMask.
type GroupQueryAttention struct {
	// HeadDim is the size of a head's queries, keys and values. Required.
	HeadDim int `json:"head_dim"`

	// NumQueryHeads is the number of heads of the queries. Required.
	NumQueryHeads int `json:"num_query_heads"`

	// NumKeyValueHeads is the number of heads of the keys and the values, by which
	// NumQueryHeads can be divided. Required.
	NumKeyValueHeads int `json:"num_key_value_heads"`

	// Dropout is the probability that a score is dropped. Default: 0.
	Dropout float64 `json:"dropout" keras:"default=0.0"`

	// UseBias says whether the projections add a bias. Default: true.
	UseBias *bool `json:"use_bias" keras:"default=true"`

	// SlidingWindow leaves keys that are so far from the query, or farther, unseen.
	// Default: 0, none.
	SlidingWindow int `json:"sliding_window"`

	// FlashAttention is accepted for the sake of programs that set it: scores that
	// nobody asks for are never kept in memory in any case. Default: none.
	FlashAttention *bool `json:"-"`

	// KernelInitializer gives the first kernels. Default: GlorotUniform.
	KernelInitializer initializers.Initializer `json:"kernel_initializer" keras:"default=GlorotUniform"`

	// BiasInitializer gives the first biases. Default: Zeros.
	BiasInitializer initializers.Initializer `json:"bias_initializer" keras:"default=Zeros"`

	// KernelRegularizer is a penalty on the kernels. Default: none.
	KernelRegularizer regularizers.Regularizer `json:"kernel_regularizer"`

	// BiasRegularizer is a penalty on the biases. Default: none.
	BiasRegularizer regularizers.Regularizer `json:"bias_regularizer"`

	// KernelConstraint limits the kernels. Default: none.
	KernelConstraint constraints.Constraint `json:"kernel_constraint"`

	// BiasConstraint limits the biases. Default: none.
	BiasConstraint constraints.Constraint `json:"bias_constraint"`

	// UseGate multiplies what attention gives with a gate: the sigmoid of another
	// projection of the query (Qiu et al., 2025). Default: false.
	UseGate bool `json:"use_gate"`

	// Seed is where the random numbers of Dropout begin. Default: one that the model
	// gives.
	Seed *int64 `json:"seed"`

	MultiBase

	query, key, value, gate, output *EinsumDense
	drop                            *Dropout
}

var _ = register[GroupQueryAttention]("GroupedQueryAttention") // its name in .h5 files

// Validate implements [Validator].
func (g *GroupQueryAttention) Validate() error {
	var errs []error
	for _, n := range []struct {
		name  string
		value int
	}{{"HeadDim", g.HeadDim}, {"NumQueryHeads", g.NumQueryHeads}, {"NumKeyValueHeads", g.NumKeyValueHeads}, {"SlidingWindow", cmp.Or(g.SlidingWindow, 1)}} {
		if n.value <= 0 {
			errs = append(errs, received(n.name, n.value, "a positive number"))
		}
	}
	if errs == nil && g.NumQueryHeads%g.NumKeyValueHeads != 0 {
		errs = append(errs, received("NumKeyValueHeads", g.NumKeyValueHeads, "a divisor of NumQueryHeads"))
	}
	return errors.Join(append(errs, checkAttentionDropout(g.Dropout, g.FlashAttention))...)
}

// BuildAll implements [Multi].
func (g *GroupQueryAttention) BuildAll(in []tensor.Shape) error {
	query, value, key, err := attentionShapes(in)
	if err != nil {
		return err
	}
	p := projector{
		bias: g.UseBias == nil || *g.UseBias,
		like: EinsumDense{
			KernelInitializer: g.KernelInitializer, BiasInitializer: g.BiasInitializer,
			KernelRegularizer: g.KernelRegularizer, BiasRegularizer: g.BiasRegularizer,
			KernelConstraint: g.KernelConstraint, BiasConstraint: g.BiasConstraint,
			Base: Base{DType: g.DType, ActivityRegularizer: g.ActivityRegularizer},
		},
	}
	own := tensor.Shape{g.NumQueryHeads, g.HeadDim}
	shared := tensor.Shape{g.NumKeyValueHeads, g.HeadDim}
	g.query, g.key, g.value = p.dense("query", query, 1, own), p.dense("key", key, 1, shared), p.dense("value", value, 1, shared)
	g.gate = nil
	if g.UseGate {
		g.gate = p.dense("gate", query, 1, own)
		g.gate.Activation = "sigmoid"
	}
	projected := append(query[:len(query)-1].Clone(), own...)
	g.output = p.dense("attention_output", projected, 2, query[len(query)-1:])
	return g.buildAttention(&g.drop, g.Dropout, g.Seed, []attentionChild{
		{"_query_dense", g.query, query}, {"_key_dense", g.key, key}, {"_gate_dense", g.gate, query},
		{"_value_dense", g.value, value}, {"_output_dense", g.output, projected},
	})
}

// CallAll implements [Multi].
func (g *GroupQueryAttention) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	return g.CallWith(t, in, Args{})
}

// CallWith implements [Caller].
func (g *GroupQueryAttention) CallWith(t *ops.Trace, in []*ops.Value, a Args) []*ops.Value {
	c := newAttentionCall(t, in, a, g.SlidingWindow, g.FlashAttention)
	var gate *ops.Value
	if g.gate != nil {
		gate = Apply(t, g.gate, c.query)[0]
	}
	q, k, v := Apply(t, g.query, c.query)[0], Apply(t, g.key, c.key)[0], Apply(t, g.value, c.value)[0]
	var z, scores *ops.Value
	if c.seesScores(g.drop) {
		z, scores = g.attend(t, c, q, k, v)
	} else {
		z = c.average(t, g.drop, q, k, v)
	}
	if gate != nil {
		z = ops.Multiply(z, gate)
	}
	return c.outputs(Apply(t, g.output, z)[0], scores)
}

// attend computes attention with its scores.
func (g *GroupQueryAttention) attend(t *ops.Trace, c attentionCall, q, k, v *ops.Value) (z, scores *ops.Value) {
	n := g.NumQueryHeads / g.NumKeyValueHeads
	k, v = ops.Repeat(k, n, 2), ops.Repeat(v, n, 2)
	q = ops.Scale(q, rootScale(g.HeadDim))
	scores = maskedSoftmax(t, ops.Einsum("bquh,bkuh->buqk", q, k), c.causal(c.mask), 1)
	dropped := scores
	if g.drop != nil {
		dropped = Apply(t, g.drop, scores)[0]
	}
	return ops.Einsum("buqk,bkuh->bquh", dropped, v), scores
}

// Masks implements [Masker].
func (*GroupQueryAttention) Masks(t *ops.Trace, in, out []*ops.Value) []*ops.Value {
	return attentionMasks(t, in, out)
}

// Positional implements [Positional].
func (*GroupQueryAttention) Positional() []string { return attentionInputs }

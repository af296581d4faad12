package layers

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// MultiHeadAttention lets each query look at all values and take of them what it
// needs (Vaswani et al., 2017). Each of NumHeads heads projects queries, keys and
// values, and averages the values by
//
//	softmax(query·keyᵀ/√KeyDim)
//
// The heads' averages are projected together.
//
// Inputs are query [batch, T, n], value [batch, S, m] and, unless it is the value, key
// [batch, S, k]; output [batch, T, n]. There may be more axes, see AttentionAxes. A
// call takes the arguments AttentionMask, KeyMask, ValueMask, UseCausalMask and
// ReturnAttentionScores; the scores [batch, NumHeads, T, S] are then a second output.
// The masks of all inputs count, and that of the query goes on with the output. As in
// Keras, QueryMask gives way to the mask that travels with the query, and the inputs
// lose their masks: what is called with them later sees none.
//
// A query that sees no key gets the plain average of the values; with Dropout, scores
// or more axes, zeros.
type MultiHeadAttention struct {
	// NumHeads is the number of heads. Required.
	NumHeads int `json:"num_heads"`

	// KeyDim is the size of a head's queries and keys. Required.
	KeyDim int `json:"key_dim"`

	// ValueDim is the size of a head's values. Default: KeyDim.
	ValueDim int `json:"value_dim"`

	// Dropout is the probability that a score is dropped. Default: 0.
	Dropout float64 `json:"dropout" keras:"default=0.0"`

	// UseBias says whether the projections add a bias. Default: true.
	UseBias *bool `json:"use_bias" keras:"default=true"`

	// OutputShape is the sizes of the output's last axes. Default: that of the query.
	OutputShape tensor.Shape `json:"output_shape" keras:"default=null"`

	// AttentionAxes are the axes that attention goes over. Default: all but the first
	// and the last.
	AttentionAxes []int `json:"attention_axes" keras:"default=null"`

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

	// ActivityRegularizer is a penalty on what the projections give. Default: none.
	ActivityRegularizer regularizers.Regularizer `json:"activity_regularizer"`

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
	axes                            []int // that attention goes over, in growing order
}

var _ = register[MultiHeadAttention]()

// Validate implements [Validator].
func (m *MultiHeadAttention) Validate() error {
	var errs []error
	for _, n := range []struct {
		name  string
		value int
	}{{"NumHeads", m.NumHeads}, {"KeyDim", m.KeyDim}, {"ValueDim", cmp.Or(m.ValueDim, 1)}, {"SlidingWindow", cmp.Or(m.SlidingWindow, 1)}} {
		if n.value <= 0 {
			errs = append(errs, received(n.name, n.value, "a positive number"))
		}
	}
	for i, d := range m.OutputShape {
		if d <= 0 {
			errs = append(errs, received(fmt.Sprintf("OutputShape[%d]", i), d, "a positive number"))
		}
	}
	return errors.Join(append(errs, checkAttentionDropout(m.Dropout, m.FlashAttention))...)
}

func checkAttentionDropout(rate float64, flash *bool) error {
	switch {
	case !(rate >= 0 && rate <= 1):
		return received("Dropout", rate, "a number between 0 and 1")
	case rate > 0 && flash != nil && *flash:
		return received("Dropout", rate, "0 with FlashAttention")
	}
	return nil
}

// BuildAll implements [Multi].
func (m *MultiHeadAttention) BuildAll(in []tensor.Shape) error {
	query, value, key, err := attentionShapes(in)
	if err != nil {
		return err
	}
	if !value[1 : len(value)-1].Equal(key[1 : len(key)-1]) {
		return fmt.Errorf("inputs: received a value of shape %v and a key of shape %v, expected the same sizes but for the last", value, key)
	}
	if err := m.findAxes(len(value) + 1); err != nil {
		return err
	}
	p := m.projector()
	valueDim := cmp.Or(m.ValueDim, m.KeyDim)
	heads := func(name string, in tensor.Shape, n int) *EinsumDense {
		return p.dense(name, in, 1, tensor.Shape{m.NumHeads, n})
	}
	m.query, m.key, m.value = heads("query", query, m.KeyDim), heads("key", key, m.KeyDim), heads("value", value, valueDim)
	m.gate = nil
	if m.UseGate {
		m.gate = heads("gate", query, valueDim)
		m.gate.Activation = "sigmoid"
	}
	out := m.OutputShape
	if out == nil {
		out = query[len(query)-1:]
	}
	projected := append(query[:len(query)-1].Clone(), m.NumHeads, valueDim)
	m.output = p.dense("attention_output", projected, 2, out)
	return m.buildAttention(&m.drop, m.Dropout, m.Seed, []attentionChild{
		{"query_dense", m.query, query}, {"key_dense", m.key, key}, {"_gate_dense", m.gate, query},
		{"value_dense", m.value, value}, {"output_dense", m.output, projected},
	})
}

// findAxes finds the axes of the projected values, of which there are rank, that
// attention goes over.
func (m *MultiHeadAttention) findAxes(rank int) error {
	m.axes = nil
	for _, a := range m.AttentionAxes {
		at := a
		if at < 0 {
			at += rank - 1
		}
		if at <= 0 || at >= rank-2 || slices.Contains(m.axes, at) {
			return received("AttentionAxes", m.AttentionAxes, fmt.Sprintf("axes between the first and the last of %d", rank-1))
		}
		m.axes = append(m.axes, at)
	}
	if m.AttentionAxes == nil {
		for a := 1; a < rank-2; a++ {
			m.axes = append(m.axes, a)
		}
	}
	return nil
}

func (m *MultiHeadAttention) projector() projector {
	return projector{
		bias: m.UseBias == nil || *m.UseBias,
		like: EinsumDense{
			KernelInitializer: m.KernelInitializer, BiasInitializer: m.BiasInitializer,
			KernelRegularizer: m.KernelRegularizer, BiasRegularizer: m.BiasRegularizer,
			KernelConstraint: m.KernelConstraint, BiasConstraint: m.BiasConstraint,
			Base: Base{DType: m.DType, ActivityRegularizer: m.ActivityRegularizer},
		},
	}
}

// CallAll implements [Multi].
func (m *MultiHeadAttention) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	return m.CallWith(t, in, Args{})
}

// CallWith implements [Caller].
func (m *MultiHeadAttention) CallWith(t *ops.Trace, in []*ops.Value, a Args) []*ops.Value {
	a.QueryMask = nil
	c := newAttentionCall(t, in, a, m.SlidingWindow, m.FlashAttention)
	var gate *ops.Value
	if m.gate != nil {
		gate = Apply(t, m.gate, c.query)[0]
	}
	q, k, v := Apply(t, m.query, c.query)[0], Apply(t, m.key, c.key)[0], Apply(t, m.value, c.value)[0]
	var z, scores *ops.Value
	if c.seesScores(m.drop) || len(q.Shape) != 4 {
		z, scores = m.attend(t, c, q, k, v)
	} else {
		z = c.average(t, m.drop, q, k, v)
	}
	if gate != nil {
		z = ops.Multiply(z, gate)
	}
	y := Apply(t, m.output, z)[0]
	t.SetMask(y, t.Mask(in[0]))
	for _, x := range in {
		t.SetMask(x, nil)
	}
	return c.outputs(y, scores)
}

// attend computes attention with its scores.
func (m *MultiHeadAttention) attend(t *ops.Trace, c attentionCall, q, k, v *ops.Value) (z, scores *ops.Value) {
	target, source, product := attentionEquation(len(q.Shape), m.axes)
	n := len(m.axes)
	q = ops.Scale(q, rootScale(m.KeyDim))
	scores = ops.Einsum(source+","+target+"->"+product, k, q)
	scores = maskedSoftmax(t, scores, c.causal(c.mask), n)
	dropped := scores
	if m.drop != nil {
		dropped = Apply(t, m.drop, scores)[0]
	}
	return ops.Einsum(product+","+source+"->"+target, dropped, v), scores
}

// attentionEquation names the axes of projected queries (target), of keys and values
// (source) and of the scores.
func attentionEquation(rank int, axes []int) (target, source, scores string) {
	var over string
	for i := range rank {
		c := rune('a' + i)
		target += string(c)
		if slices.Contains(axes, i) {
			c += rune(rank)
		} else if i < rank-1 {
			scores += string(c)
		}
		source += string(c)
	}
	for _, a := range axes {
		scores += target[a : a+1]
		over += source[a : a+1]
	}
	return target, source, scores + over
}

// Positional implements [Positional].
func (*MultiHeadAttention) Positional() []string { return attentionInputs }

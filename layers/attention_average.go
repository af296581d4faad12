package layers

import (
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

var ones = &initializers.Ones{}

// averaging is what attentions without projections have in common: values are averaged
// by the softmax of scores.
type averaging struct {
	rate float64
	seed *ops.Variable
}

func (b *Base) newAveraging(rate float64, seed *int64) averaging {
	a := averaging{rate: rate}
	if rate > 0 {
		a.seed = b.AddSeed(seed)
	}
	return a
}

// call computes the outputs of a call, given how queries and keys make scores.
func (a averaging) call(t *ops.Trace, in []*ops.Value, args Args, score func(q, k *ops.Value) *ops.Value) []*ops.Value {
	if len(in) < 2 || len(in) > 3 {
		ops.Fail("call", "received %d inputs, expected query, value and, if need be, key", len(in))
	}
	if args.Mask = nil; len(args.Values()) > 0 {
		ops.Fail("call", "received arguments that the layer doesn't take, expected UseCausalMask and ReturnAttentionScores at most")
	}
	q, v, k := in[0], in[1], in[len(in)-1]
	scores := score(q, k)
	mask := t.Mask(v)
	if mask != nil {
		mask = ops.ExpandDims(ops.Cast(mask, tensor.Bool), -2)
	}
	if args.UseCausalMask {
		n := len(scores.Shape)
		causal := ops.CausalMask(scores.Shape[n-2], scores.Shape[n-1])
		if mask == nil {
			mask = causal
		} else {
			mask = ops.LogicalAnd(mask, causal)
		}
	}
	if mask != nil {
		scores = ops.Where(mask, scores, ops.AddScalar(scores, -1e9))
	}
	scores = ops.Softmax(scores, -1)
	if t.Training && a.rate > 0 {
		scores = ops.Dropout(scores, t.Key(a.seed), a.rate)
	}
	y := ops.Matmul(scores, v)
	if m := t.Mask(q); m != nil {
		y = ops.Where(ops.ExpandDims(ops.Cast(m, tensor.Bool), -1), y, ops.ZerosLike(y))
	}
	if args.ReturnAttentionScores {
		return []*ops.Value{y, scores}
	}
	return []*ops.Value{y}
}

// eachWithEach returns the sums of each query with each key, [batch, T, S, n].
func eachWithEach(q, k *ops.Value) *ops.Value {
	return ops.Add(ops.ExpandDims(q, -2), ops.ExpandDims(k, -3))
}

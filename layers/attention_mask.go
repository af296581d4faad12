package layers

import (
	"math"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// attentionMask says which keys each query sees, of shape [batch, queries, keys] or
// as AttentionMask has it: what all of the masks allow. Nil is all. A window leaves
// keys that are that far from the query or farther; 0 is none.
func attentionMask(query, value, key, given *ops.Value, q, v, window int) *ops.Value {
	var mask *ops.Value
	and := func(m *ops.Value) {
		if mask != nil {
			m = ops.LogicalAnd(m, mask)
		}
		mask = m
	}
	if query != nil {
		and(ops.ExpandDims(ops.Cast(query, tensor.Bool), -1))
	}
	for _, m := range []*ops.Value{value, key} {
		if m != nil {
			and(ops.ExpandDims(ops.Cast(m, tensor.Bool), -2))
		}
	}
	if window > 0 {
		far := ops.Absolute(ops.Subtract(ops.Reshape(ops.Arange(q, tensor.Int32), 1, q, 1), ops.Arange(v, tensor.Int32)))
		and(ops.Less(far, ops.FullLike(far, float64(window))))
	}
	if given != nil {
		and(ops.Cast(given, tensor.Bool))
	}
	return mask
}

// expandMask gives a mask of the last axes of scores as many axes as these have; the
// new ones stand before those of queries and keys, of which each have n.
func expandMask(mask *ops.Value, rank, n int) *ops.Value {
	for mask != nil && len(mask.Shape) < rank {
		mask = ops.ExpandDims(mask, max(-2*n-1, -len(mask.Shape)-1))
	}
	return mask
}

// maskedSoftmax is the softmax over the last n axes of what the mask lets be seen.
// The rest gets 0, even if all does. The mask travels with the result.
func maskedSoftmax(t *ops.Trace, x, mask *ops.Value, n int) *ops.Value {
	mask = expandMask(mask, len(x.Shape), n)
	if mask != nil {
		x = ops.Where(mask, x, ops.FullLike(x, -1e9))
	}
	shape := x.Shape
	x = ops.Reshape(x, append(shape[:len(shape)-n].Clone(), -1)...)
	y := ops.Reshape(ops.Softmax(x, -1), shape...)
	if mask != nil {
		y = ops.Where(mask, y, ops.ZerosLike(y))
		t.SetMask(y, mask)
	}
	return y
}

// rootScale is what dot products of n numbers are multiplied by.
func rootScale(n int) float64 { return 1 / math.Sqrt(float64(n)) }

// attentionMasks returns the masks of the outputs: the first one has that of the first
// input, scores what they were masked with.
func attentionMasks(t *ops.Trace, in, out []*ops.Value) []*ops.Value {
	masks := []*ops.Value{t.Mask(in[0])}
	for _, scores := range out[1:] {
		masks = append(masks, t.Mask(scores))
	}
	return masks
}

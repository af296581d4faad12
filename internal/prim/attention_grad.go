package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// AttentionGrad is the gradient of [Attention] by queries, keys and values. The
// weights p are computed again. Its inputs are those of Attention, the logarithms
// that it gave, the gradient dz of the averages z, and Σz·dz [batch, T, heads], less
// the gradient of the logarithms:
//
//	dv = pᵀ·dz, ds = Scale·p·(dz·vᵀ - Σz·dz), dq = ds·k, dk = dsᵀ·q
//
// where p and dz·vᵀ lack what Rate drops.
type AttentionGrad Attention

var _ = graph.Define(AttentionGrad{})

// Infer implements graph.Op.
func (o AttentionGrad) Infer(in []typ) ([]typ, error) {
	n := Attention(o).inputs()
	if err := arity(in, n+3); err != nil {
		return nil, err
	}
	out, err := Attention(o).Infer(in[:n])
	if err != nil {
		return nil, err
	}
	_, err = same([]typ{out[1], in[n], in[n+2]}, 3)
	if err == nil {
		_, err = same([]typ{out[0], in[n+1]}, 2)
	}
	return in[:3:3], err
}

// VJP implements graph.Op: that of the primitives which compute the same.
func (o AttentionGrad) VJP(n *node, g []*value) []*value {
	return composed(n, g, o.compose)
}

// compose computes the gradients by other primitives.
func (o AttentionGrad) compose(in []*value) []*value {
	q, k, v, last := in[0], in[1], in[2], in[len(in)-3:]
	z := Attention(o).Sizes(in)
	scores := tensor.Shape{z.Batch, z.Heads, z.T, z.S}
	heads := func(x *value, perm ...int) *value { return apply(Transpose{graph.DimsOf(perm...)}, x) }
	shared := func(x *value) *value { // [batch, S, groups, n] to [batch, heads, S, n]
		n := x.Shape[3]
		x = apply(Reshape{graph.DimsOf(z.Batch, z.Groups, 1, z.S, n)}, heads(x, 0, 2, 1, 3))
		x = apply(Broadcast{graph.DimsOf(z.Batch, z.Groups, z.Heads/z.Groups, z.S, n)}, x)
		return apply(Reshape{graph.DimsOf(z.Batch, z.Heads, z.S, n)}, x)
	}
	summed := func(x *value) *value { // the transpose of shared
		n := x.Shape[3]
		x = apply(Reshape{graph.DimsOf(z.Batch, z.Groups, z.Heads/z.Groups, z.S, n)}, x)
		return heads(apply(ReduceSum{AxesOf(2)}, x), 0, 2, 1, 3)
	}
	each := func(x *value) *value { // [batch, T, heads] to that of the scores
		x = apply(Reshape{graph.DimsOf(z.Batch, z.Heads, z.T, 1)}, heads(x, 0, 2, 1))
		return apply(Broadcast{graph.DimsOf(scores...)}, x)
	}
	q, dz := heads(q, 0, 2, 1, 3), heads(last[1], 0, 2, 1, 3)
	k, v = shared(k), shared(v)
	log, mean := each(last[0]), each(last[2])
	nothing, plain := Full(log.Type, 0), Full(log.Type, 1/float64(z.S))
	blind := apply(Equal{}, log, Full(log.Type, math.Inf(-1)))
	p := apply(Exp{}, apply(Sub{}, scale(apply(MatMul{TransY: true}, q, k), o.Scale), apply(Select{}, blind, nothing, log)))
	if seen := o.seen(in, scores); seen != nil {
		p = apply(Select{}, seen, p, nothing)
	}
	dp := apply(MatMul{TransY: true}, dz, v)
	kept := o.kept(in, z)
	if kept != nil {
		dp = apply(Mul{}, dp, kept)
	}
	ds := apply(Mul{}, p, apply(Sub{}, dp, mean))
	ds = scale(apply(Select{}, blind, nothing, ds), o.Scale)
	if o.Zeros {
		plain = nothing
	}
	p = apply(Select{}, blind, plain, p)
	if kept != nil {
		p = apply(Mul{}, p, kept)
	}
	return []*value{
		heads(apply(MatMul{}, ds, k), 0, 2, 1, 3),
		summed(apply(MatMul{TransX: true}, ds, q)),
		summed(apply(MatMul{TransX: true}, p, dz)),
	}
}

// kept returns what the weights are multiplied by, 0 for those that are dropped; nil if
// none is.
func (o AttentionGrad) kept(in []*value, z AttentionSizes) *value {
	if o.Rate == 0 {
		return nil
	}
	all := typ{DType: in[0].DType, Shape: tensor.Shape{z.Batch, z.Heads, z.T, 4 * z.Blocks()}}
	x := apply(Dropout{o.Rate}, Full(all, 1), in[Attention(o).inputs()-1])
	return apply(Slice{Start: graph.DimsOf(0, 0, 0, 0), Size: graph.DimsOf(z.Batch, z.Heads, z.T, z.S)}, x)
}

// seen returns which keys each query sees, nil if all.
func (o AttentionGrad) seen(in []*value, scores tensor.Shape) *value {
	var seen *value
	to := Broadcast{graph.DimsOf(scores...)}
	if o.Masked {
		seen = apply(to, in[3])
	}
	if o.Causal {
		at := func(n int, shape ...int) *value {
			return apply(to, apply(Reshape{graph.DimsOf(shape...)}, apply(Iota{DType: tensor.Int32, N: n})))
		}
		causal := apply(LessEqual{}, at(scores[3], scores[3]), at(scores[2], scores[2], 1))
		if seen == nil {
			return causal
		}
		seen = apply(And{}, seen, causal)
	}
	return seen
}

// Ref implements graph.Op.
func (o AttentionGrad) Ref(out, in []*arr) {
	for _, d := range out {
		zero(d)
	}
	if out[0].DType() == tensor.Float64 {
		attendGrad[float64](o, out, in)
	} else {
		attendGrad[float32](o, out, in)
	}
}

func attendGrad[T float](o AttentionGrad, out, in []*arr) {
	a := newAttending[T](Attention(o), in)
	last := in[len(in)-3:]
	logs, dz, means := dataOf[T](last[0]), dataOf[T](last[1]), dataOf[T](last[2])
	dq, dk, dv := dataOf[T](out[0]), dataOf[T](out[1]), dataOf[T](out[2])
	for b := range a.Batch {
		for h := range a.Heads {
			for t := range a.T {
				at := a.query(b, t, h, 1)
				log, mean := float64(logs[at]), float64(means[at])
				dz := dz[at*a.M:][:a.M]
				at *= a.N
				q, dq := a.q[at:][:a.N], dq[at:][:a.N]
				for s := range a.S {
					p, kept := a.weight(b, h, t, s, log), a.kept(b, h, t, s)
					at := a.key(b, s, h, a.M)
					v, dv := a.v[at:][:a.M], dv[at:][:a.M]
					dp := 0.0
					for i := range v {
						dp += kept * float64(dz[i]) * float64(v[i])
						dv[i] += T(kept * p * float64(dz[i]))
					}
					if math.IsInf(log, -1) {
						continue
					}
					ds := o.Scale * p * (dp - mean)
					at = a.key(b, s, h, a.N)
					k, dk := a.k[at:][:a.N], dk[at:][:a.N]
					for i := range k {
						dq[i] += T(ds * float64(k[i]))
						dk[i] += T(ds * float64(q[i]))
					}
				}
			}
		}
	}
}

// Cases implements graph.Op.
func (AttentionGrad) Cases() []graph.Case {
	var cases []graph.Case
	for _, c := range (Attention{}).Cases() {
		o := c.Op.(Attention)
		in := make([]typ, len(c.In))
		for i, x := range c.In {
			in[i] = typ{DType: x.DType(), Shape: x.Shape()}
		}
		types, err := o.Infer(in)
		if err != nil {
			panic(err) // a case that doesn't fit its own rule
		}
		var out []*arr
		for _, t := range types {
			out = append(out, tensor.New(t.DType, t.Shape...))
		}
		o.Ref(out, c.In)
		dz, mean := out[0].Clone(), out[1].Clone()
		clear(mean.Bytes())
		cases = append(cases, graph.Case{
			Op: AttentionGrad(o), In: append(append([]*arr{}, c.In...), out[1], dz, mean), Smooth: c.Smooth,
		})
	}
	return cases
}

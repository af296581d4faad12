package prim

import (
	"fmt"
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/philox"
	"github.com/gokeras/keras/tensor"
)

// Attention is scaled dot-product attention (Vaswani et al., 2017): each query q
// [batch, T, heads, n] is compared with the keys k [batch, S, groups, n], and gets
// the average of the values v [batch, S, groups, m], weighted by
//
//	softmax(Scale·q·kᵀ)
//
// over the keys that it sees. Heads that follow each other share a group; groups
// divides heads. With Causal, query t sees keys 0…t only. With Masked a fourth input
// says which keys are seen: bool, [batch, heads, T, S], where each size may be 1. A
// query that sees no key gets the plain average, through which no gradient passes
// but to the values; with Zeros it gets 0. With a Rate a last input, a key (see
// RandomUniform), says which weights are dropped, as Dropout does it.
//
// The outputs are the averages [batch, T, heads, m], and for the gradient the
// logarithms of the softmax's sums [batch, T, heads], -Inf where no key is seen. The
// weights themselves are never kept (Dao et al., 2022).
type Attention struct {
	Scale, Rate           float64
	Causal, Masked, Zeros bool
}

var _ = graph.Define(Attention{})

// AttentionSizes are those of one [Attention].
type AttentionSizes struct{ Batch, T, S, Heads, Groups, N, M int }

// Sizes returns the sizes for operands of the given types, which fit.
func (o Attention) Sizes(in []*value) AttentionSizes {
	q, k, v := in[0].Shape, in[1].Shape, in[2].Shape
	return AttentionSizes{q[0], q[1], k[1], q[2], k[2], q[3], v[3]}
}

// inputs returns the number of inputs.
func (o Attention) inputs() int {
	n := 3
	if o.Masked {
		n++
	}
	if o.Rate > 0 {
		n++
	}
	return n
}

// Infer implements graph.Op.
func (o Attention) Infer(in []typ) ([]typ, error) {
	if err := arity(in, o.inputs()); err != nil {
		return nil, err
	}
	q, k, v := in[0].Shape, in[1].Shape, in[2].Shape
	switch {
	case in[0].DType != in[1].DType || in[0].DType != in[2].DType:
		return nil, fmt.Errorf("the operands' element types differ: %v, %v and %v", in[0].DType, in[1].DType, in[2].DType)
	case len(q) != 4 || len(k) != 4 || len(v) != 4:
		return nil, fmt.Errorf("received shapes %v, %v and %v, expected four axes each", q, k, v)
	case q[0] != k[0] || q[3] != k[3] || !k[:3].Equal(v[:3]):
		return nil, fmt.Errorf("queries of shape %v, keys of shape %v and values of shape %v don't fit", q, k, v)
	case k[2] == 0 || q[2]%k[2] != 0:
		return nil, fmt.Errorf("the number of query heads, %d, can't be divided by that of the keys' heads, %d", q[2], k[2])
	case k[1] == 0:
		return nil, fmt.Errorf("received keys of shape %v, expected at least one key", k)
	}
	if o.Masked {
		if err := maskFits(in[3], tensor.Shape{q[0], q[2], q[1], k[1]}); err != nil {
			return nil, err
		}
	}
	if o.Rate > 0 {
		if err := isKey(in[len(in)-1]); err != nil {
			return nil, err
		}
	}
	if !(o.Rate >= 0 && o.Rate < 1) {
		return nil, fmt.Errorf("received a rate of %v, expected one in [0, 1)", o.Rate)
	}
	z := tensor.Shape{q[0], q[1], q[2], v[3]}
	return []typ{{DType: in[0].DType, Shape: z}, {DType: in[0].DType, Shape: q[:3].Clone()}}, isFloat(in[0].DType)
}

func maskFits(m typ, scores tensor.Shape) error {
	ok := m.DType == tensor.Bool && len(m.Shape) == len(scores)
	for i := 0; ok && i < len(scores); i++ {
		ok = m.Shape[i] == 1 || m.Shape[i] == scores[i]
	}
	if !ok {
		return fmt.Errorf("received a mask of type %v, expected bool%v, or 1 in place of some sizes", m, scores)
	}
	return nil
}

// VJP implements graph.Op.
func (o Attention) VJP(n *node, g []*value) []*value {
	z, logs := n.Out[0], n.Out[1]
	dz, mean := g[0], (*value)(nil)
	if dz == nil {
		dz, mean = Full(z.Type, 0), Full(logs.Type, 0)
	} else {
		mean = apply(ReduceSum{AxesOf(3)}, apply(Mul{}, z, dz))
	}
	if g[1] != nil {
		mean = apply(Sub{}, mean, g[1])
	}
	d := graph.ApplyAll(AttentionGrad(o), append(append([]*value{}, n.In...), logs, dz, mean)...)
	for len(d) < len(n.In) {
		d = append(d, nil)
	}
	return d
}

// MaskStrides returns how far apart the elements of a mask are along each axis; 0
// where it is broadcast.
func MaskStrides(shape tensor.Shape) [4]int {
	full := rowMajor(shape)
	var st [4]int
	for i, d := range shape {
		if d > 1 {
			st[i] = full.strides[i]
		}
	}
	return st
}

// Ref implements graph.Op.
func (o Attention) Ref(out, in []*arr) {
	if out[0].DType() == tensor.Float64 {
		attend[float64](o, out, in)
	} else {
		attend[float32](o, out, in)
	}
}

// attending walks the queries of an attention.
type attending[T float] struct {
	AttentionSizes
	scale   float64
	q, k, v []T
	mask    []bool
	strides [4]int
	causal  bool
	zeros   bool
	drop    Dropout
	stream  philox.Stream
}

func newAttending[T float](o Attention, in []*arr) attending[T] {
	q, k, v := in[0].Shape(), in[1].Shape(), in[2].Shape()
	a := attending[T]{
		AttentionSizes: AttentionSizes{q[0], q[1], k[1], q[2], k[2], q[3], v[3]},
		scale:          o.Scale, causal: o.Causal, zeros: o.Zeros, drop: Dropout{o.Rate},
		q: dataOf[T](in[0]), k: dataOf[T](in[1]), v: dataOf[T](in[2]),
	}
	if o.Masked {
		a.mask, a.strides = tensor.Data[bool](in[3]), MaskStrides(in[3].Shape())
	}
	if o.Rate > 0 {
		a.stream = Key(in[o.inputs()-1])
	}
	return a
}

// Blocks returns the number of blocks of random words that the weights of a query
// take: the words of a query begin with a block.
func (a AttentionSizes) Blocks() int { return (a.S + 3) / 4 }

// kept returns what a weight is multiplied by that isn't dropped, and 0 for others.
func (a *attending[T]) kept(b, h, t, s int) float64 {
	if a.drop.Rate == 0 {
		return 1
	}
	row := (b*a.Heads+h)*a.T + t
	if a.stream.At(uint64(row*a.Blocks() + s/4))[s%4]>>8 < a.drop.Below() {
		return 0
	}
	return 1 / (1 - a.drop.Rate)
}

// query returns where a query of n elements lies among all.
func (a *attending[T]) query(b, t, h, n int) int { return ((b*a.T+t)*a.Heads + h) * n }

// key returns where the key of n elements lies that a head sees.
func (a *attending[T]) key(b, s, h, n int) int {
	return ((b*a.S+s)*a.Groups + h/(a.Heads/a.Groups)) * n
}

// score returns Scale·q·k, -Inf if the query doesn't see the key.
func (a *attending[T]) score(b, h, t, s int) float64 {
	st := a.strides
	if a.causal && s > t || a.mask != nil && !a.mask[b*st[0]+h*st[1]+t*st[2]+s*st[3]] {
		return math.Inf(-1)
	}
	q, k := a.q[a.query(b, t, h, a.N):][:a.N], a.k[a.key(b, s, h, a.N):][:a.N]
	sum := 0.0
	for i := range q {
		sum += float64(q[i]) * float64(k[i])
	}
	return a.scale * sum
}

// weight returns the softmax's element for a key, given the logarithm of its sum.
func (a *attending[T]) weight(b, h, t, s int, log float64) float64 {
	switch blind := math.IsInf(log, -1); {
	case blind && a.zeros:
		return 0
	case blind:
		return 1 / float64(a.S)
	}
	return math.Exp(a.score(b, h, t, s) - log)
}

func attend[T float](o Attention, out, in []*arr) {
	a := newAttending[T](o, in)
	z, logs := dataOf[T](out[0]), dataOf[T](out[1])
	clear(z)
	for b := range a.Batch {
		for h := range a.Heads {
			for t := range a.T {
				top := math.Inf(-1)
				for s := range a.S {
					top = max(top, a.score(b, h, t, s))
				}
				log := top
				if !math.IsInf(top, -1) {
					sum := 0.0
					for s := range a.S {
						sum += math.Exp(a.score(b, h, t, s) - top)
					}
					log += math.Log(sum)
				}
				logs[a.query(b, t, h, 1)] = T(log)
				to := z[a.query(b, t, h, a.M):][:a.M]
				for s := range a.S {
					p, v := a.weight(b, h, t, s, log)*a.kept(b, h, t, s), a.v[a.key(b, s, h, a.M):]
					for i := range to {
						to[i] += T(p * float64(v[i]))
					}
				}
			}
		}
	}
}

// Cases implements graph.Op.
func (Attention) Cases() []graph.Case {
	q, k, v := floats(ramp(48, -1, 2), 2, 3, 2, 4), floats(ramp(80, 1, -2), 2, 5, 2, 4), floats(ramp(60, -1, 1), 2, 5, 2, 3)
	mask := func(shape ...int) *arr {
		m := tensor.New(tensor.Bool, shape...)
		for i := range tensor.Data[bool](m) {
			tensor.Data[bool](m)[i] = i%3 != 1
		}
		return m
	}
	none := mask(1, 1, 3, 5)
	clear(tensor.Data[bool](none)[5:10])
	long := func(n int) *arr { return floats(ramp(70*4*n, 1, -1), 1, 70, 4, n) }
	many := floats(ramp(2*60*4*2, 1, -1), 2, 60, 4, 2)
	return []graph.Case{
		smooth(Attention{Scale: .5}, q, k, v),
		smooth(Attention{Scale: .5, Causal: true}, q, k, v),
		smooth(Attention{Scale: .7, Masked: true}, q, k, v, mask(2, 1, 1, 5)),
		smooth(Attention{Scale: .7, Causal: true, Masked: true}, q, k, v, mask(1, 2, 3, 5)),
		rough(Attention{Scale: .7, Masked: true}, q, k, v, none),
		rough(Attention{Scale: .7, Masked: true, Zeros: true}, q, k, v, none),
		smooth(Attention{Scale: .5, Rate: .4, Causal: true}, q, k, v, key(1, 2)),
		smooth(Attention{Scale: .7, Rate: .2, Masked: true}, q, k, v, mask(2, 1, 1, 5), key(3, 4)),
		smooth(Attention{Scale: .5, Causal: true}, floats(ramp(48, -1, 2), 1, 3, 4, 4), floats(ramp(40, 1, -2), 1, 5, 2, 4), floats(ramp(30, -1, 1), 1, 5, 2, 3)),
		smooth(Attention{Scale: .5}, tensor.FromSlice([]float64{1, 2, 3, -1}, 1, 2, 1, 2), tensor.FromSlice([]float64{1, .2, 3, -1}, 1, 2, 1, 2), tensor.FromSlice([]float64{1, 3}, 1, 2, 1, 1)),
		rough(Attention{Scale: .1, Causal: true}, long(33), long(33), long(5)),
		rough(Attention{Scale: .1}, many, many, many),
		rough(Attention{Scale: .1, Rate: .5}, long(3), long(3), long(5), key(1, 1)),
		rough(Attention{Scale: .1, Masked: true}, long(3), long(3), long(33), mask(1, 4, 70, 70)),
		rough(Attention{Scale: .1}, floats(nil, 0, 3, 2, 4), floats(nil, 0, 5, 2, 4), floats(nil, 0, 5, 2, 4)),
	}
}

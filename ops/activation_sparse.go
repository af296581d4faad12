package ops

type sparsemax struct {
	Axis *int `json:"axis" keras:"default=-1;always"`
}

var (
	_               = settings[sparsemax]("nn", "Sparsemax")
	sparsePlusOp    = unary("nn", "SparsePlus", sparsePlus)
	sparseSigmoidOp = unary("nn", "SparseSigmoid", func(x *Value) *Value { return Scale(Clip(AddScalar(floating(x), 1), 0, 2), .5) })
)

// SparsePlus returns 0 where x ≤ -1, x where x ≥ 1 and ¼(x+1)² between. It is
// to SparseSigmoid what Softplus is to Sigmoid.
func SparsePlus(x *Value) *Value { return do(sparsePlusOp, x) }

func sparsePlus(x *Value) *Value {
	x = floating(x)
	one := OnesLike(x)
	high := Where(GreaterEqual(x, one), x, Scale(Square(AddScalar(x, 1)), .25))
	return Where(LessEqual(x, Negative(one)), ZerosLike(x), high)
}

// SparseSigmoid returns ½(x+1) limited to the range from 0 to 1 (Blondel, Martins
// and Niculae, 2019).
func SparseSigmoid(x *Value) *Value { return do(sparseSigmoidOp, x) }

// Sparsemax returns max(x-τ, 0) along an axis, where
//
//	τ = (s₁+…+sₖ-1)/k
//
// for the running sums s of the elements in falling order, of which the first k are those
// with 1 + i·xᵢ > sᵢ. This is what Keras computes. The function of Martins and Astudillo
// (2016), whose results sum to 1, has sₖ alone in place of the sum; both are the same
// where k is 1. Keras's axis is -1.
func Sparsemax(x *Value, at int) *Value { return do(&sparsemax{&at}, x) }

// Apply implements [Operation].
func (o *sparsemax) Apply(in []*Value) []*Value {
	x := floating(in[0])
	at := axis("Sparsemax", x, or(o.Axis, -1))
	sorted := Negative(Sort(Negative(x), at))
	sums := CumSum(sorted, at)
	r := onAxis(AddScalar(Arange(x.Shape[at], x.DType), 1), len(x.Shape), at)
	among := Greater(sorted, Divide(AddScalar(sums, -1), r))
	k := KeepDims(Sum(Cast(among, x.DType), at), x, at)
	total := KeepDims(Sum(Where(among, sums, ZerosLike(x)), at), x, at)
	tau := Divide(AddScalar(total, -1), k)
	return []*Value{Maximum(Subtract(x, tau), ZerosLike(x))}
}

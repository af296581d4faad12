package ops

type (
	elu struct {
		Alpha *float64 `json:"alpha" keras:"default=1.0;always"`
	}
	celu elu
)

var (
	_      = settings[elu]("nn", "Elu")
	_      = settings[celu]("nn", "Celu")
	seluOp = unary("nn", "Selu", func(x *Value) *Value {
		return Scale(Elu(x, 1.6732632423543772848170429916717), 1.0507009873554804934193349852946)
	})
)

// Elu returns x where x > 0 and alpha·(eˣ-1) elsewhere (Clevert, Unterthiner and
// Hochreiter, 2015). Keras's alpha is 1.
func Elu(x *Value, alpha float64) *Value { return do(&elu{&alpha}, x) }

// Apply implements [Operation].
func (o *elu) Apply(in []*Value) []*Value {
	x := floating(in[0])
	positive := Greater(x, ZerosLike(x))
	// Where x is large eˣ is infinite, and would be in the gradient.
	low := Where(positive, ZerosLike(x), x)
	return []*Value{Where(positive, x, Scale(Expm1(low), or(o.Alpha, 1)))}
}

// Selu returns 1.0507·Elu(x, 1.6733), whose constants keep mean 0 and variance 1
// (Klambauer, Unterthiner, Mayr and Hochreiter, 2017).
func Selu(x *Value) *Value { return do(seluOp, x) }

// Celu returns max(x, 0) + alpha·(exp(min(x, 0)/alpha) - 1), which is smooth at 0
// for every alpha (Barron, 2017). Keras's alpha is 1.
func Celu(x *Value, alpha float64) *Value { return do(&celu{&alpha}, x) }

// Apply implements [Operation].
func (o *celu) Apply(in []*Value) []*Value {
	x, alpha := floating(in[0]), or(o.Alpha, 1)
	zero := ZerosLike(x)
	low := Expm1(Divide(Minimum(x, zero), FullLike(x, alpha)))
	return []*Value{Add(Maximum(x, zero), Scale(low, alpha))}
}

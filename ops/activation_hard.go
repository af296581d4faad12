package ops

var (
	hardSigmoidOp = unary("nn", "HardSigmoid", func(x *Value) *Value { return Scale(Relu6(AddScalar(floating(x), 3)), 1.0/6) })
	hardSiluOp    = unary("nn", "HardSilu", func(x *Value) *Value { return Multiply(floating(x), HardSigmoid(x)) })
	hardTanhOp    = unary("nn", "HardTanh", hardTanh)
)

// HardSigmoid returns x/6 + ½ limited to the range from 0 to 1.
func HardSigmoid(x *Value) *Value { return do(hardSigmoidOp, x) }

// HardSilu returns x·HardSigmoid(x) (Howard and others, 2019).
func HardSilu(x *Value) *Value { return do(hardSiluOp, x) }

// HardTanh returns x limited to the range from -1 to 1. Its gradient at -1 and 1 is 1.
func HardTanh(x *Value) *Value { return do(hardTanhOp, x) }

func hardTanh(x *Value) *Value {
	one := OnesLike(x)
	low := Where(Less(x, Negative(one)), Negative(one), x)
	return Where(Greater(x, one), one, low)
}

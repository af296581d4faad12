package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

type leakyRelu struct {
	Slope *float64 `json:"negative_slope" keras:"default=0.2;always"`
}

var (
	_       = settings[leakyRelu]("nn", "LeakyRelu")
	reluOp  = unary("nn", "Relu", func(x *Value) *Value { return graph.Apply(prim.Relu{}, truthsAsNumbers(x)) })
	relu6Op = unary("nn", "Relu6", relu6)
)

// Relu returns max(x, 0). Its gradient at 0 is 0.
func Relu(x *Value) *Value { return do(reluOp, x) }

// ReluOptions are the arguments of Keras's keras.activations.relu.
type ReluOptions struct {
	// NegativeSlope is the slope below the threshold. Default: 0.
	NegativeSlope float64

	// MaxValue is the largest value. Default: nil, no limit.
	MaxValue *float64

	// Threshold is where the function leaves the negative slope. Default: 0.
	Threshold float64
}

// ReluWith returns x where x is greater than the threshold, at most the largest
// value; elsewhere NegativeSlope·(x-Threshold).
func ReluWith(x *Value, o ReluOptions) *Value {
	if !IsSymbolic(x) {
		x = floating(x)
	}
	if o.NegativeSlope != 0 && o.MaxValue == nil && o.Threshold == 0 {
		return LeakyRelu(x, o.NegativeSlope)
	}
	y, limited := x, o.MaxValue != nil
	switch {
	case o.Threshold != 0:
		y = Threshold(x, o.Threshold, 0)
	case limited && *o.MaxValue == 6:
		y, limited = Relu6(x), false
	default:
		y = Relu(x)
	}
	if limited {
		y = Clip(y, 0, *o.MaxValue)
	}
	if o.NegativeSlope != 0 {
		low := Relu(AddScalar(Negative(x), o.Threshold))
		y = Subtract(y, Scale(low, o.NegativeSlope))
	}
	return y
}

// Relu6 returns min(max(x, 0), 6). Its gradient at 0 and 6 is 0.
func Relu6(x *Value) *Value { return do(relu6Op, x) }

func relu6(x *Value) *Value {
	x = floating(x)
	six := FullLike(x, 6)
	return Where(GreaterEqual(x, six), six, Relu(x))
}

// LeakyRelu returns x where x ≥ 0 and slope·x elsewhere. Keras's slope is 0.2.
func LeakyRelu(x *Value, slope float64) *Value { return do(&leakyRelu{&slope}, x) }

// Apply implements [Operation].
func (o *leakyRelu) Apply(in []*Value) []*Value {
	x := floating(in[0])
	return []*Value{Where(GreaterEqual(x, ZerosLike(x)), x, Scale(x, or(o.Slope, .2)))}
}

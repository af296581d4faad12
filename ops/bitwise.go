package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// bits is the operation that a primitive of the bits of two integers is in Keras.
func bits(class string, op graph.Op) *function {
	return pair("numpy", class, func(x, y *Value) *Value { return binary(class, op, x, y) })
}

var (
	bitwiseAndOp = bits("BitwiseAnd", prim.Bits{Kind: prim.BitsAnd})
	bitwiseOrOp  = bits("BitwiseOr", prim.Bits{Kind: prim.BitsOr})
	bitwiseXorOp = bits("BitwiseXor", prim.Bits{Kind: prim.BitsXor})
	bitwiseNotOp = unary("numpy", "BitwiseNot", bitwiseNot)
	_            = alias(bitwiseNotOp, "BitwiseInvert")
	leftShiftOp  = bits("BitwiseLeftShift", prim.Bits{Kind: prim.BitsLeft})
	_            = alias(leftShiftOp, "LeftShift")
	rightShiftOp = bits("BitwiseRightShift", prim.Bits{Kind: prim.BitsRight})
	_            = alias(rightShiftOp, "RightShift")
)

// BitwiseAnd returns the bits that both x and y have.
func BitwiseAnd(x, y *Value) *Value { return do(bitwiseAndOp, x, y) }

// BitwiseOr returns the bits that x or y has.
func BitwiseOr(x, y *Value) *Value { return do(bitwiseOrOp, x, y) }

// BitwiseXor returns the bits that one of x and y has.
func BitwiseXor(x, y *Value) *Value { return do(bitwiseXorOp, x, y) }

// BitwiseNot returns the bits that x has not.
func BitwiseNot(x *Value) *Value { return do(bitwiseNotOp, x) }

func bitwiseNot(x *Value) *Value {
	if x.DType == tensor.Bool {
		return LogicalNot(x)
	}
	if !x.DType.IsInteger() {
		Fail("BitwiseNot", "received %v, expected integers", x.DType)
	}
	// -x-1 is the same bits, of numbers with and without a sign.
	return Subtract(Negative(x), OnesLike(x))
}

// LeftShift returns x with its bits y places to the left: x·2ʸ.
func LeftShift(x, y *Value) *Value { return do(leftShiftOp, x, y) }

// RightShift returns x with its bits y places to the right: x/2ʸ, rounded down.
func RightShift(x, y *Value) *Value { return do(rightShiftOp, x, y) }

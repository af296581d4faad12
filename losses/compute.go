package losses

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Compute records the loss as training uses it: the values of l for each sample,
// times their weights, reduced as l says. sampleWeight may be nil; it has the
// shape of the values, or of their leading axes, or one that can be broadcast.
//
// What a mask of yPred, or of the values, leaves out does not count: it has weight
// 0, and the divisor of a mean is the number of elements left in.
//
// Compute panics with an [*ops.Error] if the shapes don't fit or l is wrong in
// itself; see [Check].
func Compute(t *ops.Trace, l Loss, yTrue, yPred, sampleWeight *ops.Value) *ops.Value {
	values := Values(t, l, yTrue, yPred)
	return guard(l, yTrue, yPred, func() *ops.Value {
		mask := t.Mask(yPred)
		if own := t.Mask(values); mask == nil {
			mask = own
		} else if own != nil {
			mask = ops.LogicalAnd(mask, own)
		}
		reduction := l.base().Reduction
		weight := maskedWeight(sampleWeight, mask, values.DType, reduction)
		if weight != nil {
			values, weight = align(values, weight)
			values = ops.Multiply(values, weight)
		}
		return reduce(values, weight, reduction)
	})
}

// Values records the values of l for each sample, without weights: it converts
// yTrue and yPred to the loss's type, gives them the same number of axes, and has
// l compute. It panics with an [*ops.Error] that names the loss.
func Values(t *ops.Trace, l Loss, yTrue, yPred *ops.Value) *ops.Value {
	return guard(l, yTrue, yPred, func() *ops.Value {
		dt, err := dtypeOf(l)
		if err != nil {
			fail(l, "%w", err)
		}
		y, p := SameRank(ops.Cast(yTrue, dt), ops.Cast(yPred, dt))
		t.SetMask(p, t.Mask(yPred))
		values := l.Call(t, y, p)
		if values == nil {
			fail(l, "Call returned nil")
		}
		converted := ops.Cast(values, dt)
		t.SetMask(converted, t.Mask(values))
		return converted
	})
}

// SameRank removes or adds a last axis of size 1 where x and y differ in just
// that: of shapes (n,) and (n, 1) both become (n, 1), of (n, k) and (n, k, 1) both
// become (n, k). Other shapes are left as they are.
func SameRank(x, y *ops.Value) (*ops.Value, *ops.Value) {
	if len(x.Shape) > len(y.Shape) {
		y, x = SameRank(y, x)
		return x, y
	}
	n := len(y.Shape)
	if n != len(x.Shape)+1 || y.Shape[n-1] != 1 {
		return x, y
	}
	if len(x.Shape) == 1 {
		return ops.ExpandDims(x, -1), y
	}
	return x, ops.Squeeze(y, -1)
}

// MaskWeight returns the weights times the mask: 0 where it is false. Either may
// be nil.
func MaskWeight(weight, mask *ops.Value, dt tensor.DType) *ops.Value {
	return maskedWeight(weight, mask, dt, Sum)
}

func maskedWeight(weight, mask *ops.Value, dt tensor.DType, r Reduction) *ops.Value {
	if weight != nil {
		weight = ops.Cast(weight, dt)
	}
	if mask == nil {
		return weight
	}
	m := ops.Cast(mask, dt)
	if r == "" || r == SumOverBatchSize || r == Mean {
		// A mean divides by the number of all elements: make it that of those left in.
		left := ops.Sum(m)
		m = ops.Multiply(m, ops.DivideNoNaN(ops.FullLike(left, float64(m.Size())), left))
	}
	if weight == nil {
		return m
	}
	m, weight = align(m, weight)
	return ops.Multiply(m, weight)
}

// align gives the weights of samples further axes of size 1, so that each counts
// for all values of its sample.
func align(values, weight *ops.Value) (*ops.Value, *ops.Value) {
	values, weight = SameRank(values, weight)
	n := len(weight.Shape)
	if n > 0 && n < len(values.Shape) && weight.Shape.Equal(values.Shape[:n]) {
		for range len(values.Shape) - n {
			weight = ops.ExpandDims(weight, -1)
		}
	}
	return values, weight
}

func reduce(values, weight *ops.Value, r Reduction) *ops.Value {
	if r == None || len(values.Shape) == 0 {
		return values
	}
	sum := ops.Sum(values)
	switch {
	case r == Sum:
		return sum
	case r == MeanWithSampleWeight && weight != nil:
		return ops.DivideNoNaN(sum, ops.Sum(weight))
	}
	return ops.Divide(sum, ops.FullLike(sum, float64(max(values.Size(), 1))))
}

// guard returns what f does. If ops in it panic, it panics with an error that
// names the loss and the shapes.
func guard(l Loss, yTrue, yPred *ops.Value, f func() *ops.Value) (out *ops.Value) {
	err := func() (err error) {
		defer ops.Catch(&err)
		out = f()
		return nil
	}()
	if err == nil {
		return out
	}
	if e, ok := errors.AsType[*ops.Error](err); ok && strings.HasPrefix(e.At, "loss ") {
		panic(e)
	}
	panic(&ops.Error{At: label(l), Err: fmt.Errorf("yTrue of shape %v, yPred of shape %v: %w", yTrue.Shape, yPred.Shape, err)})
}

// fail panics with an error that names the loss.
func fail(l Loss, format string, args ...any) {
	panic(&ops.Error{At: label(l), Err: fmt.Errorf(format, args...)})
}

func label(l Loss) string { return fmt.Sprintf("loss %q", NameOf(l)) }

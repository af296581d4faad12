package metrics

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// An overlap counts how often each class was predicted for each class. Its result is the
// mean over some classes of the intersection over union.
type overlap struct {
	*Base
	classes int
	of      []int // the classes that the result is about
	ignore  *int
	sparseY bool // targets are class numbers, and not rows with one for each class
	sparseP bool // so are predictions
	axis    int  // of the classes in what isn't sparse
}

// maxClasses is how many classes a matrix of counts for every two can have.
const maxClasses = 1 << 15

func (o overlap) check() error {
	if o.classes <= 0 || o.classes > maxClasses {
		return fmt.Errorf("NumClasses: received %d, expected a number from 1 to %d", o.classes, maxClasses)
	}
	if len(o.of) == 0 {
		return errors.New("TargetClassIDs: received none, expected class numbers")
	}
	for _, c := range o.of {
		if c < 0 || c >= o.classes {
			return fmt.Errorf("TargetClassIDs: received %d, expected class numbers from 0 to %d", c, o.classes-1)
		}
	}
	return nil
}

func (o overlap) build() error {
	_, err := o.State("total_confusion_matrix", tensor.Shape{o.classes, o.classes}, 0)
	return err
}

func (o overlap) update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	v := o.states[0].Variable
	y, p := yTrue, yPred
	if !o.sparseY {
		y = ops.ArgMax(y, o.axis)
	}
	if !o.sparseP {
		p = ops.ArgMax(p, o.axis)
	}
	if y.Size() != p.Size() {
		panic(&ops.Error{At: "targets", Err: fmt.Errorf("received shape %v for predictions of shape %v, which is %d labels for %d predictions",
			yTrue.Shape, yPred.Shape, y.Size(), p.Size())})
	}
	y, p = ops.Cast(y, v.DType()), ops.Reshape(ops.Cast(p, v.DType()), -1)
	w := ops.OnesLike(y)
	switch {
	case weight == nil:
	case weight.Size() == y.Size():
		w = ops.Cast(weight, v.DType())
	default:
		w = weightOf(weight, y)
	}
	y, w = ops.Reshape(y, -1), ops.Reshape(w, -1)
	counts := ops.LogicalAnd(o.isClass(y), o.isClass(p))
	if o.ignore != nil {
		counts = ops.LogicalAnd(counts, ops.NotEqual(y, ops.Const(float64(*o.ignore), y.DType)))
	}
	place := ops.Add(ops.Scale(ops.Cast(y, tensor.Int32), float64(o.classes)), ops.Cast(p, tensor.Int32))
	nowhere := ops.FullLike(place, -1)
	n := ops.SegmentSum(w, ops.Where(counts, place, nowhere), o.classes*o.classes)
	t.Set(v, ops.Add(t.Get(v), ops.Reshape(n, o.classes, o.classes)))
}

func (o overlap) isClass(x *ops.Value) *ops.Value {
	return ops.LogicalAnd(ops.GreaterEqual(x, ops.ZerosLike(x)), ops.Less(x, ops.FullLike(x, float64(o.classes))))
}

// result is the mean over the classes that occur at all.
func (o overlap) result(t *ops.Trace) *ops.Value {
	counts := t.Get(o.states[0].Variable)
	both := ops.Diag(counts, 0)
	union := ops.Subtract(ops.Add(ops.Sum(counts, 0), ops.Sum(counts, 1)), both)
	of := make([]int32, len(o.of))
	for i, c := range o.of {
		of[i] = int32(c)
	}
	chosen := func(x *ops.Value) *ops.Value {
		return ops.Cast(ops.Take(x, ops.Constant(tensor.FromSlice(of)), 0), tensor.Float32)
	}
	both, union = chosen(both), chosen(union)
	occurs := ops.Greater(union, ops.Const(1e-9, tensor.Float32))
	return portion(ops.Sum(portion(both, union)), ops.Sum(ops.Cast(occurs, tensor.Float32)))
}

// all returns the numbers of all classes.
func all(classes int) []int {
	list := make([]int, max(0, min(classes, maxClasses)))
	for i := range list {
		list[i] = i
	}
	return list
}

// ofCounts says that the state of a metric is counts, whose type is int32 unless another
// one is set.
func (b *Base) ofCounts() *Base {
	if !b.counts {
		b.counts = true
	}
	return b
}

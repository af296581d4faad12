package metrics

import "github.com/gokeras/keras/ops"

// IoU is the mean over some classes of the intersection over union:
//
//	TP / (TP + FP + FN)
//
// over all batches. Classes that are neither a target nor predicted don't count; the
// result is 0 if none does. Targets and predictions are [samples, ...], a class number for
// each sample or for each pixel of one; numbers of no class are left out.
//
// What is counted is whole numbers, as in Keras: without a DType the weights of samples
// lose what follows the point, so that 0.5 counts as 0. With the DType "float32" all of a
// weight counts. A mask of predictions does not.
type IoU struct {
	// NumClasses is the number of classes, at most 32768. Required.
	NumClasses int `json:"num_classes"`

	// TargetClassIDs are the classes that the result is about. Required.
	TargetClassIDs []int `json:"target_class_ids"`

	// IgnoreClass is a class number, such as 255 for what isn't labelled: where it is the
	// target nothing is counted. Default: none.
	IgnoreClass *int `json:"ignore_class" keras:"default=null"`

	// SparseYTrue says that targets are class numbers. If false they are a number for each
	// class, the largest of which tells the class. Default: true.
	SparseYTrue *bool `json:"sparse_y_true" keras:"default=true"`

	// SparseYPred says the same of predictions. Default: true.
	SparseYPred *bool `json:"sparse_y_pred" keras:"default=true"`

	// Axis is the axis of the classes in what isn't sparse. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	Base
	up
}

var _ = register[IoU]()

func (m *IoU) overlap() overlap {
	return overlap{
		Base: m.base(), classes: m.NumClasses, of: m.TargetClassIDs, ignore: m.IgnoreClass,
		sparseY: or(m.SparseYTrue, true), sparseP: or(m.SparseYPred, true), axis: or(m.Axis, -1),
	}
}

func (m *IoU) base() *Base { return m.ofCounts() }

func (m *IoU) check() error { return m.overlap().check() }

// Build implements [Metric].
func (m *IoU) Build(_, _ ops.Type) error { return m.overlap().build() }

// Update implements [Metric].
func (m *IoU) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.overlap().update(t, yTrue, yPred, weight)
}

// Result implements [Metric].
func (m *IoU) Result(t *ops.Trace) *ops.Value { return m.overlap().result(t) }

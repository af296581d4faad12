package metrics

import "github.com/gokeras/keras/ops"

// OneHotMeanIoU is [OneHotIoU] of all classes.
type OneHotMeanIoU struct {
	// NumClasses is the number of classes, at most 32768. Required.
	NumClasses int `json:"num_classes"`

	// IgnoreClass is a class number, such as 255 for what isn't labelled: where it is the
	// target nothing is counted. Default: none.
	IgnoreClass *int `json:"ignore_class" keras:"default=null"`

	// SparseYPred says that predictions are class numbers, and not a number for each class,
	// the largest of which tells the class. Default: false.
	SparseYPred bool `json:"sparse_y_pred" keras:"default=false"`

	// Axis is the axis of the classes in what isn't sparse. Default: -1.
	Axis *int `json:"axis" keras:"default=-1"`

	Base
	up
}

var _ = register[OneHotMeanIoU]()

func (m *OneHotMeanIoU) overlap() overlap {
	return overlap{
		Base: m.base(), classes: m.NumClasses, of: all(m.NumClasses), ignore: m.IgnoreClass,
		sparseY: false, sparseP: m.SparseYPred, axis: or(m.Axis, -1),
	}
}

func (m *OneHotMeanIoU) base() *Base { return m.ofCounts() }

func (m *OneHotMeanIoU) check() error { return m.overlap().check() }

// Build implements [Metric].
func (m *OneHotMeanIoU) Build(_, _ ops.Type) error { return m.overlap().build() }

// Update implements [Metric].
func (m *OneHotMeanIoU) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.overlap().update(t, yTrue, yPred, weight)
}

// Result implements [Metric].
func (m *OneHotMeanIoU) Result(t *ops.Trace) *ops.Value { return m.overlap().result(t) }

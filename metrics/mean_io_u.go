package metrics

import "github.com/gokeras/keras/ops"

// MeanIoU is [IoU] of all classes.
type MeanIoU struct {
	// NumClasses is the number of classes, at most 32768. Required.
	NumClasses int `json:"num_classes"`

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

var _ = register[MeanIoU]()

func (m *MeanIoU) overlap() overlap {
	return overlap{
		Base: m.base(), classes: m.NumClasses, of: all(m.NumClasses), ignore: m.IgnoreClass,
		sparseY: or(m.SparseYTrue, true), sparseP: or(m.SparseYPred, true), axis: or(m.Axis, -1),
	}
}

func (m *MeanIoU) base() *Base { return m.ofCounts() }

func (m *MeanIoU) check() error { return m.overlap().check() }

// Build implements [Metric].
func (m *MeanIoU) Build(_, _ ops.Type) error { return m.overlap().build() }

// Update implements [Metric].
func (m *MeanIoU) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	m.overlap().update(t, yTrue, yPred, weight)
}

// Result implements [Metric].
func (m *MeanIoU) Result(t *ops.Trace) *ops.Value { return m.overlap().result(t) }

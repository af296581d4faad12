package metrics

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// BinaryIoU is [IoU] of two classes: targets are 0 or 1, and predictions are of class 1
// where they are not below the threshold.
type BinaryIoU struct {
	// TargetClassIDs are the classes that the result is about. Default: 0 and 1.
	TargetClassIDs []int `json:"target_class_ids" keras:"default=[0,1]"`

	// Threshold is what predictions of class 1 reach. Default: 0.5.
	Threshold *float64 `json:"threshold" keras:"default=0.5"`

	Base
	up
}

var _ = register[BinaryIoU]()

func (m *BinaryIoU) overlap() overlap {
	of := m.TargetClassIDs
	if of == nil {
		of = all(2)
	}
	return overlap{Base: m.base(), classes: 2, of: of, sparseY: true, sparseP: true}
}

func (m *BinaryIoU) base() *Base { return m.ofCounts() }

func (m *BinaryIoU) check() error { return m.overlap().check() }

// Build implements [Metric].
func (m *BinaryIoU) Build(_, _ ops.Type) error { return m.overlap().build() }

// Update implements [Metric].
func (m *BinaryIoU) Update(t *ops.Trace, yTrue, yPred, weight *ops.Value) {
	is := ops.GreaterEqual(ops.Cast(yPred, tensor.Float32), ops.Const(or(m.Threshold, .5), tensor.Float32))
	m.overlap().update(t, yTrue, is, weight)
}

// Result implements [Metric].
func (m *BinaryIoU) Result(t *ops.Trace) *ops.Value { return m.overlap().result(t) }

package schedules

import (
	"fmt"
	"math"
	"slices"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// PiecewiseConstantDecay has a constant rate up to each boundary:
//
//	rate = Values[i] for Boundaries[i-1] < step <= Boundaries[i]
//
// and the last of Values beyond the last boundary.
type PiecewiseConstantDecay struct {
	// Boundaries are the steps after which the rate changes, in growing order;
	// fractions are cut off. Required.
	Boundaries []float64 `json:"boundaries"`

	// Values are the rates, one more than Boundaries. Required.
	Values []float64 `json:"values"`

	// Name is the schedule's name. Default: "PiecewiseConstant".
	Name string `json:"name" keras:"default=PiecewiseConstant;always"`
}

var _ = config.Register[PiecewiseConstantDecay]("keras.optimizers.schedules")

// At implements [Schedule].
func (s *PiecewiseConstantDecay) At(step *ops.Value) *ops.Value {
	last := len(s.Boundaries)
	rate := scalar(s.Values[last])
	for i, b := range slices.Backward(s.Boundaries) {
		rate = ops.Where(ops.LessEqual(step, scalar(math.Trunc(b))), scalar(s.Values[i]), rate)
	}
	return rate
}

// Check returns an error if Boundaries is empty or not in growing order, or if
// Values doesn't have one number more.
func (s *PiecewiseConstantDecay) Check() error {
	switch {
	case len(s.Boundaries) == 0:
		return received("PiecewiseConstantDecay", "Boundaries", s.Boundaries, "at least one step")
	case !slices.IsSorted(s.Boundaries):
		return received("PiecewiseConstantDecay", "Boundaries", s.Boundaries, "steps in growing order")
	case len(s.Values) != len(s.Boundaries)+1:
		return received("PiecewiseConstantDecay", "Values", s.Values,
			fmt.Sprintf("%d numbers, one more than Boundaries", len(s.Boundaries)+1))
	}
	return nil
}

package layers

import (
	"errors"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// CategoryEncoding turns the numbers of categories, from 0 to NumTokens-1, into vectors of
// NumTokens elements. Numbers out of this range give zeros; of floating-point numbers only
// the whole part counts.
//
// Input [batch, n] of integers; the output depends on OutputMode.
type CategoryEncoding struct {
	// NumTokens is the number of categories. Required.
	NumTokens int `json:"num_tokens"`

	// OutputMode is one of
	//   - "one_hot": 1 at the category and 0 elsewhere along a new last axis, which takes
	//     the place of a last axis of size 1;
	//   - "multi_hot": as "one_hot", but 1 at each category among the elements along axis 1;
	//   - "count": how many of them are of each category.
	// Default: "multi_hot".
	OutputMode string `json:"output_mode" keras:"default=multi_hot"`

	Base
}

var _ = register[CategoryEncoding]()

// Validate implements [Validator].
func (c *CategoryEncoding) Validate() error {
	var errs []error
	if c.NumTokens <= 0 {
		errs = append(errs, received("NumTokens", c.NumTokens, "a positive number"))
	}
	switch c.OutputMode {
	case "", "one_hot", "multi_hot", "count":
	default:
		errs = append(errs, received("OutputMode", c.OutputMode, `"one_hot", "multi_hot" or "count"`))
	}
	return errors.Join(errs...)
}

// Call implements [Layer].
func (c *CategoryEncoding) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	mode := c.OutputMode
	if mode == "" {
		mode = "multi_hot"
	}
	return encoded(ops.Cast(x, tensor.Int32), mode, c.NumTokens, c.computeDType())
}

// encoded turns numbers of categories into vectors as an output mode says; "int" leaves
// them as they are.
func encoded(x *ops.Value, mode string, categories int, dt tensor.DType) *ops.Value {
	switch rank := len(x.Shape); mode {
	case "one_hot":
		if rank > 1 && x.Shape[rank-1] == 1 {
			x = ops.Squeeze(x, -1)
		}
		return ops.OneHot(x, categories, dt)
	case "multi_hot":
		return ops.Max(ops.OneHot(x, categories, dt), min(1, rank-1))
	case "count":
		return ops.Sum(ops.OneHot(x, categories, dt), min(1, rank-1))
	}
	return x
}

// Weightless says that the layer never has weights.
func (*CategoryEncoding) Weightless() {}

package layers

import (
	"context"
	"errors"
	"iter"
	"slices"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Discretization replaces numbers by the bins that they are in. The boundaries b₁ ≤ b₂ ≤ …
// make the bins (-∞, b₁), [b₁, b₂), … numbered from 0. They are given, or taken from data
// by [Discretization.Adapt] so that about as many numbers are in each.
//
// Input of any shape and type. The output depends on OutputMode.
type Discretization struct {
	// BinBoundaries is the boundaries, in growing order. Default: those that Adapt finds.
	BinBoundaries []float64 `json:"bin_boundaries"`

	// NumBins is the number of bins that Adapt makes. Required, unless BinBoundaries is
	// given. Default: BinBoundaries.
	NumBins int `json:"num_bins"`

	// Epsilon is how exact Adapt is: the share of the numbers that a bin may have more or
	// less. Default: 0.01.
	Epsilon float64 `json:"epsilon" keras:"default=0.01"`

	// OutputMode is one of
	//   - "int": numbers of bins, int32, of the input's shape;
	//   - "one_hot": 1 at the bin and 0 elsewhere along a new last axis, which takes the
	//     place of a last axis of size 1;
	//   - "multi_hot": as "one_hot", but 1 at each bin that the elements along axis 1 are in;
	//   - "count": how many of them are in each.
	// Default: "int".
	OutputMode string `json:"output_mode" keras:"default=int"`

	// Sparse isn't supported: outputs have all elements. Default: false.
	Sparse bool `json:"sparse" keras:"default=false"`

	Base
}

var (
	_         = register[Discretization]()
	_ Adapter = (*Discretization)(nil)
)

// Validate implements [Validator].
func (d *Discretization) Validate() error {
	var errs []error
	switch {
	case d.NumBins < 0:
		errs = append(errs, received("NumBins", d.NumBins, "a positive number"))
	case d.NumBins == 0 && d.BinBoundaries == nil:
		errs = append(errs, received("NumBins", d.NumBins, "a positive number, or BinBoundaries"))
	}
	if !slices.IsSorted(d.BinBoundaries) {
		errs = append(errs, received("BinBoundaries", d.BinBoundaries, "numbers in growing order"))
	}
	if !(d.Epsilon >= 0 && d.Epsilon < 1) {
		errs = append(errs, received("Epsilon", d.Epsilon, "a number from 0 to below 1"))
	}
	switch d.OutputMode {
	case "", "int", "one_hot", "multi_hot", "count":
	default:
		errs = append(errs, received("OutputMode", d.OutputMode, `"int", "one_hot", "multi_hot" or "count"`))
	}
	if d.Sparse {
		errs = append(errs, received("Sparse", d.Sparse, "false"))
	}
	return errors.Join(errs...)
}

// Call implements [Layer].
func (d *Discretization) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	bins := len(d.BinBoundaries)
	dt := d.computeDType()
	if d.BinBoundaries == nil {
		ops.Fail("Discretization", "BinBoundaries: received none, expected them to be given or Adapt to be called before")
	}
	// A number is in the bin after all boundaries that it isn't below, NaN in the last.
	bin := ops.ZerosLike(ops.Cast(x, tensor.Int32))
	if bins > 0 {
		boundaries := ops.Constant(tensor.FromSlice(d.BinBoundaries).Cast(dt))
		below := ops.Less(ops.ExpandDims(ops.Cast(x, dt), -1), boundaries)
		bin = ops.Sum(ops.Cast(ops.LogicalNot(below), tensor.Int32), -1)
	}
	return encoded(bin, d.OutputMode, bins+1, dt)
}

// Adapt implements [Adapter]: it sets BinBoundaries.
func (d *Discretization) Adapt(ctx context.Context, batches ...*tensor.Tensor) error {
	return d.AdaptAll(ctx, oneByOne(batches))
}

// AdaptAll implements [Adapter].
func (d *Discretization) AdaptAll(ctx context.Context, batches iter.Seq2[*tensor.Tensor, error]) error {
	if d.NumBins == 0 {
		return errorOf(d, errors.New("Adapt: NumBins: received 0, expected a positive number"))
	}
	epsilon := d.Epsilon
	if epsilon == 0 {
		epsilon = .01
	}
	var all summary
	err := adapt(ctx, d, batches, func(x []float64, _ tensor.Shape) error {
		all = summarize(x, epsilon).merge(all, epsilon)
		return nil
	})
	if err != nil {
		return err
	}
	values := all.compress(1 / float64(d.NumBins)).values
	d.BinBoundaries = append([]float64{}, values[:len(values)-1]...)
	return nil
}

// Weightless says that the layer never has weights.
func (*Discretization) Weightless() {}

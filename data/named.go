package data

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/gokeras/keras/tensor"
)

// Named is samples in memory by the names of a model's inputs and outputs.
type Named struct {
	// X has an array for each input. Required.
	X map[string]*tensor.Tensor

	// Y has an array for each output. Default: none, as for predicting.
	Y map[string]*tensor.Tensor

	// SampleWeight says how much each sample counts, for some of the outputs.
	// Default: 1.
	SampleWeight map[string]*tensor.Tensor
}

// An Orderer is a [Dataset] that wants to know the order of a model's inputs and
// outputs first.
type Orderer interface {
	Order(inputs, outputs []string) (*Arrays, error)
}

// Order returns the arrays in the order of names. It is an error if one is missing,
// or not among the names. Targets of outputs that have none are left out.
func (n *Named) Order(inputs, outputs []string) (*Arrays, error) {
	x, err := pick("x", n.X, inputs, true)
	if err != nil {
		return nil, err
	}
	y, err := pick("y", n.Y, outputs, false)
	if err != nil {
		return nil, err
	}
	a := &Arrays{X: x, Y: slices.DeleteFunc(slices.Clone(y), func(t *tensor.Tensor) bool { return t == nil })}
	w, err := pick("sample_weight", n.SampleWeight, outputs, false)
	if err != nil || len(n.SampleWeight) == 0 {
		return a, err
	}
	for i, t := range y {
		if t == nil {
			continue
		}
		weight := w[i]
		if weight == nil {
			weight = tensor.New(tensor.Float32, t.Len())
			weight.Fill(1)
		}
		a.SampleWeight = append(a.SampleWeight, weight)
	}
	return a, nil
}

// pick returns the arrays of the names; one that is missing is nil, if none must be
// there.
func pick(what string, from map[string]*tensor.Tensor, names []string, all bool) ([]*tensor.Tensor, error) {
	for _, name := range slices.Sorted(maps.Keys(from)) {
		if !slices.Contains(names, name) {
			return nil, fmt.Errorf("data: %s: received the name %q, expected one of %q", what, name, names)
		}
	}
	var list []*tensor.Tensor
	for _, name := range names {
		t := from[name]
		if t == nil && all {
			return nil, fmt.Errorf("data: %s: received no array for %q, expected one for each of %q", what, name, names)
		}
		list = append(list, t)
	}
	return list, nil
}

// arrays returns the arrays in the order of their own names.
func (n *Named) arrays() (*Arrays, error) {
	return n.Order(slices.Sorted(maps.Keys(n.X)), slices.Sorted(maps.Keys(n.Y)))
}

// Steps implements [Dataset].
func (n *Named) Steps(batchSize int) int {
	a, err := n.arrays()
	if err != nil {
		return -1
	}
	return a.Steps(batchSize)
}

// Batches implements [Dataset], for whoever doesn't know a model's order: in that of
// the names.
func (n *Named) Batches(ctx context.Context, o Options) iter.Seq2[Batch, error] {
	a, err := n.arrays()
	if err != nil {
		return func(yield func(Batch, error) bool) { yield(Batch{}, err) }
	}
	return a.Batches(ctx, o)
}

package data

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/gokeras/keras/tensor"
)

// A Batch is a number of samples. The first axis of each array goes over the
// samples. An array may be nil where a model has no use for one.
type Batch struct {
	// X has an array for each input of the model. Required.
	X []*tensor.Tensor

	// Y has an array for each output. Default: none, as for predicting.
	Y []*tensor.Tensor

	// SampleWeight says how much each sample counts, for each output. A single
	// array of shape (n,) or (n, 1) holds for all outputs. Default: 1.
	SampleWeight []*tensor.Tensor
}

// lists returns the arrays in the order of labels.
func (b Batch) lists() [3][]*tensor.Tensor { return [...][]*tensor.Tensor{b.X, b.Y, b.SampleWeight} }

// Len returns the number of samples.
func (b Batch) Len() int {
	for _, list := range b.lists() {
		for _, t := range list {
			if t != nil {
				return t.Len()
			}
		}
	}
	return 0
}

// Check tells what is wrong with b: no array in X, arrays without axes, or of
// different numbers of samples, or weights that don't belong to outputs.
func (b Batch) Check() error {
	n := b.Len()
	for i, list := range b.lists() {
		for j, t := range list {
			if t != nil && t.Rank() == 0 {
				return fmt.Errorf("data: %s[%d]: received an array of shape (), expected its first axis to go over the samples", labels[i], j)
			}
			if t != nil && t.Len() != n {
				return b.ambiguous()
			}
		}
	}
	if !slices.ContainsFunc(b.X, func(t *tensor.Tensor) bool { return t != nil }) {
		return errors.New("data: x: received no array, expected at least one")
	}
	switch w := b.SampleWeight; {
	case len(w) == 0 || len(w) == len(b.Y):
	case len(w) != 1:
		return fmt.Errorf("data: sample_weight: received %d arrays, expected one, or one for each of the %d outputs in y", len(w), len(b.Y))
	case w[0] != nil && w[0].Rank() != 1 && (w[0].Rank() != 2 || w[0].Shape()[1] != 1):
		return fmt.Errorf("data: sample_weight: received an array of shape %v for %d outputs, expected (%d,); "+
			"weights that aren't one number a sample need an array for each output", w[0].Shape(), len(b.Y), n)
	}
	return nil
}

var labels = [...]string{"x", "y", "sample_weight"}

// ambiguous is the error that arrays have different numbers of samples.
func (b Batch) ambiguous() error {
	s := new(strings.Builder)
	s.WriteString("data: Data cardinality is ambiguous. Make sure all arrays contain the same number of samples.")
	for i, list := range b.lists() {
		if len(list) == 0 {
			continue
		}
		var sizes []string
		for _, t := range list {
			size := "None"
			if t != nil {
				size = strconv.Itoa(t.Len())
			}
			sizes = append(sizes, size)
		}
		fmt.Fprintf(s, "\n'%s' sizes: %s", labels[i], strings.Join(sizes, ", "))
	}
	return errors.New(s.String())
}

// spread returns b with its single weights standing at each output.
func (b Batch) spread() Batch {
	if len(b.SampleWeight) == 1 && len(b.Y) > 1 {
		w := make([]*tensor.Tensor, len(b.Y))
		for i := range w {
			w[i] = b.SampleWeight[0]
		}
		b.SampleWeight = w
	}
	return b
}

package legacy

import (
	"math"
	"slices"
	"strings"

	"github.com/gokeras/keras/tensor"
)

// State puts the arrays that a file has of an optimizer into today's order. The shapes are
// those wanted: of the iteration, of the learning rate if it is a variable, and of what
// the optimizer keeps for each of n weights. An array that the file doesn't have,
// such as the rate, is nil in the result; a result of nil says that the file's arrays are
// those of another optimizer.
//
// Since TensorFlow 2.11 an optimizer's arrays stand together weight by weight; before, kind
// by kind, without the rate and, in some files, without the iteration. Keras 1 has the
// weights in an order that only it knows, so that their shapes must tell them.
func State(generation int, names []string, arrays []*tensor.Tensor, want []tensor.Shape, rate bool, n int) []*tensor.Tensor {
	if generation > 2 && slices.EqualFunc(arrays, want, func(a *tensor.Tensor, s tensor.Shape) bool { return a.Shape().Equal(s) }) {
		return arrays // today's order
	}
	head := 1
	if rate {
		head = 2
	}
	kinds, rest := 0, len(want)-head
	if n > 0 {
		kinds = rest / n
	}
	if kinds*n != rest {
		return nil
	}
	out := make([]*tensor.Tensor, len(want))
	at := 0
	for at < min(2, len(arrays)) && arrays[at].Rank() == 0 {
		if at < head {
			out[at] = arrays[at]
		}
		at++
	}
	arrays = arrays[at:]
	if len(arrays) < rest {
		return nil
	}
	together := len(names) > 0 && base(names[0]) == "iteration"
	if !together && kinds > 2 {
		return nil
	}
	for i := range rest {
		from := i
		if !together {
			block := i % kinds * n
			if from = block + i/kinds; generation == 1 {
				from = block + only(arrays[block:block+n], want[head+i])
			}
		}
		if from < 0 || !arrays[from].Shape().Equal(want[head+i]) {
			return nil
		}
		out[head+i] = arrays[from]
	}
	return out
}

// only returns which array alone has a shape; less than any place if none or several have.
func only(arrays []*tensor.Tensor, shape tensor.Shape) int {
	found := math.MinInt32
	for i, t := range arrays {
		if t.Shape().Equal(shape) {
			if found >= 0 {
				return math.MinInt32
			}
			found = i
		}
	}
	return found
}

// base returns the last part of a variable's path.
func base(path string) string {
	path = path[strings.LastIndexByte(path, '/')+1:]
	name, _, _ := strings.Cut(path, ":")
	return name
}

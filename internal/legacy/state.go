package legacy

import (
	"math"
	"slices"
	"strings"

	"github.com/gokeras/keras/tensor"
)

// A Slot is a variable of an optimizer.
type Slot struct {
	Kind   string // "iteration", "learning_rate" or what is kept of a weight, such as "momentum"
	Weight int    // the place of that weight; less than 0 for none
	Shape  tensor.Shape
}

// State puts the arrays that a file has of an optimizer into the order of those wanted, for n
// weights. An array that the file doesn't have, such as the rate, is nil in the result; a
// result of nil says that the file's arrays are those of another optimizer.
//
// Since TensorFlow 2.11 they are in today's order. Before, they stand kind by kind, but for
// those of Ftrl, without the rate and, in some files, without the iteration. Keras 1 has the
// weights in an order that only it knows, so that their shapes must tell them.
func State(generation int, names []string, arrays []*tensor.Tensor, want []Slot, n int) []*tensor.Tensor {
	fits := func(a *tensor.Tensor, s Slot) bool { return a.Shape().Equal(s.Shape) }
	today := generation > 2 || len(names) > 0 && base(names[0]) == "iteration"
	if today && slices.EqualFunc(arrays, want, fits) {
		return arrays
	}
	out := make([]*tensor.Tensor, len(want))
	scalars := 0
	for scalars < min(2, len(arrays)) && arrays[scalars].Rank() == 0 {
		scalars++
	}
	blocks := map[string]int{} // where those of a kind begin
	for i, s := range want {
		switch {
		case s.Weight >= 0:
			if _, ok := blocks[s.Kind]; !ok {
				blocks[s.Kind] = scalars + n*len(blocks)
			}
		case s.Kind == "iteration":
			if scalars > 0 {
				out[i] = arrays[0]
			}
		case scalars > 1 && (s.Kind == "learning_rate") == today: // else a product of momenta
			out[i] = arrays[1]
		}
	}
	together := today || alternate(names[min(scalars, len(names)):])
	at := scalars
	for i, s := range want {
		if s.Weight < 0 {
			continue
		}
		from := at
		if at++; !together {
			block := blocks[s.Kind]
			if block+n > len(arrays) {
				return nil
			}
			if from = block + s.Weight; generation == 1 {
				from = block + only(arrays[block:block+n], s.Shape)
			}
		}
		if from < 0 || from >= len(arrays) || !fits(arrays[from], s) {
			return nil
		}
		out[i] = arrays[from]
	}
	return out
}

// alternate tells whether names are those of two kinds in turn.
func alternate(names []string) bool {
	return len(names) > 2 && base(names[0]) != base(names[1]) && base(names[0]) == base(names[2])
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

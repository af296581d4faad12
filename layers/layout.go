package layers

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A layout says where an input has its axes of space: those besides the batch, which
// is first, and the channels.
type layout struct {
	space  int    // how many axes of space
	format string // "channels_last", which "" is too, or "channels_first"
}

// first tells whether the channels come before the axes of space.
func (l layout) first() bool { return strings.EqualFold(l.format, "channels_first") }

func (l layout) validate() error {
	switch strings.ToLower(l.format) {
	case "", "channels_last", "channels_first":
		return nil
	}
	return received("DataFormat", l.format, `"channels_last" or "channels_first"`)
}

// axes returns the axes of space.
func (l layout) axes() []int {
	axes := make([]int, l.space)
	for i := range axes {
		axes[i] = i + 1
		if l.first() {
			axes[i]++
		}
	}
	return axes
}

// check returns an error if an input has another number of axes.
func (l layout) check(in tensor.Shape) error {
	if len(in) == l.space+2 {
		return nil
	}
	names := [][]string{{"steps"}, {"height", "width"}, {"depth", "height", "width"}}[l.space-1]
	if l.first() {
		names = slices.Concat([]string{"batch", "channels"}, names)
	} else {
		names = slices.Concat([]string{"batch"}, names, []string{"channels"})
	}
	return fmt.Errorf("input: received shape %v, expected %d axes: %s", in, len(names), strings.Join(names, ", "))
}

// mustFit is check for a call.
func (l layout) mustFit(x *ops.Value) {
	if err := l.check(x.Shape); err != nil {
		ops.Fail("call", "%v", err)
	}
}

// channels returns the number of channels of an input.
func (l layout) channels(in tensor.Shape) (int, error) {
	if err := l.check(in); err != nil {
		return 0, err
	}
	n := in[len(in)-1]
	if l.first() {
		n = in[1]
	}
	if n == tensor.Unknown {
		return 0, fmt.Errorf("input: received shape %v, expected a known number of channels", in)
	}
	return n, nil
}

package cpu

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// check returns an error if arrays are not what the values say.
func (p *Program) check(what string, arrays []*tensor.Tensor, values []*graph.Value) error {
	if len(arrays) != len(values) {
		return fmt.Errorf("program %q: received %d %ss, expected %d", p.source.Name, len(arrays), what, len(values))
	}
	for i, v := range values {
		t := arrays[i]
		if t == nil {
			return fmt.Errorf("program %q: %s %d (%q): received nil, expected %v", p.source.Name, what, i, v.Name, v.Type)
		}
		if t.DType() != v.DType || !t.Shape().Equal(v.Shape) {
			return fmt.Errorf("program %q: %s %d (%q): received %v, expected %v", p.source.Name, what, i, v.Name, typeOf(t), v.Type)
		}
	}
	return nil
}

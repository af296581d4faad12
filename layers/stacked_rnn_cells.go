package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// StackedRNNCells is several cells as one: each sees the output of the one before.
//
// Input [batch, ...] and the states of all cells, output that of the last cell and the
// states of all. Its weights are those of the cells.
type StackedRNNCells struct {
	// Cells is the cells, the first of which sees the input. Required.
	Cells []Cell `json:"cells"`

	MultiBase
}

var _ = register[StackedRNNCells]()

// Validate implements [Validator].
func (s *StackedRNNCells) Validate() error {
	if len(s.Cells) == 0 {
		return errors.New("Cells: received none, expected at least one")
	}
	var errs []error
	for i, c := range s.Cells {
		if notNil(c) != nil {
			errs = append(errs, fmt.Errorf("Cells[%d]: received nil, expected a cell", i))
		} else {
			errs = append(errs, Validate(c))
		}
	}
	return errors.Join(errs...)
}

// BuildAll implements [Multi]. What a cell sees has the shape of the first state of the
// one before.
func (s *StackedRNNCells) BuildAll(in []tensor.Shape) error {
	if len(in) == 0 {
		return errors.New("received no inputs, expected the input of a step and states")
	}
	shape, keys := in[0], map[string]int{}
	for _, c := range s.Cells {
		stem := config.SnakeCase(ClassOf(c))
		name := stem
		if n := keys[stem]; n > 0 {
			name = fmt.Sprintf("%s_%d", stem, n)
		}
		keys[stem]++
		if NameOf(c) == "" {
			SetName(c, name)
		}
		if err := s.BuildChild("cells/"+name, c, shape); err != nil {
			return err
		}
		states := c.StateShapes()
		if len(states) == 0 {
			return fmt.Errorf("Cells: received a %s without states, expected at least one", ClassOf(c))
		}
		shape = append(tensor.Shape{in[0][0]}, states[0]...)
	}
	return nil
}

// StateShapes implements [Cell]: those of all cells.
func (s *StackedRNNCells) StateShapes() []tensor.Shape {
	var list []tensor.Shape
	for _, c := range s.Cells {
		list = append(list, c.StateShapes()...)
	}
	return list
}

// InitialState implements [InitialStater].
func (s *StackedRNNCells) InitialState(t *ops.Trace, batch int) []*ops.Value {
	var list []*ops.Value
	for _, c := range s.Cells {
		list = append(list, initialState(t, c, batch)...)
	}
	return list
}

// CallAll implements [Multi].
func (s *StackedRNNCells) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	if want := len(s.StateShapes()); len(in) != want+1 {
		ops.Fail("call", "received %d values, expected the input of a step and %s", len(in), countStates(want))
	}
	x, states := in[0], in[1:]
	var next []*ops.Value
	for _, c := range s.Cells {
		n := len(c.StateShapes())
		out := Apply(t, c, append([]*ops.Value{x}, states[:n]...)...)
		x, states, next = out[0], states[n:], append(next, out[1:]...)
	}
	return append([]*ops.Value{x}, next...)
}

package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A Cell is what a recurrent layer does at one step: [RNN] runs any cell over
// sequences. Its inputs are what the step sees, [batch, ...], and the states that the
// step before left; its outputs are the step's output and the next states. It begins
// with the states at zero unless it is an [InitialStater].
//
//	type Minimal struct {
//		layers.MultiBase
//		Units  int
//		kernel *ops.Variable
//	}
//
//	func (m *Minimal) BuildAll(in []tensor.Shape) error {
//		m.kernel = m.AddWeight(layers.Weight{Name: "kernel", Shape: tensor.Shape{in[0][1], m.Units}})
//		return nil
//	}
//
//	func (m *Minimal) StateShapes() []tensor.Shape { return []tensor.Shape{{m.Units}} }
//
//	func (m *Minimal) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
//		y := ops.Tanh(ops.Add(ops.Matmul(in[0], t.Get(m.kernel)), in[1]))
//		return []*ops.Value{y, y}
//	}
type Cell interface {
	Multi

	// StateShapes returns the shapes of the states of a sample, without the batch. It
	// is called once the cell is built. Where the input is masked the output is the
	// first state, so that its shape is the output's.
	StateShapes() []tensor.Shape
}

// An InitialStater is a [Cell] that says itself what states a sequence begins with.
type InitialStater interface {
	Cell
	InitialState(t *ops.Trace, batch int) []*ops.Value
}

// A cellStep is a cell's computation. parts is what [stepper.start] made of the step's
// input. The output is the first of the next states.
type cellStep func(parts, states []*ops.Value) (next []*ops.Value)

// A stepper is a cell that does for all steps at once what doesn't depend on states.
type stepper interface {
	Cell

	// start returns what the steps need of x, which is the input of one step or of
	// all, along a first axis, and the step. It also draws what is dropped, which is
	// the same at each step.
	start(t *ops.Trace, x *ops.Value) (parts []*ops.Value, step cellStep)
}

// initialState returns the states that sequences begin with unless told otherwise.
func initialState(t *ops.Trace, c Cell, batch int) []*ops.Value {
	if s, ok := c.(InitialStater); ok {
		list := s.InitialState(t, batch)
		checkStates(c, batch, list)
		return list
	}
	var list []*ops.Value
	for _, s := range c.StateShapes() {
		list = append(list, ops.Full(0, DTypeOf(c), append([]int{batch}, s...)...))
	}
	return list
}

// checkStates fails unless the states fit the cell.
func checkStates(c Cell, batch int, states []*ops.Value) {
	shapes := c.StateShapes()
	if len(states) != len(shapes) {
		ops.Fail("call", "initial state: received %d values, expected %s", len(states), countStates(len(shapes)))
	}
	for i, v := range states {
		if v == nil {
			ops.Fail("call", "initial state %d: received nil, expected a value", i)
		}
		if want := append(tensor.Shape{batch}, shapes[i]...); !v.Shape.Equal(want) {
			ops.Fail("call", "initial state %d: received shape %v, expected %v", i, v.Shape, want)
		}
	}
}

// callCell is the CallAll of a stepper.
func callCell(t *ops.Trace, c stepper, in []*ops.Value) []*ops.Value {
	if want := len(c.StateShapes()); len(in) != want+1 {
		ops.Fail("call", "received %d values, expected the input of a step and %s", len(in), countStates(want))
	}
	parts, step := c.start(t, in[0])
	next := step(parts, in[1:])
	return append([]*ops.Value{next[0]}, next...)
}

// countStates returns "1 state", "2 states".
func countStates(n int) string {
	if n == 1 {
		return "1 state"
	}
	return fmt.Sprintf("%d states", n)
}

// cellInput returns the number of features of a step's input.
func cellInput(in []tensor.Shape) (int, error) {
	if len(in) == 0 {
		return 0, errors.New("received no inputs, expected the input of a step and states")
	}
	s := in[0]
	if len(s) != 2 || s[1] == tensor.Unknown {
		return 0, fmt.Errorf("input: received shape %v of a step, expected a batch axis and a known number of features", s)
	}
	return s[1], nil
}

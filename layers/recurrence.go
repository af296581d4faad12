package layers

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A recurrence applies a cell to each step of sequences. Every recurrent layer embeds
// one, which its BuildAll sets up.
type recurrence struct {
	owner *Base
	cell  Cell
	axes  int // of the input; 0 is any number

	sequences, returnsState, backwards, stateful, zeros bool

	memory []*ops.Variable // the states of the batch before, if the layer is stateful
}

// build builds the cell, and makes the states that last.
func (r *recurrence) build(in []tensor.Shape) error {
	if len(in) == 0 {
		return errors.New("received no inputs, expected sequences")
	}
	s := in[0]
	if err := r.check(s); err != nil {
		return err
	}
	if err := r.owner.BuildChild("cell", r.cell, append(tensor.Shape{s[0]}, s[2:]...)); err != nil {
		return err
	}
	if !r.stateful {
		return nil
	}
	if s[0] == tensor.Unknown {
		return fmt.Errorf("Stateful: received an input of shape %v, expected a fixed size of the batch: give the Input a BatchSize", s)
	}
	for _, shape := range r.cell.StateShapes() {
		v := ops.NewVariable("rnn_state", tensor.New(r.owner.computeDType(), append(tensor.Shape{s[0]}, shape...)...))
		v.Path, v.Trainable = r.owner.state.path+"/"+v.Name, false
		r.memory = append(r.memory, v)
	}
	r.owner.state.memory = r.memory
	return nil
}

func (r *recurrence) check(s tensor.Shape) error {
	switch {
	case r.axes > 0 && len(s) != r.axes:
		return fmt.Errorf("input: received shape %v, expected %d axes, of which the first are batch and steps", s, r.axes)
	case len(s) < 3:
		return fmt.Errorf("input: received shape %v, expected at least 3 axes, of which the first are batch and steps", s)
	case s[1] == 0:
		return fmt.Errorf("input: received shape %v, expected at least one step", s)
	}
	return nil
}

// ResetState makes a stateful layer begin anew, with states of zero. It must not be
// called while a model with the layer runs.
func (r *recurrence) ResetState() {
	for _, v := range r.memory {
		v.Store().Fill(0)
		v.Changed()
	}
}

// PackState returns states, or what stands for them in a file, as Keras's initial_state
// is: those of each cell of a stack are a list, if they are several.
func (r *recurrence) PackState(states []any) []any { return packState(r.cell, states) }

func packState(c Cell, states []any) []any {
	s, ok := c.(*StackedRNNCells)
	if !ok {
		return states
	}
	var list []any
	for _, c := range s.Cells {
		n := len(c.StateShapes())
		if _, ok := c.(*StackedRNNCells); n == 1 && !ok {
			list = append(list, states[0])
		} else {
			list = append(list, packState(c, states[:n]))
		}
		states = states[n:]
	}
	return list
}

// Call implements [Layer].
func (r *recurrence) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	return r.CallWith(t, []*ops.Value{x}, Args{})[0]
}

// CallAll implements [Multi].
func (r *recurrence) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	return r.CallWith(t, in, Args{})
}

// CallWith implements [Caller]. It takes InitialState; further inputs are another way
// to give it. As in Keras, a mask that travels with the sequences counts for nothing in
// a call with first states: there it has to be an argument.
func (r *recurrence) CallWith(t *ops.Trace, in []*ops.Value, a Args) []*ops.Value {
	given, masked := a.InitialState, len(a.Mask) > 0
	a.Mask, a.Training, a.InitialState = nil, nil, nil
	if !a.IsZero() {
		ops.Fail("call", "received arguments beside the inputs, of which the layer takes InitialState only")
	}
	x := in[0]
	if err := r.check(x.Shape); err != nil {
		ops.Fail("call", "%w", err)
	}
	if len(given) == 0 {
		given = in[1:]
	} else if len(in) > 1 {
		ops.Fail("call", "received %d inputs and InitialState, expected states in one way", len(in))
	}
	if n := x.Shape[0]; len(r.memory) > 0 && n != r.memory[0].Shape()[0] {
		ops.Fail("call", "Stateful: received a batch of %d, expected %d as in the shape the layer was built for", n, r.memory[0].Shape()[0])
	}
	var mask *ops.Value
	if m := t.Mask(x); m != nil && (masked || len(given) == 0) {
		mask = stepMask(m, x.Shape)
	}
	ys, y, last := r.run(t, r.cell, stepsFirst(x), mask, r.first(t, x.Shape[0], given), r.sequences)
	for i, v := range r.memory {
		t.Set(v, last[i])
	}
	if r.sequences {
		if r.backwards {
			ys = ops.Flip(ys, 0)
		}
		y = stepsFirst(ys)
	}
	out := []*ops.Value{y}
	if r.returnsState {
		out = append(out, last...)
	}
	for i, v := range out {
		out[i] = ops.Cast(v, r.owner.computeDType())
	}
	return out
}

// stepsFirst changes the places of the batch and the steps.
func stepsFirst(x *ops.Value) *ops.Value {
	axes := []int{1, 0}
	for i := 2; i < len(x.Shape); i++ {
		axes = append(axes, i)
	}
	return ops.Transpose(x, axes...)
}

// stepMask returns the mask of sequences as [steps, batch].
func stepMask(mask *ops.Value, shape tensor.Shape) *ops.Value {
	if len(mask.Shape) < 2 || !mask.Shape[:2].Equal(shape[:2]) {
		ops.Fail("call", "mask: received shape %v, expected %v, batch and steps", mask.Shape, shape[:2])
	}
	mask = ops.Cast(mask, tensor.Bool)
	for len(mask.Shape) > 2 {
		mask = ops.Any(mask, -1)
	}
	return stepsFirst(mask)
}

// first returns the states that a batch begins with: those given, those of the batch
// before, or the cell's own.
func (r *recurrence) first(t *ops.Trace, batch int, given []*ops.Value) []*ops.Value {
	if len(given) > 0 {
		checkStates(r.cell, batch, given)
		return given
	}
	var list []*ops.Value
	for _, v := range r.memory {
		list = append(list, t.Get(v))
	}
	if list != nil {
		return list
	}
	return initialState(t, r.cell, batch)
}

// run applies a cell to all steps of xs, [steps, batch, ...]. It returns the outputs of
// all steps, along the first axis, if they are wanted, the last one, and the last
// states. The cells of a stack run one after the other, each over all steps.
func (r *recurrence) run(t *ops.Trace, c Cell, xs, mask *ops.Value, states []*ops.Value, wanted bool) (ys, y *ops.Value, last []*ops.Value) {
	defer ops.At(place(NameOf(c), ClassOf(c)))
	if s, ok := c.(*StackedRNNCells); ok && s.ActivityRegularizer == nil {
		for i, c := range s.Cells {
			n := len(c.StateShapes())
			var of []*ops.Value
			ys, y, of = r.run(t, c, xs, mask, states[:n], wanted || i < len(s.Cells)-1)
			xs, states, last = ys, states[n:], append(last, of...)
		}
		return ys, y, last
	}
	b := newLoopBody(t, c, xs, states)
	stacked := wanted || !b.isState || mask != nil && r.zeros
	parts := slices.Clone(b.parts)
	if mask != nil {
		parts = append(parts, mask)
	}
	n := xs.Shape[0]
	last, outs := ops.Scan(n, r.backwards, b.carries, parts, func(carries, parts []*ops.Value) (next, ys []*ops.Value) {
		if mask == nil {
			y, next, losses := b.step(carries, parts)
			if stacked {
				losses = append([]*ops.Value{y}, losses...)
			}
			return next, losses
		}
		m := parts[len(b.parts)]
		y, next, losses := b.step(carries, parts[:len(b.parts)])
		for i := range b.states {
			next[i] = ops.Where(like(m, next[i]), next[i], carries[i])
		}
		if stacked {
			losses = append([]*ops.Value{r.masked(b, m, y, next, carries)}, losses...)
		}
		return next, losses
	})
	if stacked {
		ys, outs = outs[0], outs[1:]
		at := n - 1
		if r.backwards {
			at = 0
		}
		y = ops.Reshape(ops.SliceAxis(ys, 0, at, at+1), ys.Shape[1:]...)
	} else {
		y = last[0]
	}
	b.finish(last, outs)
	return ys, y, last[:b.states]
}

// masked returns the output of a step where the mask lets some samples through.
func (r *recurrence) masked(b *loopBody, m, y *ops.Value, next, carries []*ops.Value) *ops.Value {
	switch {
	case r.zeros:
		return ops.Where(like(m, y), y, ops.ZerosLike(y))
	case b.isState:
		return next[0]
	case !y.Shape.Equal(carries[0].Shape):
		ops.Fail("call", "mask: received an output of shape %v, expected that of the first state, %v, which stands for it where the mask is false", y.Shape, carries[0].Shape)
	}
	return ops.Where(like(m, y), y, carries[0])
}

// like gives a mask of samples as many axes as y has.
func like(m, y *ops.Value) *ops.Value {
	shape := []int{m.Shape[0]}
	for range y.Shape[1:] {
		shape = append(shape, 1)
	}
	return ops.Reshape(m, shape...)
}

// Masks implements [Masker].
func (r *recurrence) Masks(t *ops.Trace, in, out []*ops.Value) []*ops.Value {
	masks := make([]*ops.Value, len(out))
	if r.sequences {
		masks[0] = t.Mask(in[0])
	}
	return masks
}

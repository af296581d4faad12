package layers

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// Weight says what weight a layer wants.
type Weight struct {
	// Name is the weight's name in the layer, such as "kernel". Required.
	Name string

	// Shape is the weight's shape. Default: a scalar.
	Shape tensor.Shape

	// Initializer gives the first value. Default: GlorotUniform.
	Initializer initializers.Initializer

	// Regularizer is a penalty that training adds to the loss. Default: none.
	Regularizer regularizers.Regularizer

	// Constraint is applied after each change by an optimizer. Default: none.
	Constraint constraints.Constraint

	// Frozen says that gradients don't change the weight, though the layer may,
	// as with the moving averages of a normalization. Default: false.
	Frozen bool

	// DType is the type of the elements, where it isn't the layer's.
	// Default: the layer's.
	DType *tensor.DType
}

// AddWeight makes a weight; it is to be called by Build. A mistake becomes an
// error of the building, so that it needs no check.
func (b *Base) AddWeight(w Weight) *ops.Variable {
	if b.state.rand == nil {
		ops.Fail("AddWeight", "weight %q: received a call outside of Build", w.Name)
	}
	dt := b.computeDType()
	if w.DType != nil {
		dt = *w.DType
	}
	value, err := b.first(w, dt)
	if err != nil {
		b.state.errs = append(b.state.errs, fmt.Errorf("weight %q of shape %v: %w", w.Name, w.Shape, err))
		value = tensor.New(dt)
	}
	v := ops.NewVariable(w.Name, value)
	v.Path = b.state.path + "/" + w.Name
	v.Trainable = !w.Frozen
	if w.Regularizer != nil {
		v.Regularizer = w.Regularizer.Penalty
	}
	if w.Constraint != nil {
		v.Constraint = w.Constraint.Project
	}
	b.state.weights = append(b.state.weights, v)
	return v
}

// first returns the first value of a weight.
func (b *Base) first(w Weight, dt tensor.DType) (*tensor.Tensor, error) {
	bytes, ok := sizeOf(w.Shape, dt)
	if !ok {
		return nil, errors.New("it is too large for this machine")
	}
	room := b.state.room
	if err := room.take(bytes); err != nil {
		return nil, err
	}
	if room != nil && room.zeros {
		return tensor.New(dt, w.Shape...), nil
	}
	init := w.Initializer
	if init == nil {
		init = &initializers.GlorotUniform{}
	}
	value, err := init.Initialize(b.state.rand.Split(), dt, w.Shape)
	switch {
	case err != nil:
		return nil, err
	case value == nil:
		return nil, errors.New("initializer returned nil")
	case value.DType() != dt || !value.Shape().Equal(w.Shape):
		return nil, fmt.Errorf("initializer returned %v%v, expected %v%v", value.DType(), value.Shape(), dt, w.Shape)
	}
	return value, nil
}

// sizeOf returns the bytes of an array; ok is false if there is no such memory.
func sizeOf(shape tensor.Shape, dt tensor.DType) (bytes int64, ok bool) {
	const most = 1 << 46 // no machine has more
	bytes = int64(dt.Size())
	for _, d := range shape {
		if d < 0 || d > 0 && bytes > most/int64(d) {
			return 0, false
		}
		bytes *= int64(d)
	}
	return bytes, bytes < int64(math.MaxInt)
}

// AddSeed makes the state of a source of random numbers, for [ops.Trace.Key]; it
// is to be called by Build. Nil stands for a seed that the model gives. The
// state is no weight, but is saved beside them: see [OwnState].
func (b *Base) AddSeed(seed *int64) *ops.Variable {
	if b.state.rand == nil {
		ops.Fail("AddSeed", "received a call outside of Build")
	}
	s := b.state.rand.Split().Seed()
	if seed != nil {
		s = *seed
	}
	v := ops.NewSeed(s)
	v.Path = b.state.path + "/" + v.Name
	b.state.seeds = append(b.state.seeds, v)
	return v
}

// OwnWeights returns the weights of l without those of layers within it, in the
// order of a file: trainable ones first.
func OwnWeights(l Layer) []*ops.Variable {
	st := &l.base().state
	var first, then []*ops.Variable
	for _, v := range slices.Concat(st.shared, st.weights) {
		if v.Trainable {
			first = append(first, v)
		} else {
			then = append(then, v)
		}
	}
	return append(first, then...)
}

// Weights returns all weights of l, its own before those of layers within it. A
// layer or a weight that is there twice counts once.
func Weights(l Layer) []*ops.Variable { return collect(l, OwnWeights, map[any]bool{}) }

// TrainableWeights returns the weights of l that training changes.
func TrainableWeights(l Layer) []*ops.Variable {
	return collectIf(l, IsTrainable, func(l Layer) []*ops.Variable {
		var w []*ops.Variable
		for _, v := range l.base().state.weights {
			if v.Trainable {
				w = append(w, v)
			}
		}
		return w
	}, map[any]bool{})
}

// OwnState returns what l keeps from step to step beside its weights, without layers
// within it: the states of sources of random numbers, and the memory of a stateful
// recurrence. Keras doesn't save it; with it a training goes on as if it had not stopped.
func OwnState(l Layer) []*ops.Variable {
	st := &l.base().state
	return slices.Concat(st.seeds, st.memory)
}

// Seeds returns the states of the sources of random numbers of l.
func Seeds(l Layer) []*ops.Variable {
	return collect(l, func(l Layer) []*ops.Variable { return l.base().state.seeds }, map[any]bool{})
}

func collect(l Layer, own func(Layer) []*ops.Variable, seen map[any]bool) []*ops.Variable {
	return collectIf(l, func(Layer) bool { return true }, own, seen)
}

func collectIf(l Layer, enter func(Layer) bool, own func(Layer) []*ops.Variable, seen map[any]bool) []*ops.Variable {
	if seen[l] || !enter(l) {
		return nil
	}
	seen[l] = true
	var vars []*ops.Variable
	for _, v := range own(l) {
		if !seen[v] {
			seen[v] = true
			vars = append(vars, v)
		}
	}
	for _, c := range l.base().state.children {
		vars = append(vars, collectIf(c.Layer, enter, own, seen)...)
	}
	return vars
}

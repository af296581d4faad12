package ops

import (
	"github.com/gokeras/keras/internal/autodiff"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A Trace is one recording of what a program computes, such as a training step
// for a batch of 100. It knows the current values of variables, the masks that
// travel beside values, and the losses that layers add.
type Trace struct {
	// Training says whether the program trains: whether Dropout drops, say.
	Training bool

	// Frozen says that the layer that is being called, or one that it is in, isn't
	// trainable. The call of a layer sees to it.
	Frozen bool

	values map[*Variable]*Value
	read   []*Variable
	masks  map[*Value]*Value
	losses []*Value

	metrics []NamedValue
}

// A NamedValue is a value and what it is called.
type NamedValue struct {
	Name  string
	Value *Value
}

// NewTrace returns an empty trace.
func NewTrace(training bool) *Trace {
	return &Trace{Training: training, values: map[*Variable]*Value{}, masks: map[*Value]*Value{}}
}

// Get returns the value that v has at this point of the program.
func (t *Trace) Get(v *Variable) *Value {
	x, ok := t.values[v]
	if !ok {
		x = v.leaf
		t.values[v] = x
		t.read = append(t.read, v)
	}
	return x
}

// Set makes x the value of v from here on, and after the program's run. It is
// converted to v's type.
func (t *Trace) Set(v *Variable, x *Value) {
	if !x.Shape.Equal(v.Shape()) {
		Fail("Trace.Set", "variable %s: received a value of shape %v, expected %v", v.Path, x.Shape, v.Shape())
	}
	t.Get(v)
	t.values[v] = Cast(x, v.DType())
}

// Mask returns the mask that travels with x: bool, of x's shape but for trailing axes,
// false where there is nothing to look at. It is nil if none does.
func (t *Trace) Mask(x *Value) *Value { return t.masks[x] }

// SetMask makes the mask travel with x.
func (t *Trace) SetMask(x, mask *Value) {
	if mask == nil {
		delete(t.masks, x)
	} else {
		t.masks[x] = mask
	}
}

// Alias returns x as another value, with which another mask may travel.
func Alias(x *Value) *Value { return graph.Apply(prim.Reshape{Shape: graph.DimsOf(x.Shape...)}, x) }

// AddLoss adds a scalar to the loss that training makes small.
func (t *Trace) AddLoss(x *Value) { t.losses = append(t.losses, Sum(x)) }

// AddMetric makes a scalar one of the numbers that Fit and Evaluate report under the
// given name: its average over the batches, each counting as many times as it has
// samples.
func (t *Trace) AddMetric(name string, x *Value) {
	t.metrics = append(t.metrics, NamedValue{name, Mean(x)})
}

// Metrics returns what AddMetric was given, in order.
func (t *Trace) Metrics() []NamedValue { return t.metrics }

// Losses returns what AddLoss was given, in order.
func (t *Trace) Losses() []*Value { return t.losses }

// Key returns a key for random numbers: every call and every run gives another.
// The variable seed, made by [NewSeed], counts them.
func (t *Trace) Key(seed *Variable) *Value {
	key := t.Get(seed)
	t.Set(seed, Add(key, Constant(tensor.FromSlice([]int64{0, 1}))))
	return key
}

// NewSeed returns the state of a source of random numbers: a seed, and a count
// of draws that begins at 0.
func NewSeed(seed int64) *Variable {
	return NewVariable("seed_generator_state", tensor.FromSlice([]int64{seed, 0}))
}

// Gradients returns the gradient of the scalar loss by each of the values. It is
// zero where the loss doesn't depend on the value.
func (t *Trace) Gradients(loss *Value, by ...*Value) []*Value {
	grads := autodiff.Grad(loss, by...)
	for i, g := range grads {
		if g == nil {
			grads[i] = ZerosLike(by[i])
		}
	}
	return grads
}

// Program returns the program that computes the outputs from the inputs and
// gives every variable its last value.
func (t *Trace) Program(name string, inputs, outputs []*Value) *graph.Program {
	p := &graph.Program{Name: name, Inputs: inputs, Outputs: outputs}
	for _, v := range t.read {
		pv := graph.Var{Leaf: v.leaf, Store: v.store, Cell: &v.cell}
		if x := t.values[v]; x != v.leaf {
			pv.Next = x
		}
		p.Vars = append(p.Vars, pv)
	}
	return p
}

// Input returns a leaf that stands for an array given at every run.
func Input(name string, dt tensor.DType, shape ...int) *Value {
	return graph.Leaf(name, graph.Of(dt, shape...))
}

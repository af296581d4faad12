package keras

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A Model is layers that are trained and used together. [Sequential] and
// [Functional] make one, [Load] reads one. It is a layer, too, so that models can be
// parts of others; its Name, and whether it is Trainable, are fields as those of any layer.
//
// Predict may be called by many goroutines at once, also while the model is
// trained: each batch then sees the weights of some step, and so does a file that
// Save writes meanwhile. Fit, Evaluate and their likes use the state of the metrics, so
// that only one of them runs at a time; another is refused with [ErrBusy]. A model needs
// no closing.
type Model struct {
	layers.MultiBase

	functional   bool
	stack        []layers.Layer // what Sequential was given
	declared     *declared      // what Functional was given; of a sequential model, its values
	connectLater func() error   // of a functional model that was read: what is still to be done
	builtFor     tensor.Shape   // of a model that was read: the input it was built for
	mistakes     []error        // of Add or Functional
	net          *network       // nil until the model is built
	compiled     *compiled      // nil until Compile
	fitting      *fitting       // the Fit under way

	verb    sync.Mutex   // held by the verb that uses the metrics
	weights sync.RWMutex // held for writing by a step that changes weights
	build   sync.Mutex   // held while weights are made
	stop    atomic.Bool  // ask Fit to end

	predictions programs
}

// Layers returns the model's layers in Keras's order: those of a sequential model
// as they were added, without the input; those of a functional model, inputs and
// functions among them, with those first that are furthest from the outputs.
func (m *Model) Layers() []layers.Layer {
	m.nameLayers()
	var list []layers.Layer
	for _, l := range m.all() {
		if _, ok := l.(*layers.Input); !ok || m.functional {
			list = append(list, l)
		}
	}
	return list
}

// all returns the model's layers and inputs in Keras's order.
func (m *Model) all() []layers.Layer {
	if !m.functional {
		return m.stack
	}
	if m.connected() != nil || m.declared == nil {
		return nil
	}
	var list []layers.Layer
	for _, o := range m.declared.operations {
		list = append(list, o.layer)
	}
	return list
}

// Layer returns the layer of the given name, nil if there is none.
func (m *Model) Layer(name string) layers.Layer {
	m.nameLayers()
	for _, l := range m.all() {
		if layers.NameOf(l) == name {
			return l
		}
	}
	return nil
}

// Weights returns copies of the model's weights, layer by layer: of each the
// trainable ones first. It returns nil if the model has none yet, because the
// shape of its input isn't known.
func (m *Model) Weights() []*tensor.Tensor {
	if m.Build(nil) != nil {
		return nil
	}
	m.weights.RLock()
	defer m.weights.RUnlock()
	var list []*tensor.Tensor
	for _, v := range layers.Weights(m) {
		list = append(list, v.Store().Clone())
	}
	return list
}

// SetWeights replaces the model's weights by copies of the given ones, which
// must be as many and have the same shapes as those of [Model.Weights]. On an
// error no weight has changed.
func (m *Model) SetWeights(weights []*tensor.Tensor) error {
	if err := m.Build(nil); err != nil {
		return err
	}
	vars := layers.Weights(m)
	if len(weights) != len(vars) {
		return fmt.Errorf("SetWeights: model %q: received %d weights, expected %d", layers.NameOf(m), len(weights), len(vars))
	}
	var errs []error
	for i, v := range vars {
		if w := weights[i]; w == nil || !w.Shape().Equal(v.Shape()) {
			errs = append(errs, fmt.Errorf("SetWeights: weight %d, %s: received shape %v, expected %v", i, v.Path, shapeOf(w), v.Shape()))
		}
	}
	if len(errs) > 0 {
		return errors.Join(errs...)
	}
	m.weights.Lock()
	defer m.weights.Unlock()
	for i, v := range vars {
		if err := v.Assign(weights[i]); err != nil {
			return err
		}
	}
	return nil
}

func shapeOf(t *tensor.Tensor) tensor.Shape {
	if t == nil {
		return nil
	}
	return t.Shape()
}

// Variables returns the model's weights themselves, in the order of
// [Model.Weights]: their names, paths and shapes. Their values must not be read
// or written while the model is trained.
func (m *Model) Variables() []*ops.Variable {
	if m.Build(nil) != nil {
		return nil
	}
	return layers.Weights(m)
}

// CountParams returns the number of numbers in the model's weights, 0 if it has
// none yet.
func (m *Model) CountParams() int {
	n := 0
	for _, v := range m.Variables() {
		n += v.Shape().Size()
	}
	return n
}

// InputShape returns the shape of the model's input, whose first axis is
// tensor.Unknown; nil if it isn't known yet.
func (m *Model) InputShape() tensor.Shape {
	if m.Build(nil) != nil {
		return nil
	}
	return m.net.inputs[0].Shape.Clone()
}

// OutputShape returns the shape of the model's output, whose first axis is
// tensor.Unknown; nil if it isn't known yet.
func (m *Model) OutputShape() tensor.Shape {
	if m.Build(nil) != nil {
		return nil
	}
	return m.net.typeOf(m.net.outputs[0]).Shape.Clone()
}

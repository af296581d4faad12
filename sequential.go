package keras

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/tensor"
)

// Sequential returns a model that passes its input through the layers one after
// the other. The first of them may be an [Input]; without it the model gets its
// weights when it first sees data, or from [Model.Build].
//
// Mistakes are returned by Compile or Build, all of them at once.
func Sequential(stack ...layers.Layer) *Model {
	m := &Model{}
	for _, l := range stack {
		m.Add(l)
	}
	return m
}

// Input returns the description of a model's input from the shape of a sample,
// without the batch: Input(28, 28) for images, Input(784) for rows. For other
// settings write &layers.Input{…}.
func Input(shape ...int) *layers.Input { return &layers.Input{Shape: shape} }

// Add appends a layer to a sequential model. A model that has been built is built anew
// when it is next needed; layers that were there keep their weights. It has to be
// compiled again.
func (m *Model) Add(l layers.Layer) {
	if m.functional {
		m.mistakes = append(m.mistakes, errors.New("Add: received a call of a functional model, expected a sequential one: call keras.Functional with further layers"))
		return
	}
	if l == nil || isNilPointer(l) {
		m.mistakes = append(m.mistakes, fmt.Errorf("model: layer %d: received nil", len(m.stack)))
		return
	}
	if in, ok := l.(*layers.Input); ok && len(m.stack) > 0 {
		m.mistakes = append(m.mistakes, fmt.Errorf("model: layer %d: received an Input of shape %v, expected it in first place only", len(m.stack), in.BatchShape()))
	}
	m.stack = append(m.stack, l)
	m.reset()
}

// Pop removes the last layer of a sequential model and returns it, nil if there is
// none. The model has to be compiled again.
func (m *Model) Pop() layers.Layer {
	if len(m.stack) == 0 {
		return nil
	}
	last := m.stack[len(m.stack)-1]
	m.stack = m.stack[:len(m.stack)-1]
	m.reset()
	return last
}

// reset forgets what was made of the stack, but no layer's weights.
func (m *Model) reset() {
	m.net, m.compiled, m.declared = nil, nil, nil
	m.predictions.clear()
	layers.Unbuild(m)
}

// nameLayers gives the layers without a name one: the class in snake case, with a
// number if the model has that name already.
func (m *Model) nameLayers() {
	if layers.NameOf(m) == "" {
		layers.SetName(m, config.SnakeCase(m.ClassName()))
	}
	if m.functional {
		if m.declared != nil {
			m.declared.nameLayers()
			m.nameApart()
		}
		return
	}
	taken := map[string]bool{}
	for _, l := range m.stack {
		taken[layers.NameOf(l)] = true
	}
	for _, l := range m.stack {
		if layers.NameOf(l) != "" {
			continue
		}
		name := free(config.SnakeCase(layers.ClassOf(l)), taken)
		taken[name] = true
		layers.SetName(l, name)
	}
}

// nameApart makes up another name for the model if a model in it has the same.
func (m *Model) nameApart() {
	if layers.HasOwnName(m) {
		return
	}
	taken := map[string]bool{}
	for _, o := range m.declared.operations {
		taken[layers.NameOf(o.layer)] = true
	}
	if taken[layers.NameOf(m)] {
		layers.SetName(m, free(config.SnakeCase(m.ClassName()), taken))
	}
}

// free returns a name that isn't taken: the stem, or the stem with a number.
func free(stem string, taken map[string]bool) string {
	name := stem
	for i := 1; taken[name]; i++ {
		name = fmt.Sprintf("%s_%d", stem, i)
	}
	return name
}

// checkNames returns an error for each name that two layers have.
func (m *Model) checkNames() (errs []error) {
	byName := map[string]layers.Layer{}
	for i, l := range m.all() {
		name := layers.NameOf(l)
		if old, ok := byName[name]; ok && old != l {
			errs = append(errs, fmt.Errorf("model %q: layer %d (%s): received the name %q, which another layer has, expected a unique one",
				layers.NameOf(m), i, layers.ClassOf(l), name))
		}
		byName[name] = l
	}
	return errs
}

// inputOf returns the input that the stack begins with, from an Input or from a
// model whose first layer is one.
func (m *Model) inputOf() *layers.Input {
	if m.functional {
		if m.connected() != nil {
			return nil
		}
		in, _ := m.declared.from(m.declared.inputs.values[0]).Op.(*layers.Input)
		return in
	}
	if len(m.stack) == 0 {
		return nil
	}
	switch l := m.stack[0].(type) {
	case *layers.Input:
		return l
	case *Model:
		return l.inputOf()
	}
	return nil
}

// firstType returns the type to which the model converts what it is given.
func (m *Model) firstType() tensor.DType {
	if in := m.inputOf(); in != nil {
		return in.Type
	}
	if len(m.stack) > 0 {
		return layers.DTypeOf(m.stack[0])
	}
	return tensor.Float32
}

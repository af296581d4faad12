package keras

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

var _ = config.Register[Model]("keras", "keras.models.Sequential", "Functional", "Model")

// ClassName returns the name of the model's class in Keras.
func (m *Model) ClassName() string {
	if m.functional {
		return "Functional"
	}
	return "Sequential"
}

// ConfigClass returns the class of the model in a file.
func (m *Model) ConfigClass() (module, class, registered string) {
	if m.functional {
		return "keras.src.models.functional", "Functional", "Functional"
	}
	return "keras", "Sequential", ""
}

// Save writes the model to a .keras file: its layers, how it is compiled, its
// weights and the state of its optimizer; or to a file of the format before that, if the
// name ends in ".h5". [Load] reads it, and so does Python's keras.saving.load_model. A
// file that is there is replaced, once the new one is whole.
func (m *Model) Save(path string) error {
	m.weights.RLock()
	defer m.weights.RUnlock()
	var a io.WriterTo
	var err error
	switch filepath.Ext(path) {
	case ".keras":
		a, err = m.archive()
	case ".h5", ".hdf5":
		a, err = m.h5()
	default:
		return fmt.Errorf("Save: path: received %q, expected a name that ends in \".keras\" or \".h5\"", path)
	}
	if err != nil {
		return fmt.Errorf("Save: %w", err)
	}
	if err := kerasfile.WriteFile(path, a); err != nil {
		return fmt.Errorf("Save: %w", err)
	}
	return nil
}

// WriteTo writes what [Model.Save] puts in a file.
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	m.weights.RLock()
	defer m.weights.RUnlock()
	a, err := m.archive()
	if err != nil {
		return 0, err
	}
	return a.WriteTo(w)
}

// archive returns the model's file. Its arrays are the model's own.
func (m *Model) archive() (*kerasfile.Archive, error) {
	build := m.settings // a model without weights is saved as it is
	if m.functional || m.inputOf() != nil || m.isBuilt() {
		build = func() error { return m.Build(nil) }
	}
	if err := build(); err != nil {
		return nil, err
	}
	text, err := m.configText()
	if err != nil {
		return nil, err
	}
	return &kerasfile.Archive{Config: text, Weights: m.vars(true)}, nil
}

// vars returns what a file of the model's weights holds; optional says whether that is
// also what Keras has no place for. The arrays are the model's own.
func (m *Model) vars(optional bool) []kerasfile.Vars {
	var list []kerasfile.Vars
	for _, o := range m.owners() {
		if o.optional && !optional {
			continue
		}
		v := kerasfile.Vars{Path: o.path, Name: o.name}
		for _, x := range o.vars {
			v.Tensors = append(v.Tensors, x.Store())
		}
		list = append(list, v)
	}
	return list
}

// An owner is what has variables of its own in a file of weights.
type owner struct {
	path, name, class string
	vars              []*ops.Variable
	optional          bool // Keras has no such thing in its files
}

// wrap says in an error whose variables it is about.
func (o owner) wrap(err error) error {
	return fmt.Errorf("%s %q: group %q: %w", o.class, o.name, o.path+"/vars", err)
}

// optimizerPath is where the optimizer's variables stand in a file of weights.
const optimizerPath = "optimizer"

// owners returns all that has a place in the model's file of weights.
func (m *Model) owners() []owner {
	list := ownersIn(m, "", map[layers.Layer]bool{})
	if m.compiled != nil {
		o := m.compiled.options.Optimizer
		list = append(list,
			owner{path: optimizerPath, name: optimizers.NameOf(o), class: "optimizer", vars: optimizers.Variables(o)},
			owner{path: "order", name: "order", class: "order of samples", vars: []*ops.Variable{m.compiled.order}, optional: true})
	}
	return list
}

func ownersIn(l layers.Layer, path string, seen map[layers.Layer]bool) []owner {
	if seen[l] {
		return nil
	}
	seen[l] = true
	o := owner{path: path, name: layers.NameOf(l), class: layers.ClassOf(l), vars: layers.OwnWeights(l)}
	list := []owner{o}
	if state := layers.OwnState(l); len(state) > 0 {
		o.path, o.vars, o.optional = strings.TrimPrefix(path+"/state", "/"), state, true
		list = append(list, o)
	}
	for _, c := range layers.Children(l) {
		key := c.Key
		if path != "" {
			key = path + "/" + key
		}
		list = append(list, ownersIn(c.Layer, key, seen)...)
	}
	return list
}

// configText returns the model as config.json has it.
func (m *Model) configText() ([]byte, error) {
	o, err := m.object()
	if err != nil {
		return nil, err
	}
	if c := m.compiled; c != nil {
		o.Extra.Set("compile_config", m.compileConfig())
	}
	return config.Encode(o)
}

// ToJSON returns the model's layers and their settings, and how it is compiled, as JSON,
// without weights, as Keras's to_json does.
func (m *Model) ToJSON() (string, error) {
	m.nameLayers()
	m.weights.RLock()
	defer m.weights.RUnlock()
	text, err := m.configText()
	return string(bytes.TrimSpace(text)), err
}

// object returns the model as an object of Keras.
func (m *Model) object() (*config.Object, error) {
	o, err := config.Marshal(m)
	if err != nil {
		return nil, err
	}
	if c := buildConfig(m); c != nil {
		o.Extra.Set("build_config", c)
	}
	return o, nil
}

// MarshalConfig returns the model's config: its layers, with the shapes that they
// are built for.
func (m *Model) MarshalConfig() (any, error) {
	m.nameLayers()
	base, err := config.Fields(&m.Base)
	if err != nil {
		return nil, err
	}
	base.Set("name", layers.NameOf(m))
	if m.functional {
		if err := m.connected(); err != nil {
			return nil, err
		}
		base.Set("trainable", layers.IsTrainable(m))
		if err := m.declared.config(&base); err != nil {
			return nil, err
		}
		if !layers.IsTrainable(m) {
			freeze(base)
		}
		return base, nil
	}
	list := make([]any, 0, len(m.stack))
	for _, l := range m.stack {
		o, err := layerObject(l)
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	base.Set("layers", list)
	if !layers.IsTrainable(m) {
		freeze(base)
	}
	if m.net != nil {
		base.Set("build_input_shape", m.net.inputs[0].Shape)
	}
	return base, nil
}

// assign copies arrays into variables, all or none.
func assign(vars []*ops.Variable, values []*tensor.Tensor) error {
	if err := fits(vars, values); err != nil {
		return err
	}
	for i, v := range vars {
		if err := v.Assign(values[i]); err != nil {
			return err
		}
	}
	return nil
}

// fits returns an error unless arrays are such as can be assigned to variables.
func fits[T interface{ Shape() tensor.Shape }](vars []*ops.Variable, values []T) error {
	if len(values) != len(vars) {
		return fmt.Errorf("received %d variables, expected %d", len(values), len(vars))
	}
	for i, v := range vars {
		if !values[i].Shape().Equal(v.Shape()) {
			return fmt.Errorf("variable %d (%s): received shape %v, expected %v", i, v.Path, values[i].Shape(), v.Shape())
		}
	}
	return nil
}

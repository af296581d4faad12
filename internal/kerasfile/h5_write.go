package kerasfile

import (
	"io"
	"slices"

	"github.com/gokeras/keras/internal/hdf5"
	"github.com/gokeras/keras/tensor"
)

// A Model is what a .h5 file of the older format holds, in Keras's order.
type Model struct {
	Config, Training []byte // nil in a file of weights
	Layers           []Named
	Optimizer        []Variable
}

// Named is the weights of one layer.
type Named struct {
	Name    string
	Weights []Variable
}

// A Variable is an array and its name, which is a path.
type Variable struct {
	Path  string
	Value *tensor.Tensor
}

// WriteTo implements [io.WriterTo].
func (m *Model) WriteTo(w io.Writer) (int64, error) {
	f := hdf5.NewWriter()
	root := f.Root()
	top := root
	if m.Config != nil {
		root.SetAttr("keras_version", kerasVersion)
		root.SetAttr("backend", backend)
		root.SetAttr("model_config", m.Config)
		top = f.Group(modelGroup)
	}
	if m.Training != nil {
		root.SetAttr("training_config", m.Training)
	}
	top.SetAttr("backend", []byte(backend))
	top.SetAttr("keras_version", []byte(kerasVersion))
	var names []string
	for _, l := range m.Layers {
		names = append(names, l.Name)
	}
	top.SetStrings("layer_names", names)
	for _, l := range append(slices.Clone(m.Layers), Named{Name: topGroup}) {
		writeGroup(top.Group(l.Name), l.Weights)
	}
	if len(m.Optimizer) > 0 {
		writeGroup(f.Group(optimizerGroup), m.Optimizer)
	}
	return f.WriteTo(w)
}

// backend is what the files say of where they come from: weights are as TensorFlow has
// them, not turned around as Theano's.
const backend = "tensorflow"

func writeGroup(g *hdf5.GroupWriter, list []Variable) {
	var names []string
	for _, v := range list {
		names = append(names, v.Path)
		dataset(g, v.Path, v.Value)
	}
	g.SetStrings("weight_names", names)
}

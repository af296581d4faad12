package layers

import (
	"errors"
	"strings"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// Base holds what every layer has. Embed it in a layer's struct.
type Base struct {
	// Name is the layer's name, which no other layer of a model has.
	// Default: the name of the class in snake case, with a number if need be.
	Name string `json:"name"`

	// Trainable says whether training changes the layer's weights. It counts
	// when a model is compiled. Default: true.
	Trainable *bool `json:"trainable" keras:"default=true"`

	// DType is the type in which the layer computes and keeps its weights,
	// "float32" or "float64". Default: "float32".
	DType string `json:"dtype" keras:"default=float32"`

	// ActivityRegularizer is a penalty on the layer's output, divided by the
	// batch's size. That of each call counts, as in Keras on TensorFlow and Torch; on JAX
	// the last call of a shared layer alone does. Default: none.
	ActivityRegularizer regularizers.Regularizer `json:"activity_regularizer"`

	state state
}

// state is what a layer has once it is built.
type state struct {
	built    bool
	name     string // as given or made up
	path     string // the names of the layer and those it is in, with slashes
	rand     *random.Generator
	weights  []*ops.Variable
	seeds    []*ops.Variable
	memory   []*ops.Variable // of a stateful recurrence
	shared   []*ops.Variable // weights of layers within this one that files have here too
	children []Child
	errs     []error // of Build
	room     *room   // what weights may still take; nil for any
	in       []tensor.Shape
}

// A Child is a layer within a layer.
type Child struct {
	// Key is where the child stands in a file of weights, below its parent:
	// "cell", say, or "layers/dense_1".
	Key   string
	Layer Layer
}

// Named returns a Base with the given name: layers.Dense{Base: layers.Named("digits"), …}.
func Named(name string) Base { return Base{Name: name} }

func (b *Base) base() *Base { return b }

// Build implements [Layer] for layers without weights.
func (b *Base) Build(tensor.Shape) error { return nil }

// computeDType returns the type that DType names.
func (b *Base) computeDType() tensor.DType {
	if b.DType == "float64" {
		return tensor.Float64
	}
	return tensor.Float32
}

// validate checks the settings of Base.
func (b *Base) validate() error {
	var errs []error
	switch b.DType {
	case "", "float32", "float64":
	default:
		errs = append(errs, received("DType", b.DType, `"float32" or "float64"`))
	}
	if strings.Contains(b.Name, "/") {
		errs = append(errs, received("Name", b.Name, `a name without "/"`))
	}
	return errors.Join(errs...)
}

// SetDType replaces DType in the settings of a layer that isn't built yet.
func SetDType(l Layer, dtype string) { l.base().DType = dtype }

// NameOf returns the name of l: the one given, or the one that a model made up.
func NameOf(l Layer) string {
	if b := l.base(); b.Name == "" {
		return b.state.name
	} else {
		return b.Name
	}
}

// HasOwnName tells whether l has a name that was given and not made up.
func HasOwnName(l Layer) bool { return l.base().Name != "" }

// SetName gives l a made-up name, which it keeps if it has none of its own.
func SetName(l Layer, name string) {
	b := l.base()
	before := NameOf(l)
	b.state.name = name
	if after := NameOf(l); b.state.built && after != before {
		rename(l, b.state.path, strings.TrimSuffix(b.state.path, before)+after, map[Layer]bool{})
	}
}

// rename puts another path in place of the one of l, and where those of its weights
// and of the layers within it begin with it.
func rename(l Layer, from, to string, seen map[Layer]bool) {
	st := &l.base().state
	if seen[l] || !strings.HasPrefix(st.path, from) {
		return
	}
	seen[l] = true
	st.path = to + strings.TrimPrefix(st.path, from)
	for _, list := range [][]*ops.Variable{st.weights, st.seeds, st.memory} {
		for _, v := range list {
			v.Path = st.path + "/" + v.Name
		}
	}
	for _, c := range st.children {
		rename(c.Layer, from, to, seen)
	}
}

// SetTrainable replaces Trainable in the settings of l, whatever its class, as in
//
//	for _, l := range model.Layers()[:10] {
//		layers.SetTrainable(l, false)
//	}
//
// Layers within one that isn't trainable aren't trained either, whatever they say. It
// counts when a model is compiled.
func SetTrainable(l Layer, trainable bool) { l.base().Trainable = &trainable }

// IsTrainable tells whether training changes l's weights.
func IsTrainable(l Layer) bool { t := l.base().Trainable; return t == nil || *t }

// IsBuilt tells whether l has its weights, if it ever gets any.
func IsBuilt(l Layer) bool {
	_, weightless := l.(Weightless)
	return weightless || l.base().state.built
}

// InputShapes returns the shapes that l was built for.
func InputShapes(l Layer) []tensor.Shape { return l.base().state.in }

// DTypeOf returns the type in which l computes, to which floating-point inputs are
// converted.
func DTypeOf(l Layer) tensor.DType {
	if in, ok := l.(*Input); ok {
		return in.Type
	}
	return l.base().computeDType()
}

// Children returns the layers within l.
func Children(l Layer) []Child { return l.base().state.children }

// Unbuild makes l one that isn't built, because what it is made of has changed.
// The layers within it stay built.
func Unbuild(l Layer) { st := &l.base().state; *st = state{name: st.name} }

package layers

import (
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// A Function is a function of package ops between the layers of a model. Nobody
// makes one by hand: ops called with symbolic values become Functions when a model
// is made of them.
type Function struct {
	op ops.Operation

	MultiBase
}

// NewFunction returns the layer of an operation.
func NewFunction(op ops.Operation) *Function {
	f := &Function{op: op}
	f.state.built = true
	return f
}

// Operation returns what the layer computes.
func (f *Function) Operation() ops.Operation { return f.op }

// Class returns the class of the operation in Keras.
func (f *Function) Class() *ops.Class { return ops.ClassOf(f.op) }

// Object returns the layer as an object of Keras.
func (f *Function) Object() (*config.Object, error) {
	c := f.Class()
	settings := config.Map{{Key: "name", Value: NameOf(f)}}
	if !c.Plain {
		fields, err := config.Fields(f.op)
		if err != nil {
			return nil, errorOf(f, err)
		}
		settings = append(settings, fields...)
	}
	return &config.Object{Module: c.Module, ClassName: c.Name, Config: settings, RegisteredName: c.Name}, nil
}

// CallAll implements [Multi].
func (f *Function) CallAll(_ *ops.Trace, in []*ops.Value) []*ops.Value { return f.op.Apply(in) }

// Weightless says that the layer never has weights.
func (*Function) Weightless() {}

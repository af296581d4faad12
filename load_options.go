package keras

import (
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/tensor"
)

// LoadOptions says how Load, LoadFS, Read and FromJSON go about it.
type LoadOptions struct {
	// CustomObjects makes types known for this call alone, which [Register] makes known for
	// all: by the name of the class in the file, "Lion" or "mypackage>Lion", a pointer to a
	// struct of the type, of which nothing else counts. A name that a class of Keras or a
	// registered one has is an error. To save such a model, register the type. Default: none.
	CustomObjects map[string]any

	// Compile says whether a model that was compiled when it was saved is compiled, and takes
	// the state of its optimizer. Default: true.
	Compile *bool

	// DType is the type in which all layers compute and keep their weights, in place of
	// those in the file: "float32" or "float64". Inputs that are floating-point numbers get
	// it too. Models of half precision, of Keras's policies float16, bfloat16 and mixed_float16,
	// can be read in this way alone. Default: "", the file's.
	DType string

	// MaxMemory is how many bytes the weights may take. A file can't have more than it has
	// room for anyway; the config that FromJSON reads can.
	// Default: no limit but the file's; for FromJSON 1 GiB.
	MaxMemory int64
}

// maxFromJSON is LoadOptions.MaxMemory of FromJSON.
const maxFromJSON = 1 << 30

// loadOptions returns the options of a call, which may have none.
func loadOptions(list []LoadOptions) (LoadOptions, error) {
	var o LoadOptions
	if len(list) > 0 {
		o = list[0]
	}
	switch o.DType {
	case "", "float32", "float64":
	default:
		return o, fmt.Errorf("DType: received %q, expected \"float32\" or \"float64\"", o.DType)
	}
	if o.MaxMemory < 0 {
		return o, fmt.Errorf("MaxMemory: received %d, expected a positive number of bytes", o.MaxMemory)
	}
	return o, new(config.Decoder).Custom(o.CustomObjects)
}

// compile tells whether the model is to be compiled.
func (o LoadOptions) compile() bool { return o.Compile == nil || *o.Compile }

// decoder returns what reads the config.
func (o LoadOptions) decoder() (*config.Decoder, error) {
	d := &config.Decoder{}
	if o.DType != "" {
		d.Made = func(object any) {
			switch l := object.(type) {
			case *layers.Input:
				if l.Type.IsFloat() {
					l.Type, _ = tensor.ParseDType(o.DType)
				}
			case layers.Layer:
				layers.SetDType(l, o.DType)
			}
		}
	}
	return d, d.Custom(o.CustomObjects)
}

// restore says that the model's weights come from a file that has room for so many bytes.
func (o LoadOptions) restore(room int64) func(*Model) {
	return func(m *Model) {
		layers.Restore(m, room)
		o.limit(m)
	}
}

// limit holds the model to MaxMemory.
func (o LoadOptions) limit(m *Model) {
	if o.MaxMemory > 0 {
		layers.Limit(m, o.MaxMemory)
	}
}

package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Input says what goes into a model. It is Keras's InputLayer; keras.Input
// makes one from a shape.
type Input struct {
	// Shape is the shape of a sample, without the batch. tensor.Unknown stands
	// for a size that differs between batches. Default: a scalar.
	Shape tensor.Shape `json:"-"`

	// BatchSize is the size of every batch. Default: any size.
	BatchSize int `json:"-"`

	// Type is the type of the elements, to which those of a batch are
	// converted. Default: tensor.Float32.
	Type tensor.DType `json:"-"`

	// Optional says that the input may be missing. Default: false.
	Optional bool `json:"optional"`

	Base

	value *ops.Value
}

var _ = register[Input]()

// Value returns what stands for the input in a model that is being declared. It
// is the same at every call.
func (i *Input) Value() *ops.Value {
	if i.value == nil {
		c := graph.NewCall(i)
		if c.Err = Validate(i); c.Err != nil {
			i.value = c.Declare(ops.Type{})[0]
			return i.value
		}
		i.value = c.Declare(ops.Type{DType: i.Type, Shape: i.BatchShape()})[0]
	}
	return i.value
}

// Values returns [Input.Value].
func (i *Input) Values() []*ops.Value { return []*ops.Value{i.Value()} }

// ClassName returns the name of the class in Keras.
func (*Input) ClassName() string { return "InputLayer" }

// BatchShape returns the shape of a batch.
func (i *Input) BatchShape() tensor.Shape {
	n := tensor.Unknown
	if i.BatchSize > 0 {
		n = i.BatchSize
	}
	return append(tensor.Shape{n}, i.Shape...)
}

// Validate implements [Validator].
func (i *Input) Validate() error {
	var errs []error
	for j, d := range i.Shape {
		if d <= 0 && d != tensor.Unknown {
			errs = append(errs, received(fmt.Sprintf("Shape[%d]", j), d, "a positive number or tensor.Unknown"))
		}
	}
	if i.BatchSize < 0 {
		errs = append(errs, received("BatchSize", i.BatchSize, "a positive number, or 0 for any"))
	}
	if i.DType != "" {
		errs = append(errs, received("DType", i.DType, "none: Type says what an Input converts to"))
	}
	return errors.Join(errs...)
}

// Call implements [Layer]: it converts x to Type.
func (i *Input) Call(_ *ops.Trace, x *ops.Value) *ops.Value { return ops.Cast(x, i.Type) }

// Weightless says that the layer never has weights.
func (*Input) Weightless() {}

// PassesMask says that the output has the mask of the input.
func (*Input) PassesMask() {}

// inputConfig is the config of an InputLayer.
type inputConfig struct {
	BatchShape tensor.Shape `json:"batch_shape" keras:"default=null;always;alias=batch_input_shape"`
	Shape      tensor.Shape `json:"shape"`
	BatchSize  *int         `json:"batch_size"`
	DType      string       `json:"dtype" keras:"default=float32;always;plain"`
	Sparse     bool         `json:"sparse" keras:"default=false;always"`
	Ragged     bool         `json:"ragged"`
	Optional   bool         `json:"optional"`
	Name       string       `json:"name"`
}

// MarshalConfig writes the config as Keras does.
func (i *Input) MarshalConfig() (any, error) {
	return config.Fields(&inputConfig{
		BatchShape: i.BatchShape(), DType: i.Type.String(), Optional: i.Optional, Name: NameOf(i),
	})
}

// DecodeConfig reads the config of Keras.
func (i *Input) DecodeConfig(d *config.Decoder, tree any) error {
	m, ok := tree.(config.Map)
	if !ok {
		return errors.New("expected an object of keys")
	}
	var c inputConfig
	if err := d.Fields(m, &c); err != nil {
		return err
	}
	if c.Sparse || c.Ragged {
		return errors.New("sparse and ragged inputs are not supported")
	}
	*i = Input{Shape: c.Shape, Optional: c.Optional, Base: Named(c.Name)}
	if c.BatchSize != nil {
		i.BatchSize = *c.BatchSize
	}
	if len(c.BatchShape) > 0 {
		i.Shape, i.BatchSize = c.BatchShape[1:], max(c.BatchShape[0], 0)
	}
	if c.DType != "" {
		dt, err := tensor.ParseDType(c.DType)
		if err != nil {
			return err
		}
		i.Type = dt
	}
	return nil
}

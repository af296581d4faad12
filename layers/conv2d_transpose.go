package layers

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// Conv2DTranspose goes the way of a [Conv2D] back: it has the shapes of that one's
// gradient, so that strides make images larger:
//
//	y = Activation(x ⋆ᵀ kernel + bias)
//
// Input [batch, height, width, channels], output [batch, height', width', Filters]; in
// the other data format the channels come after the batch. With padding "same" the
// output has height·stride rows, with "valid" height·stride + max(size-stride, 0), where
// size is the kernel's extent with its dilation; unless OutputPadding says otherwise. Its
// weights are kernel [kernel height, kernel width, Filters, channels] and, unless UseBias
// is false, bias [Filters].
type Conv2DTranspose struct {
	// Filters is the number of the output's channels. Required.
	Filters int `json:"filters"`

	// KernelSize is the kernel's size along each axis of space; one number stands
	// for all. Required.
	KernelSize []int `json:"kernel_size"`

	// Strides is how far places of the output that neighbours in the input give
	// are apart along each axis; one number stands for all. Default: 1.
	Strides []int `json:"strides"`

	// Padding is that of the convolution whose way is gone back, "valid" or "same".
	// Default: "valid".
	Padding string `json:"padding" keras:"default=valid"`

	// OutputPadding is how much is added to the output's end along each axis, less
	// than the stride; one number stands for all. Default: what makes the
	// shapes above.
	OutputPadding []int `json:"output_padding"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	// DilationRate is how far elements of the kernel are apart along each axis; one
	// number stands for all. Strides are 1 if it isn't. Default: 1.
	DilationRate []int `json:"dilation_rate"`

	// Activation ends the layer. Default: activations.Linear.
	Activation activations.Name `json:"activation" keras:"default=linear"`

	// UseBias says whether a bias is added. Default: true.
	UseBias *bool `json:"use_bias" keras:"default=true"`

	// KernelInitializer gives the first kernel. Default: GlorotUniform.
	KernelInitializer initializers.Initializer `json:"kernel_initializer" keras:"default=GlorotUniform"`

	// BiasInitializer gives the first bias. Default: Zeros.
	BiasInitializer initializers.Initializer `json:"bias_initializer" keras:"default=Zeros"`

	// KernelRegularizer is a penalty on the kernel. Default: none.
	KernelRegularizer regularizers.Regularizer `json:"kernel_regularizer"`

	// BiasRegularizer is a penalty on the bias. Default: none.
	BiasRegularizer regularizers.Regularizer `json:"bias_regularizer"`

	// KernelConstraint limits the kernel. Default: none.
	KernelConstraint constraints.Constraint `json:"kernel_constraint"`

	// BiasConstraint limits the bias. Default: none.
	BiasConstraint constraints.Constraint `json:"bias_constraint"`

	Base

	kernel, bias *ops.Variable
}

var _ = register[Conv2DTranspose]("Convolution2DTranspose")

// Validate implements [Validator].
func (c *Conv2DTranspose) Validate() error { return c.validate(2) }

// Build implements [Layer].
func (c *Conv2DTranspose) Build(in tensor.Shape) error { return c.build(in, 2) }

// Call implements [Layer].
func (c *Conv2DTranspose) Call(t *ops.Trace, x *ops.Value) *ops.Value { return c.call(t, x, 2) }

// MarshalConfig writes a number for each axis.
func (c *Conv2DTranspose) MarshalConfig() (any, error) { return c.config(2) }

func (c *Conv2DTranspose) window(space int) window {
	return window{layout{space, c.DataFormat}, "KernelSize", c.KernelSize, c.Strides, c.DilationRate, c.Padding}
}

// outputPadding returns OutputPadding for each axis, nil for the default.
func (c *Conv2DTranspose) outputPadding(space int) []int {
	if c.OutputPadding == nil {
		return nil
	}
	return perAxis(c.OutputPadding, space, 0)
}

func (c *Conv2DTranspose) validate(space int) error {
	w := c.window(space)
	errs := []error{
		w.validate(), w.padded("valid", "same"), w.dense(), checkActivation(c.Activation),
		checkPerAxis("OutputPadding", c.OutputPadding, space, 0),
	}
	if c.Filters <= 0 {
		errs = append(errs, received("Filters", c.Filters, "a positive number"))
	}
	if errors.Join(errs...) == nil {
		strides := w.full().strides
		for i, p := range c.outputPadding(space) {
			if p >= strides[i] {
				errs = append(errs, received(fmt.Sprintf("OutputPadding[%d]", i), p, fmt.Sprintf("less than the stride, %d", strides[i])))
			}
		}
	}
	return errors.Join(errs...)
}

func (c *Conv2DTranspose) build(in tensor.Shape, space int) error {
	w := c.window(space).full()
	n, err := w.channels(in)
	if err != nil {
		return err
	}
	c.kernel = c.AddWeight(Weight{
		Name: "kernel", Shape: slices.Concat(w.size, []int{c.Filters, n}),
		Initializer: c.KernelInitializer, Regularizer: c.KernelRegularizer, Constraint: c.KernelConstraint,
	})
	c.bias = c.addBias(c.UseBias, c.Filters, c.BiasInitializer, c.BiasRegularizer, c.BiasConstraint)
	return nil
}

func (c *Conv2DTranspose) call(t *ops.Trace, x *ops.Value, space int) *ops.Value {
	w := c.window(space).full()
	w.mustFit(x)
	y := ops.ConvTranspose(x, t.Get(c.kernel), ops.ConvTransposeOptions{
		Strides: w.strides, Padding: w.padding, DataFormat: w.format, Dilation: w.dilation,
		OutputPadding: c.outputPadding(space),
	})
	return w.finish(t, y, c.bias, c.Activation)
}

func (c *Conv2DTranspose) config(space int) (any, error) {
	d, w := *c, c.window(space).full()
	d.KernelSize, d.Strides, d.DilationRate, d.Padding, d.DataFormat = w.size, w.strides, w.dilation, w.padding, w.format
	d.OutputPadding = c.outputPadding(space)
	return config.Fields(&d)
}

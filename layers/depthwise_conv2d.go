package layers

import (
	"cmp"
	"errors"
	"slices"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// DepthwiseConv2D is a convolution of each channel of images alone:
//
//	y = Activation(x ⋆ kernel + bias)
//
// Input [batch, height, width, channels], output [batch, height', width',
// channels·DepthMultiplier], those of one channel next to each other; in the other data
// format the channels come after the batch. With padding "same" the output has
// ⌈height/stride⌉ rows, with "valid" as many as places at which the kernel lies within
// the image. Its weights are kernel [kernel height, kernel width, channels,
// DepthMultiplier] and, unless UseBias is false, bias [channels·DepthMultiplier].
type DepthwiseConv2D struct {
	// KernelSize is the kernel's size along each axis of space; one number stands
	// for all. Required.
	KernelSize []int `json:"kernel_size"`

	// Strides is how far the kernel moves from one place of the output to the next
	// along each axis; one number stands for all. Default: 1.
	Strides []int `json:"strides"`

	// Padding says what lies outside of the input: "valid" is nothing, so that the
	// kernel stays inside; "same" is zeros, as many at the beginning as at the end, or
	// one less. Default: "valid".
	Padding string `json:"padding" keras:"default=valid"`

	// DepthMultiplier is how many channels of the output each channel of the input
	// gives. Default: 1.
	DepthMultiplier int `json:"depth_multiplier" keras:"default=1"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	// DilationRate is how far elements of the kernel are apart along each axis; one
	// number stands for all. Default: 1.
	DilationRate []int `json:"dilation_rate"`

	// Activation ends the layer. Default: activations.Linear.
	Activation activations.Name `json:"activation" keras:"default=linear"`

	// UseBias says whether a bias is added. Default: true.
	UseBias *bool `json:"use_bias" keras:"default=true"`

	// DepthwiseInitializer gives the first kernel. Default: GlorotUniform.
	DepthwiseInitializer initializers.Initializer `json:"depthwise_initializer" keras:"default=GlorotUniform"`

	// BiasInitializer gives the first bias. Default: Zeros.
	BiasInitializer initializers.Initializer `json:"bias_initializer" keras:"default=Zeros"`

	// DepthwiseRegularizer is a penalty on the kernel. Default: none.
	DepthwiseRegularizer regularizers.Regularizer `json:"depthwise_regularizer"`

	// BiasRegularizer is a penalty on the bias. Default: none.
	BiasRegularizer regularizers.Regularizer `json:"bias_regularizer"`

	// DepthwiseConstraint limits the kernel. Default: none.
	DepthwiseConstraint constraints.Constraint `json:"depthwise_constraint"`

	// BiasConstraint limits the bias. Default: none.
	BiasConstraint constraints.Constraint `json:"bias_constraint"`

	Base

	kernel, bias *ops.Variable
}

var _ = register[DepthwiseConv2D]()

// Validate implements [Validator].
func (c *DepthwiseConv2D) Validate() error { return c.validate(2) }

// Build implements [Layer].
func (c *DepthwiseConv2D) Build(in tensor.Shape) error { return c.build(in, 2) }

// Call implements [Layer].
func (c *DepthwiseConv2D) Call(t *ops.Trace, x *ops.Value) *ops.Value { return c.call(t, x, 2) }

// MarshalConfig writes a number for each axis.
func (c *DepthwiseConv2D) MarshalConfig() (any, error) { return c.config(2) }

func (c *DepthwiseConv2D) window(space int) window {
	return window{layout{space, c.DataFormat}, "KernelSize", c.KernelSize, c.Strides, c.DilationRate, c.Padding}
}

func (c *DepthwiseConv2D) multiplier() int { return cmp.Or(c.DepthMultiplier, 1) }

func (c *DepthwiseConv2D) validate(space int) error {
	w := c.window(space)
	errs := []error{w.validate(), w.padded("valid", "same"), checkActivation(c.Activation)}
	if c.DepthMultiplier < 0 {
		errs = append(errs, received("DepthMultiplier", c.DepthMultiplier, "a positive number"))
	}
	return errors.Join(errs...)
}

func (c *DepthwiseConv2D) build(in tensor.Shape, space int) error {
	w := c.window(space).full()
	n, err := w.channels(in)
	if err != nil {
		return err
	}
	w.conv().OutputShape(in, w.size, n*c.multiplier()) // or an error
	c.kernel = c.AddWeight(Weight{
		Name: "kernel", Shape: slices.Concat(w.size, []int{n, c.multiplier()}),
		Initializer: c.DepthwiseInitializer, Regularizer: c.DepthwiseRegularizer, Constraint: c.DepthwiseConstraint,
	})
	c.bias = c.addBias(c.UseBias, n*c.multiplier(), c.BiasInitializer, c.BiasRegularizer, c.BiasConstraint)
	return nil
}

func (c *DepthwiseConv2D) call(t *ops.Trace, x *ops.Value, space int) *ops.Value {
	w := c.window(space)
	w.mustFit(x)
	return w.finish(t, ops.DepthwiseConv(x, t.Get(c.kernel), w.conv()), c.bias, c.Activation)
}

func (c *DepthwiseConv2D) config(space int) (any, error) {
	d, w := *c, c.window(space).full()
	d.KernelSize, d.Strides, d.DilationRate, d.Padding, d.DataFormat = w.size, w.strides, w.dilation, w.padding, w.format
	return config.Fields(&d)
}

package layers

import (
	"cmp"
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

// Conv2D is a convolution of images: a kernel moves over height and width, and each
// place of the output sees what lies under it:
//
//	y = Activation(x ⋆ kernel + bias)
//
// Input [batch, height, width, channels], output [batch, height', width', Filters]; in
// the other data format the channels come after the batch. With padding "same" the
// output has ⌈height/stride⌉ rows, with "valid" as many as places at which the kernel
// lies within the image. Its weights are kernel [kernel height, kernel width,
// channels/Groups, Filters] and, unless UseBias is false, bias [Filters].
type Conv2D struct {
	// Filters is the number of the output's channels. Required.
	Filters int `json:"filters"`

	// KernelSize is the kernel's size along each axis of space; one number stands
	// for all. Required.
	KernelSize []int `json:"kernel_size"`

	// Strides is how far the kernel moves from one place of the output to the next
	// along each axis; one number stands for all. Default: 1.
	Strides []int `json:"strides"`

	// Padding says what lies outside of the input: "valid" is nothing, so that the
	// kernel stays inside; "same" is zeros, as many at the beginning as at the end, or
	// one less; "causal", in a Conv1D, is zeros at the beginning, so that an
	// output depends on no later step. Default: "valid".
	Padding string `json:"padding" keras:"default=valid"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	// DilationRate is how far elements of the kernel are apart along each axis; one
	// number stands for all. Strides are 1 if it isn't. Default: 1.
	DilationRate []int `json:"dilation_rate"`

	// Groups is into how many groups the channels and the filters are divided, each
	// with a convolution of its own. Default: 1.
	Groups int `json:"groups" keras:"default=1"`

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

var _ = register[Conv2D]("Convolution2D")

// Validate implements [Validator].
func (c *Conv2D) Validate() error { return c.validate(2, "valid", "same") }

// Build implements [Layer].
func (c *Conv2D) Build(in tensor.Shape) error { return c.build(in, 2) }

// Call implements [Layer].
func (c *Conv2D) Call(t *ops.Trace, x *ops.Value) *ops.Value { return c.call(t, x, 2) }

// MarshalConfig writes a number for each axis.
func (c *Conv2D) MarshalConfig() (any, error) { return c.config(2) }

func (c *Conv2D) window(space int) window {
	return window{layout{space, c.DataFormat}, "KernelSize", c.KernelSize, c.Strides, c.DilationRate, c.Padding}
}

func (c *Conv2D) validate(space int, paddings ...string) error {
	w, groups := c.window(space), c.groups()
	errs := []error{w.validate(), w.padded(paddings...), w.dense(), checkActivation(c.Activation)}
	if c.Filters <= 0 {
		errs = append(errs, received("Filters", c.Filters, "a positive number"))
	}
	if groups < 0 {
		errs = append(errs, received("Groups", groups, "a positive number"))
	} else if c.Filters%groups != 0 {
		errs = append(errs, received("Groups", groups, fmt.Sprintf("a divisor of Filters, which is %d", c.Filters)))
	}
	return errors.Join(errs...)
}

func (c *Conv2D) groups() int { return cmp.Or(c.Groups, 1) }

func (c *Conv2D) build(in tensor.Shape, space int) error {
	w := c.window(space).full()
	n, err := w.channels(in)
	if err != nil {
		return err
	}
	if n%c.groups() != 0 {
		return received("Groups", c.groups(), fmt.Sprintf("a divisor of the %d channels of an input of shape %v", n, in))
	}
	w.conv().OutputShape(in, w.size, c.Filters) // or an error
	c.kernel = c.AddWeight(Weight{
		Name: "kernel", Shape: slices.Concat(w.size, []int{n / c.groups(), c.Filters}),
		Initializer: c.KernelInitializer, Regularizer: c.KernelRegularizer, Constraint: c.KernelConstraint,
	})
	c.bias = c.addBias(c.UseBias, c.Filters, c.BiasInitializer, c.BiasRegularizer, c.BiasConstraint)
	return nil
}

func (c *Conv2D) call(t *ops.Trace, x *ops.Value, space int) *ops.Value {
	w := c.window(space)
	w.mustFit(x)
	return w.finish(t, ops.Conv(x, t.Get(c.kernel), w.conv()), c.bias, c.Activation)
}

func (c *Conv2D) config(space int) (any, error) {
	d, w := *c, c.window(space).full()
	d.KernelSize, d.Strides, d.DilationRate, d.Padding, d.DataFormat = w.size, w.strides, w.dilation, w.padding, w.format
	return config.Fields(&d)
}

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

// SeparableConv2D is a convolution of each channel of images alone, and then one that
// joins the channels at each place:
//
//	y = Activation(x ⋆ depthwise kernel ⋆ pointwise kernel + bias)
//
// It has far fewer weights than a [Conv2D] (Chollet, 2017). Input [batch, height, width,
// channels], output [batch, height', width', Filters]; in the other data format the
// channels come after the batch. With padding "same" the output has ⌈height/stride⌉ rows,
// with "valid" as many as places at which the kernel lies within the image. Its weights
// are depthwise_kernel [kernel height, kernel width, channels, DepthMultiplier],
// pointwise_kernel [1, 1, channels·DepthMultiplier, Filters] and, unless UseBias is
// false, bias [Filters].
type SeparableConv2D struct {
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
	// one less. Default: "valid".
	Padding string `json:"padding" keras:"default=valid"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	// DilationRate is how far elements of the kernel are apart along each axis; one
	// number stands for all. Default: 1.
	DilationRate []int `json:"dilation_rate"`

	// DepthMultiplier is how many channels between the two convolutions each channel of the input
	// gives. Default: 1.
	DepthMultiplier int `json:"depth_multiplier" keras:"default=1"`

	// Activation ends the layer. Default: activations.Linear.
	Activation activations.Name `json:"activation" keras:"default=linear"`

	// UseBias says whether a bias is added. Default: true.
	UseBias *bool `json:"use_bias" keras:"default=true"`

	// DepthwiseInitializer gives the first depthwise kernel. Default: GlorotUniform.
	DepthwiseInitializer initializers.Initializer `json:"depthwise_initializer" keras:"default=GlorotUniform"`

	// PointwiseInitializer gives the first pointwise kernel. Default: GlorotUniform.
	PointwiseInitializer initializers.Initializer `json:"pointwise_initializer" keras:"default=GlorotUniform"`

	// BiasInitializer gives the first bias. Default: Zeros.
	BiasInitializer initializers.Initializer `json:"bias_initializer" keras:"default=Zeros"`

	// DepthwiseRegularizer is a penalty on the depthwise kernel. Default: none.
	DepthwiseRegularizer regularizers.Regularizer `json:"depthwise_regularizer"`

	// PointwiseRegularizer is a penalty on the pointwise kernel. Default: none.
	PointwiseRegularizer regularizers.Regularizer `json:"pointwise_regularizer"`

	// BiasRegularizer is a penalty on the bias. Default: none.
	BiasRegularizer regularizers.Regularizer `json:"bias_regularizer"`

	// DepthwiseConstraint limits the depthwise kernel. Default: none.
	DepthwiseConstraint constraints.Constraint `json:"depthwise_constraint"`

	// PointwiseConstraint limits the pointwise kernel. Default: none.
	PointwiseConstraint constraints.Constraint `json:"pointwise_constraint"`

	// BiasConstraint limits the bias. Default: none.
	BiasConstraint constraints.Constraint `json:"bias_constraint"`

	Base

	depthwise, pointwise, bias *ops.Variable
}

var _ = register[SeparableConv2D]("SeparableConvolution2D")

// Validate implements [Validator].
func (s *SeparableConv2D) Validate() error { return s.validate(2) }

// Build implements [Layer].
func (s *SeparableConv2D) Build(in tensor.Shape) error { return s.build(in, 2) }

// Call implements [Layer].
func (s *SeparableConv2D) Call(t *ops.Trace, x *ops.Value) *ops.Value { return s.call(t, x, 2) }

// MarshalConfig writes a number for each axis.
func (s *SeparableConv2D) MarshalConfig() (any, error) { return s.config(2) }

func (s *SeparableConv2D) window(space int) window {
	return window{layout{space, s.DataFormat}, "KernelSize", s.KernelSize, s.Strides, s.DilationRate, s.Padding}
}

func (s *SeparableConv2D) multiplier() int { return cmp.Or(s.DepthMultiplier, 1) }

func (s *SeparableConv2D) validate(space int) error {
	w := s.window(space)
	errs := []error{w.validate(), w.padded("valid", "same"), checkActivation(s.Activation)}
	if s.Filters <= 0 {
		errs = append(errs, received("Filters", s.Filters, "a positive number"))
	}
	if s.DepthMultiplier < 0 {
		errs = append(errs, received("DepthMultiplier", s.DepthMultiplier, "a positive number"))
	}
	return errors.Join(errs...)
}

func (s *SeparableConv2D) build(in tensor.Shape, space int) error {
	w := s.window(space).full()
	n, err := w.channels(in)
	if err != nil {
		return err
	}
	w.conv().OutputShape(in, w.size, s.Filters) // or an error
	s.depthwise = s.AddWeight(Weight{
		Name: "depthwise_kernel", Shape: slices.Concat(w.size, []int{n, s.multiplier()}),
		Initializer: s.DepthwiseInitializer, Regularizer: s.DepthwiseRegularizer, Constraint: s.DepthwiseConstraint,
	})
	s.pointwise = s.AddWeight(Weight{
		Name: "pointwise_kernel", Shape: slices.Concat(perAxis(nil, space, 1), []int{n * s.multiplier(), s.Filters}),
		Initializer: s.PointwiseInitializer, Regularizer: s.PointwiseRegularizer, Constraint: s.PointwiseConstraint,
	})
	s.bias = s.addBias(s.UseBias, s.Filters, s.BiasInitializer, s.BiasRegularizer, s.BiasConstraint)
	return nil
}

func (s *SeparableConv2D) call(t *ops.Trace, x *ops.Value, space int) *ops.Value {
	w := s.window(space)
	w.mustFit(x)
	y := ops.SeparableConv(x, t.Get(s.depthwise), t.Get(s.pointwise), w.conv())
	return w.finish(t, y, s.bias, s.Activation)
}

func (s *SeparableConv2D) config(space int) (any, error) {
	d, w := *s, s.window(space).full()
	d.KernelSize, d.Strides, d.DilationRate, d.Padding, d.DataFormat = w.size, w.strides, w.dilation, w.padding, w.format
	return config.Fields(&d)
}

package layers

import (
	"errors"
	"slices"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// SpatialDropout2D is a [Dropout] of whole channels: neighbours in an image are much
// alike, so that dropping one of them alone would drop little (Tompson et al., 2014).
//
// Input [batch, height, width, channels], or [batch, channels, height, width] in the
// other data format; output of the same shape.
type SpatialDropout2D struct {
	// Rate is the probability that a channel is dropped, in [0, 1]. Required.
	Rate float64 `json:"rate" keras:"default=0;always"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	// Seed is where the random numbers begin. Default: one that the model gives.
	Seed *int64 `json:"seed"`

	Base

	seed *ops.Variable
}

var _ = register[SpatialDropout2D]()

// Validate implements [Validator].
func (d *SpatialDropout2D) Validate() error {
	return errors.Join((&Dropout{Rate: d.Rate}).Validate(), layout{2, d.DataFormat}.validate())
}

// Build implements [Layer].
func (d *SpatialDropout2D) Build(in tensor.Shape) error { return d.build(in, 2) }

// Call implements [Layer].
func (d *SpatialDropout2D) Call(t *ops.Trace, x *ops.Value) *ops.Value { return d.call(t, x, 2) }

// MarshalConfig leaves out what Keras doesn't read.
func (d *SpatialDropout2D) MarshalConfig() (any, error) { return withoutTrainable(d) }

// PassesMask says that the output has the mask of the input.
func (*SpatialDropout2D) PassesMask() {}

// Weightless says that the layer never has weights.
func (*SpatialDropout2D) Weightless() {}

func (d *SpatialDropout2D) build(in tensor.Shape, space int) error {
	if d.Rate > 0 {
		d.seed = d.AddSeed(d.Seed)
	}
	return layout{space, d.DataFormat}.check(in)
}

func (d *SpatialDropout2D) call(t *ops.Trace, x *ops.Value, space int) *ops.Value {
	l := layout{space, d.DataFormat}
	l.mustFit(x)
	noise := x.Shape.Clone()
	for _, at := range l.axes() {
		noise[at] = 1
	}
	return (&Dropout{Rate: d.Rate, NoiseShape: noise, seed: d.seed}).Call(t, x)
}

// withoutTrainable returns the config of a layer of which Keras doesn't read whether it
// is trainable: it has no weights.
func withoutTrainable(l Layer) (any, error) {
	fields, err := config.Fields(l)
	return slices.DeleteFunc(fields, func(e config.Entry) bool { return e.Key == "trainable" }), err
}

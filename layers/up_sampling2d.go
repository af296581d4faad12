package layers

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// UpSampling2D makes images larger: each becomes Size times as high and wide.
//
// Input [batch, height, width, channels], output [batch, height·Size[0], width·Size[1],
// channels]; in the other data format the channels come after the batch.
type UpSampling2D struct {
	// Size is how much larger images become along each axis; one number stands for
	// both. Default: 2.
	Size []int `json:"size"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	// Interpolation is what lies between the pixels: "nearest" repeats them,
	// "bilinear", "bicubic", "lanczos3" and "lanczos5" are smooth.
	// Default: "nearest".
	Interpolation string `json:"interpolation" keras:"default=nearest"`

	Base
}

var _ = register[UpSampling2D]()

var interpolations = []string{"nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"}

func (u *UpSampling2D) layout() layout { return layout{2, u.DataFormat} }

func (u *UpSampling2D) size() []int { return perAxis(u.Size, 2, 2) }

// Validate implements [Validator].
func (u *UpSampling2D) Validate() error {
	err := errors.Join(checkPerAxis("Size", u.Size, 2, 1), u.layout().validate())
	if i := u.interpolation(); !slices.Contains(interpolations, i) {
		err = errors.Join(err, received("Interpolation", i, choice(interpolations)))
	}
	return err
}

func (u *UpSampling2D) interpolation() string {
	return cmp.Or(strings.ToLower(u.Interpolation), "nearest")
}

// Call implements [Layer].
func (u *UpSampling2D) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	l, size := u.layout(), u.size()
	if u.interpolation() == "nearest" {
		return l.repeat(x, size)
	}
	l.mustFit(x)
	h, w := l.axes()[0], l.axes()[1]
	return ops.Resize(x, x.Shape[h]*size[0], x.Shape[w]*size[1], ops.ResizeOptions{
		Interpolation: u.interpolation(), DataFormat: u.DataFormat,
	})
}

// OutputShapes implements [Shaper]: the matrices of an interpolation would be huge.
func (u *UpSampling2D) OutputShapes(in []tensor.Shape) []tensor.Shape {
	l := u.layout()
	if err := l.check(in[0]); err != nil {
		ops.Fail("UpSampling2D", "%v", err)
	}
	out := in[0].Clone()
	for i, at := range l.axes() {
		if out[at] != tensor.Unknown {
			out[at] *= u.size()[i]
		}
	}
	return []tensor.Shape{out}
}

// MarshalConfig writes a number for each axis.
func (u *UpSampling2D) MarshalConfig() (any, error) {
	d := *u
	d.Size, d.Interpolation = u.size(), u.interpolation()
	return config.Fields(&d)
}

// Weightless says that the layer never has weights.
func (*UpSampling2D) Weightless() {}

// repeat repeats each element so many times along each axis of space.
func (l layout) repeat(x *ops.Value, times []int) *ops.Value {
	l.mustFit(x)
	for i, at := range l.axes() {
		if times[i] > 1 {
			x = ops.Repeat(x, times[i], at)
		}
	}
	return x
}

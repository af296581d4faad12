package layers

import (
	"errors"

	"github.com/gokeras/keras/ops"
)

// CenterCrop cuts the middle out of images. Images that are smaller, in height or in
// width, are resized, without distortion: the middle that has the output's ratio of width
// and height becomes the output.
//
// Input [batch, height, width, channels] of any type, output [batch, Height, Width,
// channels] of the layer's; in the other data format the channels come after the batch.
type CenterCrop struct {
	// Height is the height of the output. Required.
	Height int `json:"height"`

	// Width is the width of the output. Required.
	Width int `json:"width"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	Base
}

var _ = register[CenterCrop]()

// Validate implements [Validator].
func (c *CenterCrop) Validate() error {
	return errors.Join(checkImageSize(c.Height, c.Width), layout{2, c.DataFormat}.validate())
}

// Call implements [Layer].
func (c *CenterCrop) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	l := layout{2, c.DataFormat}
	l.mustFit(x)
	x = ops.Cast(x, c.computeDType())
	h, w := l.axes()[0], l.axes()[1]
	top, left := x.Shape[h]-c.Height, x.Shape[w]-c.Width
	if top < 0 || left < 0 {
		return ops.Resize(x, c.Height, c.Width, ops.ResizeOptions{CropToAspectRatio: true, DataFormat: c.DataFormat})
	}
	x = ops.SliceAxis(x, h, top/2, top/2+c.Height)
	return ops.SliceAxis(x, w, left/2, left/2+c.Width)
}

// Weightless says that the layer never has weights.
func (*CenterCrop) Weightless() {}

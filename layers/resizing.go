package layers

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Resizing gives images another size, as [ops.Resize] does. Images of integers stay so.
//
// Input [batch, height, width, channels], output [batch, Height, Width, channels]; in the
// other data format the channels come after the batch.
type Resizing struct {
	// Height is the height of the output. Required.
	Height int `json:"height"`

	// Width is the width of the output. Required.
	Width int `json:"width"`

	// Interpolation is what lies between the pixels: "nearest" repeats them,
	// "bilinear", "bicubic", "lanczos3" and "lanczos5" are smooth.
	// Default: "bilinear".
	Interpolation string `json:"interpolation" keras:"default=bilinear"`

	// CropToAspectRatio cuts off what would change the ratio of width and height.
	// Default: false, the image is distorted.
	CropToAspectRatio bool `json:"crop_to_aspect_ratio"`

	// PadToAspectRatio adds what is missing in the ratio of width and height.
	// Default: false, the image is distorted.
	PadToAspectRatio bool `json:"pad_to_aspect_ratio"`

	// FillMode is what PadToAspectRatio adds: "constant". Default: "constant".
	FillMode string `json:"fill_mode" keras:"default=constant"`

	// FillValue is the number that PadToAspectRatio adds. Default: 0.
	FillValue float64 `json:"fill_value" keras:"default=0.0"`

	// Antialias takes pixels that lie between those of a smaller output into account.
	// Default: false.
	Antialias bool `json:"antialias"`

	// DataFormat says where the channels are: "channels_last" or "channels_first".
	// Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=channels_last"`

	Base
}

var (
	_ = register[Resizing]()
	_ = Shaper((*Resizing)(nil))
)

func (r *Resizing) layout() layout { return layout{2, r.DataFormat} }

func (r *Resizing) interpolation() string {
	return cmp.Or(strings.ToLower(r.Interpolation), "bilinear")
}

// Validate implements [Validator].
func (r *Resizing) Validate() error {
	errs := []error{checkImageSize(r.Height, r.Width), r.layout().validate()}
	if i := r.interpolation(); !slices.Contains(interpolations, i) {
		errs = append(errs, received("Interpolation", i, choice(interpolations)))
	}
	if r.CropToAspectRatio && r.PadToAspectRatio {
		errs = append(errs, received("PadToAspectRatio", true, "false with CropToAspectRatio"))
	}
	if r.FillMode != "" && r.FillMode != "constant" {
		errs = append(errs, received("FillMode", r.FillMode, `"constant"`))
	}
	return errors.Join(errs...)
}

func checkImageSize(height, width int) error {
	var errs []error
	if height <= 0 {
		errs = append(errs, received("Height", height, "a positive number"))
	}
	if width <= 0 {
		errs = append(errs, received("Width", width, "a positive number"))
	}
	return errors.Join(errs...)
}

// Call implements [Layer].
func (r *Resizing) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	r.layout().mustFit(x)
	return ops.Resize(x, r.Height, r.Width, ops.ResizeOptions{
		Interpolation: r.interpolation(), Antialias: r.Antialias, DataFormat: r.DataFormat,
		CropToAspectRatio: r.CropToAspectRatio, PadToAspectRatio: r.PadToAspectRatio, FillMode: r.FillMode, FillValue: r.FillValue,
	})
}

// OutputShapes implements [Shaper]: the matrices of an interpolation would be huge.
func (r *Resizing) OutputShapes(in []tensor.Shape) []tensor.Shape {
	if err := r.layout().check(in[0]); err != nil {
		ops.Fail("call", "%v", err)
	}
	out := in[0].Clone()
	out[r.layout().axes()[0]], out[r.layout().axes()[1]] = r.Height, r.Width
	return []tensor.Shape{out}
}

// Weightless says that the layer never has weights.
func (*Resizing) Weightless() {}

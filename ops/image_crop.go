package ops

// PadImagesOptions say how much [PadImages] adds. Of each of top, bottom and height, and
// of left, right and width, two determine the third.
type PadImagesOptions struct {
	// Top is the rows above. Default: as Bottom and Height say.
	Top *int `json:"top_padding" keras:"default=null;always"`

	// Left is the columns to the left. Default: as Right and Width say.
	Left *int `json:"left_padding" keras:"default=null;always"`

	// Bottom is the rows below. Default: as Top and Height say.
	Bottom *int `json:"bottom_padding" keras:"default=null;always"`

	// Right is the columns to the right. Default: as Left and Width say.
	Right *int `json:"right_padding" keras:"default=null;always"`

	// Height is the height afterwards. Default: as Top and Bottom say.
	Height *int `json:"target_height" keras:"default=null;always"`

	// Width is the width afterwards. Default: as Left and Right say.
	Width *int `json:"target_width" keras:"default=null;always"`

	// DataFormat is "channels_last" or "channels_first". Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=null;always"`
}

// CropImagesOptions say how much [CropImages] cuts off. Of each of top, bottom and
// height, and of left, right and width, two determine the third.
type CropImagesOptions struct {
	// Top is the rows that are cut off above. Default: as Bottom and Height say.
	Top *int `json:"top_cropping" keras:"default=null;always"`

	// Left is the columns to the left. Default: as Right and Width say.
	Left *int `json:"left_cropping" keras:"default=null;always"`

	// Bottom is the rows below. Default: as Top and Height say.
	Bottom *int `json:"bottom_cropping" keras:"default=null;always"`

	// Right is the columns to the right. Default: as Left and Width say.
	Right *int `json:"right_cropping" keras:"default=null;always"`

	// Height is the height afterwards. Default: as Top and Bottom say.
	Height *int `json:"target_height" keras:"default=null;always"`

	// Width is the width afterwards. Default: as Left and Right say.
	Width *int `json:"target_width" keras:"default=null;always"`

	// DataFormat is "channels_last" or "channels_first". Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=null;always"`
}

type (
	padImages  struct{ PadImagesOptions }
	cropImages struct{ CropImagesOptions }
)

var (
	_ = settings[padImages]("image", "PadImages")
	_ = settings[cropImages]("image", "CropImages")
)

// PadImages adds rows and columns of zeros around images.
func PadImages(images *Value, o PadImagesOptions) *Value { return do(&padImages{o}, images) }

// CropImages cuts rows and columns off images.
func CropImages(images *Value, o CropImagesOptions) *Value { return do(&cropImages{o}, images) }

// edges returns how much is added at both ends of an axis of n, given two of what is
// added before and behind it and its size afterwards.
func edges(fn string, n int, before, behind, target *int) (lo, hi int) {
	given := 0
	for _, p := range []*int{before, behind, target} {
		if p != nil {
			given++
		}
	}
	if given != 2 {
		Fail(fn, "received %d of what is before, behind and the size afterwards, expected 2", given)
	}
	switch {
	case before == nil:
		lo, hi = *target-n-*behind, *behind
	case behind == nil:
		lo, hi = *before, *target-n-*before
	default:
		lo, hi = *before, *behind
	}
	return lo, hi
}

// Apply implements [Operation].
func (o *padImages) Apply(in []*Value) []*Value {
	x := in[0]
	h, w, _ := images("PadImages", x, o.DataFormat)
	widths := make([][2]int, len(x.Shape))
	widths[h][0], widths[h][1] = edges("PadImages", x.Shape[h], o.Top, o.Bottom, o.Height)
	widths[w][0], widths[w][1] = edges("PadImages", x.Shape[w], o.Left, o.Right, o.Width)
	return []*Value{Pad(x, widths, PadOptions{})}
}

// Apply implements [Operation].
func (o *cropImages) Apply(in []*Value) []*Value {
	x := in[0]
	h, w, _ := images("CropImages", x, o.DataFormat)
	cut := func(at int, before, behind, target *int) {
		n := x.Shape[at]
		minus := func(p *int) *int {
			if p == nil {
				return nil
			}
			return new(-*p)
		}
		lo, hi := edges("CropImages", n, minus(before), minus(behind), target)
		if lo > 0 || hi > 0 || n+lo+hi < 0 {
			Fail("CropImages", "received %d and %d to cut off an axis of size %d", -lo, -hi, n)
		}
		x = SliceAxis(x, at, -lo, n+hi)
	}
	cut(h, o.Top, o.Bottom, o.Height)
	cut(w, o.Left, o.Right, o.Width)
	return []*Value{x}
}

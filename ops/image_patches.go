package ops

import "slices"

// PatchOptions are the settings of [ExtractPatches].
type PatchOptions struct {
	// Strides are the distances of patches, one number for all axes or one for each.
	// Default: the size of a patch.
	Strides []int

	// DilationRate is the distance of a patch's pixels. Default: 1.
	DilationRate []int

	// Padding is "valid" or "same". Default: "valid".
	Padding string

	// DataFormat is "channels_last" or "channels_first". Default: "channels_last".
	DataFormat string
}

type extractPatches struct {
	Size       ints   `json:"size" keras:"default=1;always"`
	Strides    ints   `json:"strides" keras:"default=null;always"`
	Dilation   ints   `json:"dilation_rate" keras:"default=1;always"`
	Padding    string `json:"padding" keras:"default=valid;always"`
	DataFormat string `json:"data_format" keras:"default=null;always"`
}

var _ = settings[extractPatches]("image", "ExtractPatches")

// ExtractPatches returns the patches of a size of images, with all elements of a patch
// as its channels: row by row, each pixel's channels together.
func ExtractPatches(images *Value, size []int, o PatchOptions) *Value {
	return do(&extractPatches{size, o.Strides, o.DilationRate, o.Padding, o.DataFormat}, images)
}

// both returns numbers for the height and the width.
func both(fn, what string, l ints, def []int) []int {
	switch len(l) {
	case 0:
		return def
	case 1:
		l = ints{l[0], l[0]}
	}
	if len(l) != 2 || l[0] <= 0 || l[1] <= 0 {
		Fail(fn, "%s: received %v, expected one or two positive numbers", what, []int(l))
	}
	return l
}

// Apply implements [Operation].
func (o *extractPatches) Apply(in []*Value) []*Value {
	const fn = "ExtractPatches"
	x := in[0]
	h, w, c := images(fn, x, o.DataFormat)
	size := both(fn, "size", o.Size, []int{1, 1})
	strides, dilation := both(fn, "strides", o.Strides, size), both(fn, "dilation_rate", o.Dilation, []int{1, 1})
	count, width := [2]int{}, make([][2]int, len(x.Shape))
	for i, at := range []int{h, w} {
		n, reach := x.Shape[at], (size[i]-1)*dilation[i]+1
		switch o.Padding {
		case "", "valid":
			count[i] = (n-reach)/strides[i] + 1
		case "same":
			count[i] = (n + strides[i] - 1) / strides[i]
			total := max((count[i]-1)*strides[i]+reach-n, 0)
			width[at] = [2]int{total / 2, total - total/2}
		default:
			Fail(fn, "received the padding %q, expected \"valid\" or \"same\"", o.Padding)
		}
		if n < reach && o.Padding != "same" {
			Fail(fn, "received patches of %v for images of shape %v", size, x.Shape)
		}
	}
	x = Pad(x, width, PadOptions{})
	var taps []*Value
	for i := range size[0] {
		for j := range size[1] {
			start, shape, step := make([]int, len(x.Shape)), x.Shape.Clone(), ones(len(x.Shape))
			start[h], shape[h], step[h] = i*dilation[0], count[0], strides[0]
			start[w], shape[w], step[w] = j*dilation[1], count[1], strides[1]
			taps = append(taps, strided(x, start, shape, step))
		}
	}
	return []*Value{Concatenate(taps, c)}
}

// A blocks is the settings of [DepthToSpace] and [SpaceToDepth].
type blocks struct {
	Size       int    `json:"block_size" keras:"default=1;always"`
	DataFormat string `json:"data_format" keras:"default=channels_last;always"`
}

type spaceToDepth blocks

var (
	_ = settings[blocks]("nn", "DepthToSpace")
	_ = settings[spaceToDepth]("nn", "SpaceToDepth")
)

// DepthToSpace returns images with blocks of n×n pixels in place of each, made of its
// channels. The data format is "channels_last", or "", or "channels_first".
func DepthToSpace(images *Value, n int, dataFormat string) *Value {
	return do(&blocks{n, dataFormat}, images)
}

// SpaceToDepth returns images with one pixel in place of each block of n×n, whose
// channels it has.
func SpaceToDepth(images *Value, n int, dataFormat string) *Value {
	return do(&spaceToDepth{n, dataFormat}, images)
}

// parted gives images other axes in place of their last three, permutes those and joins
// what belongs together.
func parted(x *Value, axes, order, joined []int) []*Value {
	k := len(x.Shape) - 3
	lead, perm := x.Shape[:k], []int{}
	for i := range k {
		perm = append(perm, i)
	}
	for _, a := range order {
		perm = append(perm, k+a)
	}
	y := Transpose(Reshape(x, slices.Concat(lead, axes)...), perm...)
	return []*Value{Reshape(y, slices.Concat(lead, joined)...)}
}

// Apply implements [Operation].
func (o *blocks) Apply(in []*Value) []*Value {
	h, w, c := images("DepthToSpace", in[0], o.DataFormat)
	n, s := o.Size, in[0].Shape
	if n <= 0 || s[c]%(n*n) != 0 {
		Fail("DepthToSpace", "received blocks of %d for images of shape %v, expected a number whose square divides the channels", n, s)
	}
	height, width, depth := s[h], s[w], s[c]/(n*n)
	if o.DataFormat == "channels_first" {
		return parted(in[0], []int{depth, n, n, height, width}, []int{0, 3, 1, 4, 2}, []int{depth, height * n, width * n})
	}
	return parted(in[0], []int{height, width, n, n, depth}, []int{0, 2, 1, 3, 4}, []int{height * n, width * n, depth})
}

// Apply implements [Operation].
func (o *spaceToDepth) Apply(in []*Value) []*Value {
	h, w, c := images("SpaceToDepth", in[0], o.DataFormat)
	n, s := o.Size, in[0].Shape
	if n <= 0 || s[h]%n != 0 || s[w]%n != 0 {
		Fail("SpaceToDepth", "received blocks of %d for images of shape %v, expected a number that divides height and width", n, s)
	}
	height, width, depth := s[h]/n, s[w]/n, s[c]
	if o.DataFormat == "channels_first" {
		return parted(in[0], []int{depth, height, n, width, n}, []int{0, 2, 4, 1, 3}, []int{depth * n * n, height, width})
	}
	return parted(in[0], []int{height, n, width, n, depth}, []int{0, 2, 1, 3, 4}, []int{height, width, n * n * depth})
}

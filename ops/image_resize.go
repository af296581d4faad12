package ops

import (
	"math"

	"github.com/gokeras/keras/tensor"
)

// ResizeOptions are the settings of [Resize].
type ResizeOptions struct {
	// Interpolation is how pixels are made of those around: "nearest", "bilinear",
	// "bicubic", "lanczos3" or "lanczos5". Default: "bilinear".
	Interpolation string `json:"interpolation" keras:"default=bilinear;always"`

	// Antialias makes pixels of all that they cover when images become smaller.
	// Default: false.
	Antialias bool `json:"antialias" keras:"default=false;always"`

	// CropToAspectRatio cuts off what doesn't fit the new ratio of width to height,
	// equally on both sides. Default: false.
	CropToAspectRatio bool `json:"crop_to_aspect_ratio" keras:"default=false;always"`

	// PadToAspectRatio adds what is missing for it instead. Default: false.
	PadToAspectRatio bool `json:"pad_to_aspect_ratio" keras:"default=false;always"`

	// FillMode is what is added: "constant". Default: "constant".
	FillMode string `json:"fill_mode" keras:"default=constant;always"`

	// FillValue is the constant. Default: 0.
	FillValue float64 `json:"fill_value" keras:"default=0.0;always"`

	// DataFormat is "channels_last" or "channels_first". Default: "channels_last".
	DataFormat string `json:"data_format" keras:"default=null;always"`
}

type resize struct {
	Size list `json:"size" keras:"default=0;always"`
	ResizeOptions
}

var _ = settings[resize]("image", "Resize")

// Resize returns images in another size. Pixels lie at the centres of squares, which
// cover the same area before and after.
func Resize(images *Value, height, width int, o ResizeOptions) *Value {
	return do(&resize{list{height, width}, o}, images)
}

// Apply implements [Operation].
func (o *resize) Apply(in []*Value) []*Value {
	const fn = "Resize"
	x := in[0]
	h, w, _ := images(fn, x, o.DataFormat)
	if len(o.Size) != 2 || o.Size[0] <= 0 || o.Size[1] <= 0 {
		Fail(fn, "received the size %v, expected a height and a width", o.Size)
	}
	if o.FillMode != "" && o.FillMode != "constant" {
		Fail(fn, "received the fill mode %q, expected \"constant\"", o.FillMode)
	}
	if o.CropToAspectRatio && o.PadToAspectRatio {
		Fail(fn, "crop_to_aspect_ratio and pad_to_aspect_ratio are both true, expected at most one")
	}
	height, width := x.Shape[h], x.Shape[w]
	fitHeight, fitWidth := width*o.Size[0]/o.Size[1], height*o.Size[1]/o.Size[0]
	switch {
	case o.CropToAspectRatio:
		fitHeight, fitWidth = max(min(height, fitHeight), 1), max(min(width, fitWidth), 1)
		x = SliceAxis(x, h, (height-fitHeight)/2, (height-fitHeight)/2+fitHeight)
		x = SliceAxis(x, w, (width-fitWidth)/2, (width-fitWidth)/2+fitWidth)
	case o.PadToAspectRatio:
		x = margins(x, h, w, max(fitHeight-height, 0)/2, max(fitWidth-width, 0)/2, o.FillValue)
	}
	if o.Interpolation == "nearest" {
		return []*Value{nearest(nearest(x, h, o.Size[0]), w, o.Size[1])}
	}
	y := resample(resample(floating(x), h, o.Size[0], o.ResizeOptions), w, o.Size[1], o.ResizeOptions)
	if x.DType.IsFloat() {
		return []*Value{y}
	}
	return []*Value{rounded(y, x.DType)}
}

// margins adds rows or columns on both sides.
func margins(x *Value, h, w, rows, columns int, fill float64) *Value {
	width := make([][2]int, len(x.Shape))
	if rows > 0 {
		columns = 0
	}
	width[h], width[w] = [2]int{rows, rows}, [2]int{columns, columns}
	return Pad(x, width, PadOptions{Value: fill})
}

// resample gives an axis of images another size.
func resample(x *Value, at, size int, o ResizeOptions) *Value {
	if x.Shape[at] == size {
		return x
	}
	return combine(x, at, weights(x.Shape[at], size, o))
}

// nearest gives an axis of images another size, of the pixels that are nearest.
func nearest(x *Value, at, size int) *Value {
	n := x.Shape[at]
	if n == size {
		return x
	}
	places := table[int32]("Resize", size)
	for i := range places {
		places[i] = int32((float32(i) + .5) * float32(n) / float32(size))
	}
	return Take(x, intConstant(places), at)
}

// combine multiplies an axis of x by a matrix (n, m).
func combine(x *Value, at int, matrix *tensor.Tensor) *Value {
	m := Cast(Constant(matrix), x.DType)
	last := len(x.Shape) - 1
	if at == last {
		return Matmul(x, m)
	}
	// Of [before, n, after] each matrix [n, after] is multiplied from the left.
	before, n, after := x.Shape[:at].Size(), x.Shape[at], x.Shape[at+1:].Size()
	out := x.Shape.Clone()
	out[at] = matrix.Shape()[1]
	return Reshape(Matmul(Transpose(m), Reshape(x, before, n, after)), out...)
}

// kernels has the radius and the weight at a distance for each interpolation.
var kernels = map[string]struct {
	radius float64
	weight func(x float64) float64
}{
	"bilinear": {1, func(x float64) float64 { return max(0, 1-x) }},
	"bicubic":  {2, keys},
	"lanczos3": {3, func(x float64) float64 { return lanczos(x, 3) }},
	"lanczos5": {5, func(x float64) float64 { return lanczos(x, 5) }},
}

// keys is the kernel of cubic convolution (Keys, 1981) with a = -½.
func keys(x float64) float64 {
	switch {
	case x >= 2:
		return 0
	case x >= 1:
		return ((-.5*x+2.5)*x-4)*x + 2
	}
	return (1.5*x-2.5)*x*x + 1
}

// lanczos is the kernel of a radius r.
func lanczos(x, r float64) float64 {
	switch {
	case x > r:
		return 0
	case x <= 1e-3:
		return 1
	}
	return r * math.Sin(math.Pi*x) * math.Sin(math.Pi*x/r) / (math.Pi * math.Pi * x * x)
}

// weights returns the matrix (n, size) that makes size pixels of n.
func weights(n, size int, o ResizeOptions) *tensor.Tensor {
	name := o.Interpolation
	if name == "" {
		name = "bilinear"
	}
	k, ok := kernels[name]
	if !ok {
		Fail("Resize", `received the interpolation %q, expected "nearest", "bilinear", "bicubic", "lanczos3" or "lanczos5"`, name)
	}
	step := float64(n) / float64(size)
	wide := 1.
	if o.Antialias {
		wide = max(step, 1)
	}
	m := table[float32]("Resize", n, size)
	t := tensor.FromSlice(m, n, size)
	row := make([]float64, n)
	for i := range size {
		centre := (float64(i)+.5)*step - .5
		sum := 0.
		for j := range row {
			row[j] = k.weight(math.Abs(centre-float64(j)) / wide)
			sum += row[j]
		}
		for j, v := range row {
			m[j*size+i] = float32(v / sum)
		}
	}
	return t
}

// rounded converts to integers as the nearest ones that they have.
func rounded(x *Value, dt tensor.DType) *Value {
	x = Round(x)
	if lo, hi, ok := limits(dt); ok {
		x = Clip(x, lo, hi)
	}
	return Cast(x, dt)
}

package ops

import "math"

// A colours is the settings of functions of colours.
type colours struct {
	DataFormat string `json:"data_format" keras:"default=null;always"`
}

type (
	rgbToGrayscale colours
	rgbToHSV       colours
	hsvToRGB       colours
)

var (
	_ = settings[rgbToGrayscale]("image", "RGBToGrayscale")
	_ = settings[rgbToHSV]("image", "RGBToHSV")
	_ = settings[hsvToRGB]("image", "HSVToRGB")
)

// RGBToGrayscale returns the brightness of images, 0.2989·R + 0.587·G + 0.114·B, as
// their one channel. The data format is "channels_last", or "", or "channels_first".
func RGBToGrayscale(images *Value, dataFormat string) *Value {
	return do(&rgbToGrayscale{dataFormat}, images)
}

// RGBToHSV returns images with hue, saturation and value, all from 0 to 1, in place of
// red, green and blue.
func RGBToHSV(images *Value, dataFormat string) *Value { return do(&rgbToHSV{dataFormat}, images) }

// HSVToRGB is the inverse of [RGBToHSV].
func HSVToRGB(images *Value, dataFormat string) *Value { return do(&hsvToRGB{dataFormat}, images) }

// channels returns the axis of the channels and the three of them.
func channels(fn string, x *Value, format string) (c int, of [3]*Value) {
	_, _, c = images(fn, x, format)
	if x.Shape[c] != 3 {
		Fail(fn, "received images of shape %v with %d channels, expected 3", x.Shape, x.Shape[c])
	}
	for i := range of {
		of[i] = SliceAxis(x, c, i, i+1)
	}
	return c, of
}

// Apply implements [Operation].
func (o *rgbToGrayscale) Apply(in []*Value) []*Value {
	x := in[0]
	if _, _, c := images("RGBToGrayscale", x, o.DataFormat); x.Shape[c] == 1 {
		return in
	}
	_, rgb := channels("RGBToGrayscale", floating(x), o.DataFormat)
	y := Add(Add(Scale(rgb[0], .2989), Scale(rgb[1], .5870)), Scale(rgb[2], .1140))
	return []*Value{Cast(y, x.DType)}
}

// Apply implements [Operation].
func (o *rgbToHSV) Apply(in []*Value) []*Value {
	x := in[0]
	if !x.DType.IsFloat() {
		Fail("RGBToHSV", "received images of type %v, expected floating-point numbers", x.DType)
	}
	eps := math.Ldexp(1, -23)
	if x.DType.Size() == 8 {
		eps = math.Ldexp(1, -52)
	}
	x = Where(Less(Absolute(x), FullLike(x, eps)), ZerosLike(x), x)
	c, rgb := channels("RGBToHSV", x, o.DataFormat)
	r, g, b := rgb[0], rgb[1], rgb[2]
	zero, one := ZerosLike(r), OnesLike(r)
	value := Maximum(Maximum(r, g), b)
	spread := Subtract(value, Minimum(Minimum(r, g), b))
	light, coloured := Greater(value, zero), Greater(spread, zero)
	saturation := Where(light, Divide(spread, Where(light, value, one)), zero)
	sixth := Divide(Const(1./6, x.DType), Where(coloured, spread, one))
	hue := Where(Equal(value, g),
		AddScalar(Multiply(sixth, Subtract(b, r)), 2./6),
		AddScalar(Multiply(sixth, Subtract(r, g)), 4./6))
	hue = Where(Equal(value, r), Multiply(sixth, Subtract(g, b)), hue)
	hue = Add(Where(coloured, hue, zero), Cast(Less(hue, zero), x.DType))
	return []*Value{Concatenate([]*Value{hue, saturation, value}, c)}
}

// Apply implements [Operation].
func (o *hsvToRGB) Apply(in []*Value) []*Value {
	x := in[0]
	if !x.DType.IsFloat() {
		Fail("HSVToRGB", "received images of type %v, expected floating-point numbers", x.DType)
	}
	c, hsv := channels("HSVToRGB", x, o.DataFormat)
	turn := Scale(Mod(hsv[0], OnesLike(hsv[0])), 6)
	distance := func(from float64) *Value { return Absolute(AddScalar(turn, -from)) }
	pure := []*Value{
		Clip(AddScalar(distance(3), -1), 0, 1),
		Clip(AddScalar(Negative(distance(2)), 2), 0, 1),
		Clip(AddScalar(Negative(distance(4)), 2), 0, 1),
	}
	grey := AddScalar(Negative(hsv[1]), 1)
	for i, p := range pure {
		pure[i] = Multiply(hsv[2], Add(grey, Multiply(hsv[1], p)))
	}
	return []*Value{Concatenate(pure, c)}
}

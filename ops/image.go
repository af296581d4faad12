package ops

// images returns the axes of the height, the width and the channels of images: three
// axes or, with that of a batch before them, four.
func images(fn string, x *Value, format string) (h, w, c int) {
	n := len(x.Shape)
	if n != 3 && n != 4 {
		Fail(fn, "received images of shape %v, expected three axes, or four for a batch", x.Shape)
	}
	switch format {
	case "", "channels_last":
		return n - 3, n - 2, n - 1
	case "channels_first":
		return n - 2, n - 1, n - 3
	}
	Fail(fn, "received the data format %q, expected \"channels_last\" or \"channels_first\"", format)
	return 0, 0, 0
}

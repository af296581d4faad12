package ops_test

import (
	"strings"
	"testing"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestMistakes checks that functions say what they can't take, and never panic with
// anything else than an error that a model's methods return.
func TestMistakes(t *testing.T) {
	x := ops.Input("x", tensor.Float32, 2, 3)
	i := ops.Input("i", tensor.Int32, 2, 3)
	v := ops.Input("v", tensor.Float32, 4)
	image := ops.Input("image", tensor.Float32, 1, 4, 6, 3)
	for want, f := range map[string]func(){
		"ops.Add: operands of shapes (2, 3) and (4,)":                       func() { ops.Add(x, v) },
		"ops.Concatenate: axis 2 is out of range":                           func() { ops.Append(x, x, 2) },
		"ops.ArgMax: axis 2 is out of range":                                func() { ops.ArgMax(x, 2) },
		"ops.Average: received weights of shape (4,)":                       func() { ops.Average(x, v) },
		"ops.BatchNormalization: received a value of shape (4,)":            func() { ops.BatchNormalization(x, v, v, 1, ops.NormalizationOptions{}) },
		"ops.BinaryCrossentropy: received values of shapes (2, 3) and (4,)": func() { ops.BinaryCrossentropy(x, v, false) },
		"ops.Bincount: received the minimal length 0":                       func() { ops.Bincount(i, 0) },
		"ops.BitwiseNot: received float32, expected integers":               func() { ops.BitwiseNot(x) },
		"ops.Concatenate: received no values":                               func() { ops.Concatenate(nil, 0) },
		"ops.CropImages: received 1 of what is before":                      func() { ops.CropImages(image, ops.CropImagesOptions{Top: new(1)}) },
		"ops.CropImages: received 5 and 5 to cut off":                       func() { ops.CropImages(image, ops.CropImagesOptions{Top: new(5), Bottom: new(5)}) },
		"ops.Cross: received vectors of 4 and 4 elements":                   func() { ops.Cross(v, v) },
		"ops.DepthToSpace: received blocks of 2 for images":                 func() { ops.DepthToSpace(image, 2, "") },
		"ops.Diag: received a value of shape (1, 4, 6, 3)":                  func() { ops.Diag(image, 0) },
		"ops.Diagonal: received the axis 1 twice":                           func() { ops.Diagonal(x, 0, 1, 1) },
		"ops.ExpandDims: axis 4 is out of range":                            func() { ops.ExpandDims(x, 4) },
		"ops.ExtractPatches: received patches of [5 5]":                     func() { ops.ExtractPatches(image, []int{5}, ops.PatchOptions{}) },
		"ops.GetItem: received 3 indices for a value of shape (2, 3)":       func() { ops.GetItem(x, ops.Every, ops.Every, ops.Every) },
		"ops.GetItem: received the step 0":                                  func() { ops.GetItem(x, ops.Every.Step(0)) },
		"ops.GetItem: received two ellipses":                                func() { ops.GetItem(x, ops.Ellipsis, ops.Ellipsis) },
		"ops.Inv: received a value of shape (2, 3), expected square":        func() { ops.Inv(x) },
		"ops.Meshgrid: received a value of shape (2, 3), expected vectors":  func() { ops.Meshgrid([]*ops.Value{x}, "") },
		"ops.Norm: received the order 2 for the axes [0 1]":                 func() { ops.NormOf(x, 2, 0, 1) },
		"ops.Normalize: received the order 0":                               func() { ops.Normalize(x, 0) },
		"ops.OneHot: received -1 classes":                                   func() { ops.OneHot(i, -1, tensor.Float32) },
		"ops.Pad: received 2 pairs of widths":                               func() { ops.Pad(image, [][2]int{{1, 2}, {}}, ops.PadOptions{}) },
		`ops.Pad: received the mode "none"`:                                 func() { ops.Pad(v, [][2]int{{1, 2}}, ops.PadOptions{Mode: "none"}) },
		`ops.Quantile: received the method "best"`:                          func() { ops.Quantile(x, ops.Const(.5, tensor.Float32), "best") },
		"ops.RandomInt: received the limits 3 and 3":                        func() { ops.RandomInt(ops.Input("key", tensor.Int64, 2), 3, 3, 2) },
		"ops.Repeat: received 2 numbers of repeats for axis 1":              func() { ops.RepeatEach(x, []int{1, 2}, 1) },
		"ops.Reshape: the 6 elements of a value":                            func() { ops.Reshape(x, -1, 4) },
		`ops.Resize: received the interpolation "best"`:                     func() { ops.Resize(image, 2, 2, ops.ResizeOptions{Interpolation: "best"}) },
		"ops.Resize: received images of shape (2, 3)":                       func() { ops.Resize(x, 2, 2, ops.ResizeOptions{}) },
		"ops.RGBToHSV: received images of shape":                            func() { ops.RGBToHSV(ops.SliceAxis(image, -1, 0, 2), "") },
		`ops.SearchSorted: received the side "up"`:                          func() { ops.SearchSorted(v, x, "up") },
		"ops.Select: received 1 conditions and 0 values":                    func() { ops.Select([]*ops.Value{x}, nil, x) },
		"ops.Slice: start [0] and size [1]":                                 func() { ops.Slice(x, []int{0}, []int{1}) },
		"ops.Split: received 2 parts for an axis of size 3":                 func() { ops.Split(x, 2, 1) },
		"ops.Squeeze: axis 0 of a value of shape (2, 3) has size 2":         func() { ops.Squeeze(x, 0) },
		"ops.Stack: received values of shapes (2, 3) and (4,)":              func() { ops.Stack([]*ops.Value{x, v}, 0) },
		"ops.TakeAlongAxis: received indices of type float32":               func() { ops.TakeAlongAxis(x, x, 1) },
		"ops.TopK: received k = 4":                                          func() { ops.TopK(x, 4) },
		"ops.Transpose: axes [0] are no permutation":                        func() { ops.Transpose(x, 0) },
		"ops.Tril: received a value of shape (4,)":                          func() { ops.Tril(v, 0) },
		"ops.Where: a condition of shape (4,)":                              func() { ops.Where(v, x, x) },
	} {
		err := func() (err error) {
			defer ops.Catch(&err)
			f()
			return nil
		}()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

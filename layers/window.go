package layers

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gokeras/keras/ops"
)

// A window is what moves over the axes of space: a kernel, or what is pooled.
type window struct {
	layout
	setting                 string // the one that holds the size
	size, strides, dilation []int  // for each axis, or one number for all
	padding                 string
}

// full returns w with what stands for all axes, and for defaults, written out.
func (w window) full() window {
	w.size = perAxis(w.size, w.space, 1)
	w.strides = perAxis(w.strides, w.space, 1)
	w.dilation = perAxis(w.dilation, w.space, 1)
	w.padding = cmp.Or(strings.ToLower(w.padding), "valid")
	w.format = cmp.Or(strings.ToLower(w.format), "channels_last")
	return w
}

// validate returns all that is wrong with the settings.
func (w window) validate() error {
	return errors.Join(
		checkSize(w.setting, w.size, w.space),
		checkPerAxis("Strides", w.strides, w.space, 1),
		checkPerAxis("DilationRate", w.dilation, w.space, 1),
		w.layout.validate(),
	)
}

// padded returns an error if the padding isn't one of those given.
func (w window) padded(names ...string) error {
	if slices.Contains(names, w.full().padding) {
		return nil
	}
	return received("Padding", w.padding, choice(names))
}

// dense returns an error if both strides and dilation leave something out.
func (w window) dense() error {
	if w = w.full(); slices.Max(w.strides) > 1 && slices.Max(w.dilation) > 1 {
		return fmt.Errorf("DilationRate: received %v with Strides %v, expected one of the two to be 1", w.dilation, w.strides)
	}
	return nil
}

func (w window) conv() ops.ConvOptions {
	return ops.ConvOptions{Strides: w.strides, Padding: w.padding, DataFormat: w.format, Dilation: w.dilation}
}

func (w window) pool() ops.PoolOptions {
	return ops.PoolOptions{PoolSize: w.size, Strides: w.strides, Padding: w.padding, DataFormat: w.format}
}

// poolWindow returns the window of a pooling, whose strides are its size by default.
func poolWindow(l layout, size, strides []int, padding string) window {
	if len(strides) == 0 {
		strides = size
	}
	return window{layout: l, setting: "PoolSize", size: size, strides: strides, padding: padding}
}

package prim

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// A Window says how windows slide over the spatial axes of an array [batch,
// spatial…, channels], of which there are one to three. Along each of them, tap t
// of window w lies at w·Stride + t·Dilation - Lo. There may be places outside of
// the array on both sides.
type Window struct{ Stride, Dilation, Lo graph.Dims }

// A Slide is a Window over arrays of known sizes. It always has three spatial
// axes: those that the arrays lack come first and have one place.
type Slide struct {
	In, Out, Size        [3]int // places, windows, taps of a window
	Stride, Dilation, Lo [3]int
}

// slide returns the windows over an array whose spatial axes have the sizes in.
func (w Window) slide(in, out, size graph.Dims) (Slide, error) {
	var s Slide
	n := in.N
	if n < 1 || n > 3 || out.N != n || size.N != n || w.Stride.N != n || w.Dilation.N != n || w.Lo.N != n {
		return s, fmt.Errorf("received places %v, windows %v of %v taps, strides %v, dilation %v; expected the same number of one to three spatial axes", in.Slice(), out.Slice(), size.Slice(), w.Stride.Slice(), w.Dilation.Slice())
	}
	for i := range 3 - n {
		s.In[i], s.Out[i], s.Size[i], s.Stride[i], s.Dilation[i] = 1, 1, 1, 1, 1
	}
	for i := range n {
		j := 3 - n + i
		s.In[j], s.Out[j], s.Size[j] = in.D[i], out.D[i], size.D[i]
		s.Stride[j], s.Dilation[j], s.Lo[j] = w.Stride.D[i], w.Dilation.D[i], w.Lo.D[i]
		if s.Out[j] < 0 || s.In[j] < 0 || s.Size[j] < 1 || s.Stride[j] < 1 || s.Dilation[j] < 1 {
			return s, fmt.Errorf("received %d windows of %d taps over %d places, strides %d, dilation %d; expected positive numbers", s.Out[j], s.Size[j], s.In[j], s.Stride[j], s.Dilation[j])
		}
	}
	return s, nil
}

// volume returns the number of places of a box.
func volume(d [3]int) int { return d[0] * d[1] * d[2] }

// Place returns where a tap of a window lies, -1 if outside. All three are numbers
// in row-major order.
func (s *Slide) Place(window, tap int) int {
	p, n := 0, 1
	for i := 2; i >= 0; i-- {
		at := window%s.Out[i]*s.Stride[i] + tap%s.Size[i]*s.Dilation[i] - s.Lo[i]
		if at < 0 || at >= s.In[i] {
			return -1
		}
		p += at * n
		n *= s.In[i]
		window /= s.Out[i]
		tap /= s.Size[i]
	}
	return p
}

// Window returns the window of which the tap lies at a place, -1 if there is none.
func (s *Slide) Window(place, tap int) int {
	w, n := 0, 1
	for i := 2; i >= 0; i-- {
		at := place%s.In[i] - tap%s.Size[i]*s.Dilation[i] + s.Lo[i]
		if at < 0 || at%s.Stride[i] != 0 || at/s.Stride[i] >= s.Out[i] {
			return -1
		}
		w += at / s.Stride[i] * n
		n *= s.Out[i]
		place /= s.In[i]
		tap /= s.Size[i]
	}
	return w
}

// spatial returns the sizes of the spatial axes of an array [batch, spatial…,
// channels], none if it has less than two axes.
func spatial(shape tensor.Shape) graph.Dims {
	if len(shape) < 2 {
		return graph.Dims{}
	}
	return graph.DimsOf(shape[1 : len(shape)-1]...)
}

// withSpatial returns the shape [batch, sizes…, channels].
func withSpatial(batch int, sizes graph.Dims, channels int) tensor.Shape {
	return append(append(tensor.Shape{batch}, sizes.Shape()...), channels)
}

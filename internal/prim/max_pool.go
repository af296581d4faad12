package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// MaxPool finds the largest element of each window of Size places of x [batch,
// places…, channels], channel by channel; NaN if there is one. Its output has Out
// windows along each spatial axis. Windows that lie outside of x give -∞.
type MaxPool struct {
	Window
	Size, Out graph.Dims
}

var _ = graph.Define(MaxPool{})

// Sizes returns what MaxPool does for x of the given shape.
func (o MaxPool) Sizes(x tensor.Shape) (Slide, error) {
	return o.slide(spatial(x), o.Out, o.Size)
}

// Infer implements graph.Op.
func (o MaxPool) Infer(in []typ) ([]typ, error) {
	if err := arity(in, 1); err != nil {
		return nil, err
	}
	x := in[0].Shape
	if _, err := o.Sizes(x); err != nil {
		return nil, err
	}
	return []typ{{DType: in[0].DType, Shape: withSpatial(x[0], o.Out, x[len(x)-1])}}, isFloat(in[0].DType)
}

// VJP implements graph.Op: the first of the largest elements gets the gradient.
func (o MaxPool) VJP(n *node, g []*value) []*value {
	return []*value{apply(MaxPoolInput(o), n.In[0], g[0])}
}

// Ref implements graph.Op.
func (o MaxPool) Ref(out, in []*arr) {
	s, _ := o.Sizes(in[0].Shape())
	channels := in[0].Shape()[in[0].Rank()-1]
	if out[0].DType() == tensor.Float32 {
		maxPool(&s, channels, tensor.Data[float32](out[0]), tensor.Data[float32](in[0]), tensor.Data[float32](in[0]), float32(math.Inf(-1)))
	} else {
		maxPool(&s, channels, tensor.Data[float64](out[0]), tensor.Data[float64](in[0]), tensor.Data[float64](in[0]), math.Inf(-1))
	}
}

// first returns where the largest element of a window lies for one channel of an
// image x, the first one if there are several; -1 if the window lies outside.
func first[T float](s *Slide, x []T, channels, window, channel int) int {
	at := -1
	for t := range volume(s.Size) {
		if p := s.Place(window, t); p >= 0 {
			i := p*channels + channel
			if at < 0 || x[i] > x[at] || x[i] != x[i] && x[at] == x[at] {
				at = i
			}
		}
	}
	return at
}

// maxPool writes the elements of h at the places of the largest of x, or what
// windows outside have.
func maxPool[T float](s *Slide, channels int, y, x, h []T, outside T) {
	places, windows := volume(s.In)*channels, volume(s.Out)*channels
	for i := range y {
		b, w, c := i/windows, i%windows/channels, i%channels
		at := first(s, x[b*places:], channels, w, c)
		if at < 0 {
			y[i] = outside
			continue
		}
		y[i] = h[b*places+at]
	}
}

// poolCases are the attributes and the input of cases of pooling.
func poolCases(f func(o MaxPool, x *arr) graph.Case) []graph.Case {
	of := func(in, out, size, stride, lo []int, batch, channels int) graph.Case {
		shape := withSpatial(batch, graph.DimsOf(in...), channels)
		one := graph.DimsOf(in...)
		for i := range in {
			one.D[i] = 1
		}
		o := MaxPool{Window{graph.DimsOf(stride...), one, graph.DimsOf(lo...)}, graph.DimsOf(size...), graph.DimsOf(out...)}
		return f(o, floats(wave(shape.Size(), 1.9), shape...))
	}
	nan := float32(math.NaN())
	odd := func(size, out, lo int) graph.Case {
		c := f(MaxPool{Window{graph.DimsOf(2), graph.DimsOf(1), graph.DimsOf(lo)}, graph.DimsOf(size), graph.DimsOf(out)},
			floats([]float32{1, 1, 1, nan, 2, nan, 0}, 1, 7, 1))
		return rough(c.Op, c.In...)
	}
	return []graph.Case{
		of([]int{6}, []int{3}, []int{2}, []int{2}, []int{0}, 2, 3),
		of([]int{4, 6}, []int{2, 3}, []int{2, 2}, []int{2, 2}, []int{0, 0}, 2, 5),
		of([]int{7, 5}, []int{3, 2}, []int{2, 2}, []int{2, 2}, []int{0, 0}, 1, 3), // a rest
		of([]int{7, 6}, []int{4, 3}, []int{3, 3}, []int{2, 2}, []int{1, 1}, 2, 2), // windows that overlap
		of([]int{8, 8}, []int{3, 3}, []int{2, 1}, []int{3, 3}, []int{0, 0}, 1, 2), // places between
		of([]int{5, 5}, []int{5, 5}, []int{2, 3}, []int{1, 1}, []int{0, 1}, 1, 4), // same
		of([]int{5}, []int{6}, []int{2}, []int{1}, []int{1}, 1, 2),                // a border
		of([]int{4, 4, 3}, []int{2, 2, 2}, []int{2, 2, 2}, []int{2, 2, 2}, []int{0, 0, 0}, 1, 2),
		of([]int{26, 26}, []int{13, 13}, []int{2, 2}, []int{2, 2}, []int{0, 0}, 3, 32),
		of([]int{11, 9}, []int{5, 4}, []int{3, 3}, []int{2, 2}, []int{0, 0}, 2, 21),
		odd(3, 3, 0),
		odd(2, 7, 4), // windows outside
	}
}

// Cases implements graph.Op.
func (MaxPool) Cases() []graph.Case {
	return poolCases(func(o MaxPool, x *arr) graph.Case { return smooth(o, x) })
}

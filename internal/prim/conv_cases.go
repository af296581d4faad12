package prim

import (
	"math"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// A convCase is the sizes of a case of a convolution.
type convCase struct {
	batch, groups, channels, filters    int // channels and filters of a group
	in, out, size, stride, dilation, lo []int
}

// convCases are what a convolution and its gradients are tried with.
var convCases = []convCase{
	{1, 1, 1, 1, []int{3}, []int{3}, []int{1}, []int{1}, []int{1}, []int{0}},                                     // a scale
	{2, 1, 2, 3, []int{7}, []int{5}, []int{3}, []int{1}, []int{1}, []int{0}},                                     // valid
	{2, 1, 3, 2, []int{8}, []int{8}, []int{3}, []int{1}, []int{2}, []int{4}},                                     // causal, dilated
	{2, 1, 2, 5, []int{5, 6}, []int{5, 6}, []int{3, 2}, []int{1, 1}, []int{1, 1}, []int{1, 0}},                   // same
	{1, 1, 3, 4, []int{7, 8}, []int{2, 3}, []int{2, 2}, []int{3, 3}, []int{1, 1}, []int{0, 0}},                   // strides beyond the kernel
	{2, 1, 1, 9, []int{9, 7}, []int{4, 3}, []int{3, 3}, []int{2, 2}, []int{1, 1}, []int{0, 0}},                   // one channel
	{1, 1, 4, 3, []int{9, 9}, []int{5, 5}, []int{3, 3}, []int{1, 1}, []int{2, 2}, []int{0, 0}},                   // dilated
	{2, 3, 2, 2, []int{5, 5}, []int{3, 3}, []int{3, 3}, []int{2, 2}, []int{1, 1}, []int{1, 1}},                   // groups
	{2, 5, 1, 1, []int{6, 5}, []int{6, 5}, []int{3, 3}, []int{1, 1}, []int{1, 1}, []int{1, 1}},                   // depthwise
	{1, 3, 1, 2, []int{6, 7}, []int{3, 3}, []int{2, 3}, []int{2, 2}, []int{1, 1}, []int{0, 0}},                   // with a multiplier
	{2, 1, 3, 4, []int{4, 5}, []int{4, 5}, []int{1, 1}, []int{1, 1}, []int{1, 1}, []int{0, 0}},                   // a product
	{2, 1, 3, 4, []int{5, 4}, []int{3, 2}, []int{1, 1}, []int{2, 2}, []int{1, 1}, []int{0, 0}},                   // a product of some rows
	{1, 1, 2, 3, []int{4, 4}, []int{7, 6}, []int{3, 2}, []int{1, 1}, []int{1, 1}, []int{5, 0}},                   // windows outside
	{1, 2, 1, 2, []int{3, 4, 4}, []int{3, 4, 4}, []int{3, 2, 3}, []int{1, 1, 1}, []int{1, 1, 1}, []int{1, 0, 1}}, // volumes
	{1, 1, 2, 2, []int{4, 5, 3}, []int{2, 3, 3}, []int{2, 3, 1}, []int{2, 1, 1}, []int{1, 1, 1}, []int{0, 0, 0}},
}

// convTiles are larger, so that they meet whole and broken tiles of kernels.
var convTiles = []convCase{
	{3, 1, 17, 35, []int{12, 13}, []int{10, 11}, []int{3, 3}, []int{1, 1}, []int{1, 1}, []int{0, 0}},
	{3, 1, 16, 40, []int{10, 9}, []int{5, 5}, []int{3, 3}, []int{2, 2}, []int{1, 1}, []int{1, 1}},
	{2, 1, 3, 33, []int{19, 18}, []int{10, 9}, []int{5, 5}, []int{2, 2}, []int{1, 1}, []int{2, 1}},
	{2, 1, 1, 32, []int{28, 28}, []int{26, 26}, []int{3, 3}, []int{1, 1}, []int{1, 1}, []int{0, 0}},
	{2, 40, 1, 1, []int{9, 8}, []int{9, 8}, []int{3, 3}, []int{1, 1}, []int{1, 1}, []int{1, 1}},
	{2, 2, 16, 24, []int{8, 8}, []int{8, 8}, []int{3, 3}, []int{1, 1}, []int{1, 1}, []int{1, 1}},
	{5, 1, 32, 32, []int{40}, []int{18}, []int{4}, []int{2}, []int{1}, []int{0}},
}

func (c convCase) window() Window {
	return Window{graph.DimsOf(c.stride...), graph.DimsOf(c.dilation...), graph.DimsOf(c.lo...)}
}

func (c convCase) x() *arr {
	s := withSpatial(c.batch, graph.DimsOf(c.in...), c.groups*c.channels)
	return floats(wave(s.Size(), .7), s...)
}

func (c convCase) y() *arr {
	s := withSpatial(c.batch, graph.DimsOf(c.out...), c.groups*c.filters)
	return floats(wave(s.Size(), 1.3), s...)
}

func (c convCase) kernel() *arr {
	s := append(append(tensor.Shape{}, c.size...), c.channels, c.groups*c.filters)
	return floats(wave(s.Size(), 2.1), s...)
}

// eachConv returns the cases of an op over those of convolutions.
func eachConv(f func(c convCase) graph.Case) []graph.Case {
	var cs []graph.Case
	for _, c := range convCases {
		cs = append(cs, f(c))
	}
	for _, c := range convTiles {
		k := f(c)
		cs = append(cs, rough(k.Op, k.In...))
	}
	k := f(convCases[3])
	for i, x := range k.In {
		k.In[i] = x.Cast(tensor.Float64)
	}
	return append(cs, k)
}

// wave returns n numbers between -1 and 1 of which neighbors have little in common.
func wave(n int, step float64) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(math.Sin(step * float64(i) * (1 + .01*float64(i%7))))
	}
	return v
}

package legacy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gokeras/keras/tensor"
)

// A Part is a layer that owns weights, and how it has them today.
type Part struct {
	Class         string // such as Conv2D; LSTMCell within an LSTM, convLSTMCell within a ConvLSTM2D
	ChannelsFirst bool
	Want          []tensor.Shape
}

// An Origin is where arrays come from.
type Origin struct {
	Generation int
	Theano     bool // whose convolutions turn the kernel around
	ClipsAll   bool // clipnorm is the norm of all gradients together
}

// gates is the places of the gates of a cell in Keras 1, in today's order.
var gates = map[string][]int{
	"LSTMCell":     {0, 2, 1, 3}, // i c f o were i f c o
	"convLSTMCell": {0, 2, 1, 3},
	"GRUCell":      {0, 1, 2},
}

// Split returns how many arrays Keras 1 had for the part, where each gate had its own.
func (p Part) Split() int {
	if g := gates[p.Class]; g != nil && len(p.Want) == 3 {
		return 3 * len(g)
	}
	return len(p.Want)
}

// Convert returns the arrays of the part as they are today, and whether any of them has
// changed.
func (p Part) Convert(o Origin, arrays []*tensor.Tensor) (out []*tensor.Tensor, changed bool, err error) {
	out = slices.Clone(arrays)
	if n := p.Split(); len(arrays) == n && n != len(p.Want) {
		if out, err = p.join(arrays); err != nil {
			return nil, true, err
		}
	}
	for i := range out {
		if i == len(p.Want) {
			break
		}
		if o.Generation == 1 {
			out[i] = p.turn(out[i])
		}
		if o.Theano && p.kernel(i) {
			out[i] = flip(out[i])
		}
		if p.kernel(i) && out[i].Rank() == 4 && !out[i].Shape().Equal(p.Want[i]) {
			if t := transpose(out[i], 3, 2, 0, 1); t.Shape().Equal(p.Want[i]) {
				out[i] = t
			}
		}
	}
	if t := p.cuDNN(out); t != nil {
		out = t
	}
	return out, !slices.Equal(out, arrays), nil
}

// kernel tells whether a weight is the kernel of a convolution.
func (p Part) kernel(i int) bool {
	switch p.Class {
	case "Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose":
		return i == 0
	case "convLSTMCell":
		return i < 2
	}
	return false
}

// join puts the gates of Keras 1 side by side. Of each gate there were the kernel, the
// recurrent kernel and the bias.
func (p Part) join(arrays []*tensor.Tensor) ([]*tensor.Tensor, error) {
	var out []*tensor.Tensor
	for kind := range 3 {
		var list []*tensor.Tensor
		for _, g := range gates[p.Class] {
			list = append(list, arrays[3*g+kind])
		}
		axis := list[0].Rank() - 1
		if p.Class == "convLSTMCell" && p.ChannelsFirst && kind < 2 {
			axis = 0
		}
		t, err := tensor.Concatenate(max(axis, 0), list...)
		if err != nil {
			return nil, fmt.Errorf("gates: %w", err)
		}
		out = append(out, t)
	}
	return out, nil
}

// turn gives an array of Keras 1 today's order of axes, where it had another.
func (p Part) turn(t *tensor.Tensor) *tensor.Tensor {
	switch {
	case p.Class == "Conv1D" && t.Rank() == 4:
		if s := t.Shape(); s[1] != 1 || s[3] != p.Want[0][2] { // of 1.1: filters, channels, length, 1
			t = transpose(t, 2, 3, 1, 0)
		}
		if s := t.Shape(); s[1] == 1 {
			u, _ := t.Reshape(s[0], s[2], s[3])
			return u
		}
	case p.Class == "Conv2DTranspose" && t.Rank() == 4:
		if p.ChannelsFirst {
			return transpose(t, 2, 3, 0, 1)
		}
		return transpose(t, 0, 1, 3, 2)
	case !p.ChannelsFirst:
	case t.Rank() == 4 && (strings.HasSuffix(p.Class, "Conv2D") || p.Class == "convLSTMCell"):
		return transpose(t, 2, 3, 1, 0)
	case t.Rank() == 5 && p.Class == "Conv3D":
		return transpose(t, 2, 3, 4, 1, 0)
	}
	return t
}

// cuDNN returns the weights of a cell from those of a CuDNNLSTM or CuDNNGRU, which
// are known by their second bias; nil if they are no such weights.
func (p Part) cuDNN(w []*tensor.Tensor) []*tensor.Tensor {
	n := len(gates[p.Class])
	if n == 0 || p.Class == "convLSTMCell" || len(w) != 3 || len(p.Want) != 3 || w[0].Rank() != 2 || w[1].Rank() != 2 {
		return nil
	}
	units := w[1].Shape()[0]
	if !w[2].Shape().Equal(tensor.Shape{2 * n * units}) || !w[0].Shape().Equal(p.Want[0]) || !w[1].Shape().Equal(p.Want[1]) {
		return nil
	}
	in, all := w[0].Shape()[0], n*units
	kernel, recurrent := tensor.New(w[0].DType(), in, all), tensor.New(w[1].DType(), units, all)
	for g := range n {
		for j := range units {
			for i := range in { // the gate's own matrix, in the order of its elements
				k := i + j*in
				kernel.Set(w[0].At(k/units, g*units+k%units), i, g*units+j)
			}
			for i := range units {
				recurrent.Set(w[1].At(j, g*units+i), i, g*units+j)
			}
		}
	}
	bias, err := w[2].Reshape(2, all)
	if err != nil {
		return nil
	}
	if len(p.Want[2]) == 1 { // of an LSTM there is one
		sum := tensor.New(bias.DType(), all)
		for i := range all {
			sum.Set(bias.At(0, i)+bias.At(1, i), i)
		}
		bias = sum
	}
	return []*tensor.Tensor{kernel, recurrent, bias}
}

// transpose returns an array with its axes in the given order.
func transpose(t *tensor.Tensor, order ...int) *tensor.Tensor {
	shape, step := make(tensor.Shape, len(order)), make([]int, len(order))
	steps := strides(t.Shape())
	for i, a := range order {
		shape[i], step[i] = t.Shape()[a], steps[a]
	}
	return view(t, 0, shape, step)
}

// flip returns a kernel with all axes but the last two turned around.
func flip(t *tensor.Tensor) *tensor.Tensor {
	shape, step, start := t.Shape(), strides(t.Shape()), 0
	for i := range max(t.Rank()-2, 0) {
		start += max(shape[i]-1, 0) * step[i]
		step[i] = -step[i]
	}
	return view(t, start, shape, step)
}

func strides(shape tensor.Shape) []int {
	step, n := make([]int, len(shape)), 1
	for i := len(shape) - 1; i >= 0; i-- {
		step[i], n = n, n*shape[i]
	}
	return step
}

// view returns the elements of an array from start on, by steps along axes.
func view(t *tensor.Tensor, start int, shape tensor.Shape, step []int) *tensor.Tensor {
	out := tensor.New(t.DType(), shape...)
	src, dst, size := t.Bytes(), out.Bytes(), t.DType().Size()
	index := make([]int, len(shape))
	for at, n := start, 0; n < out.Size(); n++ {
		copy(dst[n*size:(n+1)*size], src[at*size:])
		for a := len(shape) - 1; a >= 0; a-- {
			index[a]++
			at += step[a]
			if index[a] < shape[a] {
				break
			}
			at -= index[a] * step[a]
			index[a] = 0
		}
	}
	return out
}

package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/vec"
	"github.com/gokeras/keras/internal/prim"
)

// A convolution each of whose filters sees a channel of its own is no product of
// matrices: the channels of a place are multiplied with those of a tap.

var sumProducts = vec.SumProducts.Best()

// isDepthwise tells whether there are enough such channels to be worth their while.
func isDepthwise(s *prim.ConvSizes) bool {
	const enough = 4
	return s.Channels == 1 && s.Filters == 1 && s.Groups >= enough
}

// A depthwise is the sizes and buffers of such a convolution or of its gradient by the
// input.
type depthwise struct {
	prim.ConvSizes
	x, kernel      int
	lines, perLine int
	atOnce         int
	line           func(m *Memory, z []float32, line int)
	reached        []reaching // by place of a line, of a gradient
}

func newDepthwise(s prim.ConvSizes, u Use) *depthwise {
	d := &depthwise{ConvSizes: s, x: u.X[0], kernel: u.X[1]}
	d.sizes(s.Out)
	d.line = d.forward
	return d
}

func newDepthwiseInput(s prim.ConvSizes, u Use) *depthwise {
	d := &depthwise{ConvSizes: s, x: u.X[0], kernel: u.X[1]}
	d.sizes(s.In)
	d.line = d.backward
	for place := range s.In[2] {
		d.reached = append(d.reached, reached(&d.Slide, 2, place))
	}
	return d
}

// sizes takes the sizes of the result.
func (d *depthwise) sizes(space [3]int) {
	d.lines, d.perLine = d.Batch*space[0]*space[1], space[2]*d.Groups
	d.atOnce = max(1, most/d.perLine)
}

func (d *depthwise) before() []Loop { return nil }
func (d *depthwise) shared() int    { return 0 }
func (d *depthwise) scratch() int   { return 0 }
func (d *depthwise) block() int     { return d.atOnce * d.perLine }

func (d *depthwise) work() int {
	return d.lines * d.perLine * d.Size[0] * d.Size[1] * d.Size[2]
}

func (d *depthwise) piece(m *Memory, z []float32, p int, _ []float32) {
	clear(z)
	for line := p * d.atOnce; len(z) > 0; line, z = line+1, z[d.perLine:] {
		d.line(m, z[:d.perLine], line)
	}
}

// forward adds the taps of a line of windows.
func (d *depthwise) forward(m *Memory, z []float32, line int) {
	b, deep, high := line/d.Out[1]/d.Out[0], line/d.Out[1]%d.Out[0], line%d.Out[1]
	deepLo, deepHi := taps(&d.Slide, 0, deep)
	highLo, highHi := taps(&d.Slide, 1, high)
	c := d.Groups
	row := d.In[2] * c
	p := vec.Products{
		Rows: highHi - highLo, ARow: d.Dilation[1] * row, ACol: d.Dilation[2] * c, BRow: d.Size[2] * c, BCol: c,
	}
	for t := deepLo; t < deepHi; t++ {
		plane := b*d.In[0] + deep*d.Stride[0] + t*d.Dilation[0] - d.Lo[0]
		at := (plane*d.In[1] + high*d.Stride[1] + highLo*d.Dilation[1] - d.Lo[1]) * row
		for w := range d.Out[2] {
			lo, hi := taps(&d.Slide, 2, w)
			p.Cols = hi - lo
			sumProducts(z[w*c:][:c], m.Floats(d.x), at+(w*d.Stride[2]+lo*d.Dilation[2]-d.Lo[2])*c,
				m.Floats(d.kernel), ((t*d.Size[1]+highLo)*d.Size[2]+lo)*c, p)
		}
	}
}

// backward adds what the windows that reach a line of the input pass back.
func (d *depthwise) backward(m *Memory, z []float32, line int) {
	b, deep, high := line/d.In[1]/d.In[0], line/d.In[1]%d.In[0], line%d.In[1]
	planes, rows := reached(&d.Slide, 0, deep), reached(&d.Slide, 1, high)
	var tap, window [3]int
	for i := range 3 {
		tap[i], window[i] = steps(&d.Slide, i)
	}
	c := d.Groups
	p := vec.Products{
		Rows: rows.n, ARow: window[1] * d.Out[2] * c, ACol: window[2] * c, BRow: -tap[1] * d.Size[2] * c, BCol: -tap[2] * c,
	}
	for i := range planes.n {
		t, from := planes.tap-i*tap[0], planes.window+i*window[0]
		at := ((b*d.Out[0]+from)*d.Out[1] + rows.window) * d.Out[2]
		for w, cols := range d.reached {
			p.Cols = cols.n
			sumProducts(z[w*c:][:c], m.Floats(d.x), (at+cols.window)*c,
				m.Floats(d.kernel), ((t*d.Size[1]+rows.tap)*d.Size[2]+cols.tap)*c, p)
		}
	}
}

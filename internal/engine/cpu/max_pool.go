package cpu

import (
	"math"

	"github.com/gokeras/keras/internal/engine/cpu/vec"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

var (
	_ = BindSource(func(p prim.MaxPool, u Use) Source {
		x := u.In[0].Shape
		if s, err := p.Sizes(x); err == nil {
			return newPool(s, x, u.X[0])
		}
		return nil
	})
	_ = Bind(func(_ prim.MaxPool, u Use) []Loop { return wholly(u) })
)

var (
	larger   = vec.Max.Best()
	peaks    = vec.Peaks.Best()
	takeMax  = vec.Claim.Best()
	infinity = float32(math.Inf(-1))
)

// A pool is the sizes and the buffer of max pooling. It is computed line by line: the
// maximum of the lines that a window covers, and then that of its places in there.
type pool struct {
	prim.Slide
	x, channels     int
	line, row       int // floats of a line of windows and of the image
	windows, atOnce int // lines of windows of all images and of a piece
}

func newPool(s prim.Slide, x tensor.Shape, buffer int) *pool {
	p := &pool{Slide: s, x: buffer, channels: x[len(x)-1]}
	p.line, p.row = s.Out[2]*p.channels, s.In[2]*p.channels
	p.windows = x[0] * s.Out[0] * s.Out[1]
	p.atOnce = max(1, most/max(p.line, 1))
	return p
}

func (p *pool) before() []Loop { return nil }
func (p *pool) shared() int    { return 0 }
func (p *pool) block() int     { return p.atOnce * p.line }
func (p *pool) scratch() int   { return p.row }

func (p *pool) work() int {
	return p.windows * (p.Size[0]*p.Size[1]*p.row + p.Size[2]*p.line)
}

func (p *pool) piece(m *Memory, z []float32, at int, scratch []float32) {
	for w := at * p.atOnce; len(z) > 0; w, z = w+1, z[p.line:] {
		p.maxima(m, z[:p.line], w, scratch[:p.row])
	}
}

// maxima computes line w of windows.
func (p *pool) maxima(m *Memory, z []float32, w int, high []float32) {
	c := p.channels
	var highest []float32 // of the lines so far
	p.covered(w, func(row int) {
		x := m.Floats(p.x)[row*p.row:][:p.row]
		if highest == nil {
			highest = x
			return
		}
		larger(high, highest, x)
		highest = high
	})
	found := highest != nil
	tap, step := 0, p.Stride[2]*c
	if lo, hi := windows(&p.Slide, 2, 0); found && lo == 0 && hi == p.Out[2] {
		// All windows have the first tap.
		x := highest[-p.Lo[2]*c:]
		peaks(z, x, x, c, p.Out[2], c, step, step)
		tap = 1
	} else {
		fill(z, infinity)
	}
	for ; found && tap < p.Size[2]; tap++ {
		lo, hi := windows(&p.Slide, 2, tap)
		if lo < hi {
			at := lo*p.Stride[2] + tap*p.Dilation[2] - p.Lo[2]
			peaks(z[lo*c:], z[lo*c:], highest[at*c:], c, hi-lo, c, c, step)
		}
	}
}

// covered calls f for each line of the images that line w of windows covers, in order.
func (p *pool) covered(w int, f func(row int)) {
	b, deep, high := w/p.Out[1]/p.Out[0], w/p.Out[1]%p.Out[0], w%p.Out[1]
	deepLo, deepHi := taps(&p.Slide, 0, deep)
	highLo, highHi := taps(&p.Slide, 1, high)
	for d := deepLo; d < deepHi; d++ {
		plane := b*p.In[0] + deep*p.Stride[0] + d*p.Dilation[0] - p.Lo[0]
		for h := highLo; h < highHi; h++ {
			f(plane*p.In[1] + high*p.Stride[1] + h*p.Dilation[1] - p.Lo[1])
		}
	}
}

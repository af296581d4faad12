package cpu

import (
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

var (
	_ = BindSource(func(p prim.MaxPoolInput, u Use) Source {
		s := newPoolInput(p, u)
		if s == nil || s.block() > widest {
			return nil
		}
		return s
	})
	_ = Bind(func(p prim.MaxPoolInput, u Use) []Loop {
		s := newPoolInput(p, u)
		if s == nil {
			return nil
		}
		return stepwise(s, u)
	})
)

// widest is the largest piece, in floats, that is computed within a group: it must
// stay in the second-level cache.
const widest = 1 << 16

// A poolInput is the gradient of max pooling. The windows hand out their gradients tap
// by tap, in order: a tap whose element is the maximum takes what is left. A piece of
// the result is lines that share no window with others.
type poolInput struct {
	*pool
	g     int
	own   int // lines of windows that belong to rows lines of the image alone
	rows  int
	units int // of a piece
}

func newPoolInput(op prim.MaxPoolInput, u Use) *poolInput {
	x := u.In[0].Shape
	s, err := op.Sizes(x)
	if err != nil || u.Out[0].DType != tensor.Float32 || u.Out[0].Size() == 0 {
		return nil
	}
	p := &poolInput{pool: newPool(s, x, u.X[0]), g: u.X[1]}
	alone := func(i int) bool { // windows along the axis share no place
		return s.Lo[i] == 0 && (s.Size[i]-1)*s.Dilation[i] < s.Stride[i] && s.Out[i]*s.Stride[i] == s.In[i]
	}
	switch {
	case !alone(0) || s.Stride[0] > 1:
		p.own, p.rows = s.Out[0]*s.Out[1], s.In[0]*s.In[1]
	case !alone(1):
		p.own, p.rows = s.Out[1], s.In[1]
	default:
		p.own, p.rows = 1, s.Stride[1]
	}
	p.units = max(1, most/(p.rows*p.row))
	return p
}

func (p *poolInput) block() int   { return p.units * p.rows * p.row }
func (p *poolInput) scratch() int { return p.row + 2*p.line }
func (p *poolInput) work() int {
	return p.pool.work() + 2*p.windows*p.Size[0]*p.Size[1]*p.Size[2]*p.line
}

func (p *poolInput) piece(m *Memory, z []float32, at int, scratch []float32) {
	clear(z)
	high, scratch := scratch[:p.row], scratch[p.row:]
	top, rest := scratch[:p.line], scratch[p.line:][:p.line]
	first := at * p.units * p.rows // line of the image
	last := first + len(z)/p.row
	for w := first / p.rows * p.own; w < last/p.rows*p.own; w++ {
		p.maxima(m, top, w, high)
		copy(rest, m.Floats(p.g)[w*p.line:])
		p.covered(w, func(row int) {
			p.hand(z[(row-first)*p.row:], m.Floats(p.x)[row*p.row:], top, rest)
		})
	}
}

// hand adds what is left of a line of gradients to the places of a line of the image
// that are the maximum.
func (p *poolInput) hand(z, x, top, rest []float32) {
	c := p.channels
	for t := range p.Size[2] {
		lo, hi := windows(&p.Slide, 2, t)
		if lo < hi {
			at := (lo*p.Stride[2] + t*p.Dilation[2] - p.Lo[2]) * c
			takeMax(z[at:], x[at:], rest[lo*c:], top[lo*c:], c, hi-lo, p.Stride[2]*c, p.Stride[2]*c)
		}
	}
}

package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/prim"
)

// The gradient of a convolution by its input is computed line by line of the input:
// for each tap along the last axis, the product of a line of gradients with the
// kernel's transpose is added to the places that the tap lies on. The rows of the
// kernel that reach the line are the runs of the product.

var (
	_ = BindSource(func(p prim.ConvInput, u Use) Source {
		s, err := p.Sizes(u.In[0].Shape, u.In[1].Shape)
		switch {
		case err != nil:
			return nil
		case isDepthwise(&s):
			return newDepthwiseInput(s, u)
		}
		return newConvInput(s, u)
	})
	_ = Bind(func(_ prim.ConvInput, u Use) []Loop { return wholly(u) })
)

// A convInput is the sizes and buffers of a gradient by the input.
type convInput struct {
	prim.ConvSizes
	g, kernel         int
	channels, filters int // of all groups

	k               int // taps times filters of a group
	panels, packed  int // of a group
	lines           int // of all images
	atOnce, perLine int
	tapStep         int // of the rows that reach a line
	runs            gemm.Runs
}

func newConvInput(s prim.ConvSizes, u Use) *convInput {
	c := &convInput{ConvSizes: s, g: u.X[0], kernel: u.X[1], channels: s.Groups * s.Channels, filters: s.Groups * s.Filters}
	c.k = s.Size[0] * s.Size[1] * s.Size[2] * s.Filters
	c.panels, c.packed = gemm.Panels(s.Channels), gemm.PackedLen(c.k, s.Channels)
	c.lines, c.perLine = s.Batch*s.In[0]*s.In[1], s.In[2]*c.channels
	c.atOnce = max(1, most/c.perLine)
	width := gemm.PanelWidth()
	tapStep, windowStep := steps(&s.Slide, 1)
	c.tapStep = tapStep
	c.runs = gemm.Runs{
		K: s.Filters, ARow: c.filters, AK: 1, ARun: windowStep * s.Out[2] * c.filters,
		BK: width, BRun: tapStep * s.Filters * width,
	}
	return c
}

// before returns the loop that packs the transposes of the kernel's taps, the rows
// from the last to the first, so that rows and windows go the same way.
func (c *convInput) before() []Loop {
	width := gemm.PanelWidth()
	return []Loop{{
		Parts: c.Groups * c.panels, Work: 4 * c.k * c.channels, Shared: c.shared(),
		Run: func(m *Memory, lo, hi int) {
			for ; lo < hi; lo++ {
				g, p := lo/c.panels, lo%c.panels
				panel := m.Shared()[g*c.packed+p*c.k*width:]
				cols := min(width, c.Channels-p*width)
				for t := range c.Size[0] * c.Size[1] * c.Size[2] {
					d, h, w := t/c.Size[2]/c.Size[1], t/c.Size[2]%c.Size[1], t%c.Size[2]
					from := m.Floats(c.kernel)[(t*c.Channels+p*width)*c.filters+g*c.Filters:]
					gemm.Pack(panel[c.at(d, h, w)*c.Filters*width:], from, 1, c.filters, c.Filters, cols, 0, 1)
				}
			}
		},
	}}
}

// at returns the number of a packed tap.
func (c *convInput) at(d, h, w int) int { return (d*c.Size[2]+w)*c.Size[1] + c.Size[1] - 1 - h }

func (c *convInput) shared() int { return c.Groups * c.packed }

func (c *convInput) work() int {
	return c.Batch * c.Out[0] * c.Out[1] * c.Out[2] * c.channels * c.k / 3
}

func (c *convInput) scratch() int { return gemm.ScratchLen() }

func (c *convInput) block() int { return c.atOnce * c.perLine }

// piece computes some lines of the result.
func (c *convInput) piece(m *Memory, z []float32, p int, tile []float32) {
	clear(z)
	for line := p * c.atOnce; len(z) > 0; line, z = line+1, z[c.perLine:] {
		c.line(m, z[:c.perLine], line, tile)
	}
}

func (c *convInput) line(m *Memory, z []float32, line int, tile []float32) {
	b, deep, high := line/c.In[1]/c.In[0], line/c.In[1]%c.In[0], line%c.In[1]
	planes, rows := reached(&c.Slide, 0, deep), reached(&c.Slide, 1, high)
	tapStep, windowStep := steps(&c.Slide, 0)
	width := gemm.PanelWidth()
	r := c.runs
	r.Runs = rows.n
	r.ARow = c.filters
	for i := range planes.n {
		d, from := planes.tap-i*tapStep, planes.window+i*windowStep
		g := m.Floats(c.g)[((b*c.Out[0]+from)*c.Out[1]+rows.window)*c.Out[2]*c.filters:]
		for w := range c.Size[2] {
			lo, hi := windows(&c.Slide, 2, w)
			if lo == hi || rows.n == 0 {
				continue
			}
			place := lo*c.Stride[2] + w*c.Dilation[2] - c.Lo[2]
			for group := range c.Groups {
				for p := range c.panels {
					gemm.MulRuns(z[place*c.channels+group*c.Channels+p*width:], c.Stride[2]*c.channels,
						g[lo*c.filters+group*c.Filters:], m.Shared()[group*c.packed+(p*c.k+c.at(d, rows.tap, w)*c.Filters)*width:],
						r, hi-lo, min(width, c.Channels-p*width), true, tile)
				}
			}
		}
	}
}

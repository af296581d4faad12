package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/prim"
)

// A convolution is computed line by line: the windows along the last axis of space
// are the rows of a product whose inner axis is the taps of a window times the
// channels. The taps of a row of the kernel lie in one piece of a row of the image, so
// that the image is read where it is; only lines that reach out of it are copied.

var (
	_ = BindSource(func(p prim.Conv, u Use) Source {
		s, err := p.Sizes(u.In[0].Shape, u.In[1].Shape)
		switch {
		case err != nil:
			return nil
		case isDepthwise(&s):
			return newDepthwise(s, u)
		}
		return newConvolution(s, u)
	})
	_ = Bind(func(_ prim.Conv, u Use) []Loop { return wholly(u) })
)

// A convolution is the sizes and buffers of one.
type convolution struct {
	prim.ConvSizes
	x, kernel         int
	channels, filters int // of all groups

	runs    gemm.Runs
	k       int  // taps times channels of a group
	joined  bool // the taps of a row of the kernel are one run
	wide    int  // floats of a copied line, 0 if none is copied
	panels  int  // of a group
	packed  int  // floats of the panels of a group
	lines   int  // of all images
	atOnce  int  // lines of a part
	perLine int  // floats of the result
	kept    *shadow
}

func newConvolution(s prim.ConvSizes, u Use) *convolution {
	c := &convolution{ConvSizes: s, x: u.X[0], kernel: u.X[1], channels: s.Groups * s.Channels, filters: s.Groups * s.Filters}
	c.k = s.Size[0] * s.Size[1] * s.Size[2] * s.Channels
	if s.Groups == 1 {
		c.kept = u.shadow(u.In[1])
	}
	c.panels, c.packed = gemm.Panels(s.Filters), gemm.PackedLen(c.k, s.Filters)
	c.lines, c.perLine = s.Batch*s.Out[0]*s.Out[1], s.Out[2]*c.filters
	c.atOnce = max(1, most/c.perLine)

	width := gemm.PanelWidth()
	reach := (s.Out[2]-1)*s.Stride[2] + (s.Size[2]-1)*s.Dilation[2] + 1 // places of a line
	if s.Lo[2] > 0 || reach-s.Lo[2] > s.In[2] {
		c.wide = reach * c.channels
	}
	c.runs = gemm.Runs{ARow: s.Stride[2] * c.channels, AK: 1, BK: width}
	c.joined = s.Groups == 1 && s.Dilation[2] == 1
	if c.joined {
		c.runs.K, c.runs.ARun = s.Size[2]*s.Channels, s.Dilation[1]*s.In[2]*c.channels
		if c.wide > 0 {
			c.runs.ARun = c.wide
		}
	} else {
		c.runs.Runs, c.runs.K, c.runs.ARun = s.Size[2], s.Channels, s.Dilation[2]*c.channels
	}
	c.runs.BRun = c.runs.K * width
	return c
}

// before returns the loop that packs the kernel, unless it has a shadow.
func (c *convolution) before() []Loop {
	if c.kept != nil {
		return nil
	}
	return []Loop{{
		Parts: c.Groups * c.panels, Work: 2 * c.k * c.filters, Shared: c.shared(),
		Run: func(m *Memory, lo, hi int) {
			for ; lo < hi; lo++ {
				g, p := lo/c.panels, lo%c.panels
				gemm.Pack(m.Shared()[g*c.packed:], m.Floats(c.kernel)[g*c.Filters:], c.filters, 1, c.k, c.Filters, p, p+1)
			}
		},
	}}
}

func (c *convolution) shared() int {
	if c.kept != nil {
		return 0
	}
	return c.Groups * c.packed
}

func (c *convolution) work() int { return c.lines * c.perLine * c.k / 3 }

func (c *convolution) scratch() int {
	return gemm.ScratchLen() + c.Size[0]*c.Size[1]*c.wide
}

// block returns how many elements are computed at once.
func (c *convolution) block() int { return c.atOnce * c.perLine }

// piece computes some lines of the result.
func (c *convolution) piece(m *Memory, z []float32, p int, scratch []float32) {
	tile, band := scratch[:gemm.ScratchLen()], scratch[gemm.ScratchLen():]
	for line := p * c.atOnce; len(z) > 0; line, z = line+1, z[c.perLine:] {
		c.line(m, z[:c.perLine], line, tile, band)
	}
}

// line computes one line: for each group, for each panel of its filters, the product
// over the planes, rows and places of the kernel that lie inside of the image.
func (c *convolution) line(m *Memory, z []float32, line int, tile, band []float32) {
	b, deep, high := line/c.Out[1]/c.Out[0], line/c.Out[1]%c.Out[0], line%c.Out[1]
	deepLo, deepHi := taps(&c.Slide, 0, deep)
	highLo, highHi := taps(&c.Slide, 1, high)
	if deepLo == deepHi || highLo == highHi {
		clear(z)
		return
	}
	row := c.In[2] * c.channels
	image := m.Floats(c.x)[b*c.In[0]*c.In[1]*row:]
	// at returns where the row of the image begins that a row of the kernel lies on.
	at := func(d, h int) int {
		return ((deep*c.Stride[0]+d*c.Dilation[0]-c.Lo[0])*c.In[1] + high*c.Stride[1] + h*c.Dilation[1] - c.Lo[1]) * row
	}
	if c.wide > 0 {
		for d := deepLo; d < deepHi; d++ {
			for h := highLo; h < highHi; h++ {
				c.copyLine(band[(d*c.Size[1]+h)*c.wide:][:c.wide], image[at(d, h):][:row])
			}
		}
	}
	r, kernel := c.runs, m.Shared()
	if c.kept != nil {
		kernel = c.kept.data
	}
	for g := range c.Groups {
		for p := range c.panels {
			first := g*c.Filters + p*gemm.PanelWidth()
			panel := kernel[g*c.packed+p*c.k*gemm.PanelWidth():]
			cols := min(gemm.PanelWidth(), c.Filters-p*gemm.PanelWidth())
			for d := deepLo; d < deepHi; d++ {
				for h := highLo; h < highHi; h++ {
					a := image
					if c.wide > 0 {
						a = band[(d*c.Size[1]+h)*c.wide:]
					} else {
						a = a[at(d, h)-c.Lo[2]*c.channels:]
					}
					if c.joined {
						r.Runs = highHi - h
					}
					gemm.MulRuns(z[first:], c.filters, a[g*c.Channels:], panel[(d*c.Size[1]+h)*c.Size[2]*c.Channels*gemm.PanelWidth():],
						r, c.Out[2], cols, d > deepLo || h > highLo, tile)
					if c.joined {
						break
					}
				}
			}
		}
	}
}

// copyLine copies the places of a row that windows reach, and zeros for those outside.
func (c *convolution) copyLine(to, row []float32) {
	before := max(c.Lo[2]*c.channels, 0)
	if skip := max(-c.Lo[2]*c.channels, 0); skip < len(row) {
		row = row[skip:]
	} else {
		row = nil
	}
	clear(to[:min(before, len(to))])
	if before < len(to) {
		n := copy(to[before:], row)
		clear(to[before+n:])
	}
}

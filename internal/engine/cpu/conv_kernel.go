package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/engine/cpu/vec"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// The gradient of a convolution by its kernel is, for each row of the kernel, the
// product of the transpose of the image's lines that it lies on with lines of
// gradients, both where they are. The lines of the batch are cut into chunks, each of
// which makes a sum of its own; those are added up in the end.

var _ = Bind(func(p prim.ConvKernel, u Use) []Loop {
	s, err := p.Sizes(u.In[0].Shape, u.In[1].Shape)
	if err != nil || u.Out[0].DType != tensor.Float32 || u.Out[0].Size() == 0 {
		return nil
	}
	return newConvKernel(s, u).loops()
})

// A convKernel is the sizes and buffers of a gradient by the kernel.
type convKernel struct {
	prim.ConvSizes
	x, g, z           int
	channels, filters int // of all groups

	size          int // elements of the result
	panels        int // of a group
	lines         int // of all images
	chunk, chunks int // lines, and how many chunks of them
	joined        bool
	atOnce        int // lines
	patches       int // floats of patches, 0 if there are none
	copied        int // floats of gradients that are copied, 0 if none are
	runs          gemm.Runs
}

const (
	// chunkFloats is about how much of the image and the gradients is in a chunk: it
	// stays in the second-level cache.
	chunkFloats = 1 << 16
	// sumFloats bounds what the sums of all chunks take.
	sumFloats = 1 << 20
	// lowest is the number of rows of a product from which on they are taken from the
	// image.
	lowest = 6
	// copyFloats is about how many floats are copied at once.
	copyFloats = 1 << 13
)

func newConvKernel(s prim.ConvSizes, u Use) *convKernel {
	c := &convKernel{
		ConvSizes: s, x: u.X[0], g: u.X[1], z: u.Z[0],
		channels: s.Groups * s.Channels, filters: s.Groups * s.Filters, size: u.Out[0].Size(),
	}
	c.panels = gemm.Panels(s.Filters)
	c.lines = s.Batch * s.Out[0] * s.Out[1]
	c.chunk = max(1, chunkFloats/(s.Out[2]*(c.filters+s.Stride[1]*s.Stride[2]*c.channels)))
	c.chunk = max(c.chunk, (c.lines*c.size+sumFloats-1)/sumFloats, 1)
	if plane := s.Out[1]; c.chunk > plane {
		c.chunk -= c.chunk % plane
	}
	c.chunks = (c.lines + c.chunk - 1) / c.chunk
	reach := (s.Out[2]-1)*s.Stride[2] + (s.Size[2]-1)*s.Dilation[2] + 1
	c.joined = s.Groups == 1 && s.Dilation[2] == 1 && s.Lo[2] <= 0 && reach-s.Lo[2] <= s.In[2]
	rows := s.Channels
	if c.joined {
		rows *= s.Size[2]
	}
	c.runs = gemm.Runs{
		ARow: 1, AK: s.Stride[2] * c.channels, ARun: s.Stride[1] * s.In[2] * c.channels,
		BK: c.filters, BRun: s.Out[2] * c.filters,
	}
	c.atOnce = c.lines
	if isDepthwise(&s) {
		return c
	}
	if rows < lowest {
		line := c.size / c.filters * s.Out[2]
		c.atOnce = max(1, copyFloats/line)
		c.patches = c.atOnce * line
	}
	if width := gemm.PanelWidth(); s.Filters%width != 0 {
		c.atOnce = min(c.atOnce, max(1, copyFloats/(s.Out[2]*width)))
		c.copied = c.atOnce * s.Out[2] * width
	}
	return c
}

func (c *convKernel) loops() []Loop {
	work := c.lines * c.Out[2] * c.Size[0] * c.Size[1] * c.Size[2] * c.channels * c.Filters / 3
	shared := c.chunks * c.size
	if c.chunks == 1 {
		shared = 0
	}
	inChunk := c.Groups * c.panels * c.Size[0] * c.Size[1]
	switch {
	case isDepthwise(&c.ConvSizes):
		inChunk = c.Size[0] * c.Size[1] * c.Size[2]
	case c.patches > 0:
		inChunk = c.Groups * c.panels
	}
	loops := []Loop{{
		Parts: c.chunks * inChunk, Work: work, Shared: shared,
		Scratch: gemm.ScratchLen() + c.copied + c.patches,
		Run: func(m *Memory, lo, hi int) {
			for ; lo < hi; lo++ {
				chunk, part := lo/inChunk, lo%inChunk
				z := m.Floats(c.z)
				if c.chunks > 1 {
					z = m.Shared()[chunk*c.size:][:c.size]
				}
				first, last := chunk*c.chunk, min((chunk+1)*c.chunk, c.lines)
				if isDepthwise(&c.ConvSizes) {
					c.tap(m, z[part*c.channels:][:c.channels], first, last, part)
					continue
				}
				group, panel := part%(c.Groups*c.panels)/c.panels, part%c.panels
				c.part(m, z, first, last, group, panel, part/(c.Groups*c.panels))
			}
		},
	}}
	if c.chunks == 1 {
		return loops
	}
	return append(loops, Loop{
		Parts: (c.size + most - 1) / most, Work: c.chunks * c.size, Shared: shared,
		Run: func(m *Memory, lo, hi int) {
			first, last := lo*most, min(hi*most, c.size)
			z := m.Floats(c.z)[first:last]
			copy(z, m.Shared()[first:last])
			for i := 1; i < c.chunks; i++ {
				addTo(z, m.Shared()[i*c.size+first:i*c.size+last])
			}
		},
	})
}

var addTo = vec.AddTo.Best()

// part adds up, over some lines, the gradient of the columns of a panel in a row of
// the kernel, or in all rows if there are patches.
func (c *convKernel) part(m *Memory, z []float32, lo, hi, group, panel, row int) {
	width := gemm.PanelWidth()
	col := group*c.Filters + panel*width
	cols := min(width, c.Filters-panel*width)
	rows := c.Size[2] * c.Channels
	if c.patches > 0 {
		rows = c.size / c.filters
	}
	z = z[row*rows*c.filters+col:]
	for i := range rows {
		clear(z[i*c.filters:][:cols])
	}
	tile, rest := m.Scratch[:gemm.ScratchLen()], m.Scratch[gemm.ScratchLen():]
	for lo < hi {
		// Lines of one plane.
		n := min(hi-lo, c.Out[1]-lo%c.Out[1], c.atOnce)
		g, gRow := m.Floats(c.g)[lo*c.Out[2]*c.filters+col:], c.filters
		if cols < width {
			copyColumns(rest, g, n*c.Out[2], cols, gRow)
			g, gRow = rest, width
		}
		c.lots(m, z, lo, n, group, row, g, gRow, cols, tile, rest[c.copied:])
		lo += n
	}
}

// tap adds up, over some lines, the gradient of a tap whose filters see a channel each.
func (c *convKernel) tap(m *Memory, z []float32, lo, hi, tap int) {
	clear(z)
	d, h, w := tap/c.Size[2]/c.Size[1], tap/c.Size[2]%c.Size[1], tap%c.Size[2]
	left, right := windows(&c.Slide, 2, w)
	row := c.In[2] * c.channels
	p := vec.Products{
		Cols: right - left, ARow: c.Stride[1] * row, ACol: c.Stride[2] * c.channels,
		BRow: c.Out[2] * c.channels, BCol: c.channels,
	}
	for ; lo < hi; lo += c.Out[1] - lo%c.Out[1] {
		// Lines of one plane.
		b, deep, high := lo/c.Out[1]/c.Out[0], lo/c.Out[1]%c.Out[0], lo%c.Out[1]
		plane := deep*c.Stride[0] + d*c.Dilation[0] - c.Lo[0]
		first, last := windows(&c.Slide, 1, h)
		first, last = max(first, high), min(last, high+hi-lo)
		if plane < 0 || plane >= c.In[0] || first >= last {
			continue
		}
		p.Rows = last - first
		at := (b*c.In[0]+plane)*c.In[1] + first*c.Stride[1] + h*c.Dilation[1] - c.Lo[1]
		sumProducts(z, m.Floats(c.x), at*row+(left*c.Stride[2]+w*c.Dilation[2]-c.Lo[2])*c.channels,
			m.Floats(c.g), ((lo-high+first)*c.Out[2]+left)*c.channels, p)
	}
}

// copyColumns copies the rows of a matrix of some columns, ld apart, to where they
// have the width of a panel, with zeros beside them.
func copyColumns(to, from []float32, rows, cols, ld int) {
	width := gemm.PanelWidth()
	for i := range rows {
		row := to[i*width:][:width]
		clear(row[copy(row, from[i*ld:][:cols]):])
	}
}

// lots adds the products of n lines of one plane from line lo on with gradients, whose
// rows are gRow apart.
func (c *convKernel) lots(m *Memory, z []float32, lo, n, group, row int, g []float32, gRow, cols int, tile, patches []float32) {
	b, deep, high := lo/c.Out[1]/c.Out[0], lo/c.Out[1]%c.Out[0], lo%c.Out[1]
	line := c.In[2] * c.channels
	image := m.Floats(c.x)[b*c.In[0]*c.In[1]*line:][:c.In[0]*c.In[1]*line]
	if c.patches > 0 {
		c.patch(patches, image, deep, high, n, group)
		k := n * c.Out[2]
		gemm.MulRuns(z, c.filters, patches, g, gemm.Runs{Runs: 1, K: k, ARow: k, AK: 1, BK: gRow}, c.size/c.filters, cols, true, tile)
		return
	}
	d := deep*c.Stride[0] + row/c.Size[1]*c.Dilation[0] - c.Lo[0]
	if d < 0 || d >= c.In[0] {
		return
	}
	first, last := windows(&c.Slide, 1, row%c.Size[1])
	first, last = max(first, high), min(last, high+n)
	if first >= last {
		return
	}
	h := first*c.Stride[1] + row%c.Size[1]*c.Dilation[1] - c.Lo[1]
	x := image[(d*c.In[1]+h)*line:]
	g = g[(first-high)*c.Out[2]*gRow:]
	r := c.runs
	r.Runs, r.BK, r.BRun = last-first, gRow, c.Out[2]*gRow
	if c.joined {
		r.K = c.Out[2]
		gemm.MulRuns(z, c.filters, x[-c.Lo[2]*c.channels:], g, r, c.Size[2]*c.Channels, cols, true, tile)
		return
	}
	for w := range c.Size[2] {
		lo, hi := windows(&c.Slide, 2, w)
		if lo == hi {
			continue
		}
		r.K = hi - lo
		place := lo*c.Stride[2] + w*c.Dilation[2] - c.Lo[2]
		gemm.MulRuns(z[w*c.Channels*c.filters:], c.filters, x[place*c.channels+group*c.Channels:], g[lo*gRow:], r, c.Channels, cols, true, tile)
	}
}

// patch writes, for each tap and channel of a group, what it lies on in n lines of
// windows: a row of n·Out[2] floats.
func (c *convKernel) patch(to, image []float32, deep, high, n, group int) {
	wide := c.Out[2]
	for t := range c.Size[0] * c.Size[1] * c.Size[2] {
		d := deep*c.Stride[0] + t/c.Size[2]/c.Size[1]*c.Dilation[0] - c.Lo[0]
		lo, hi := windows(&c.Slide, 2, t%c.Size[2])
		place := lo*c.Stride[2] + t%c.Size[2]*c.Dilation[2] - c.Lo[2]
		for ch := range c.Channels {
			for i := range n {
				h := (high+i)*c.Stride[1] + t/c.Size[2]%c.Size[1]*c.Dilation[1] - c.Lo[1]
				row := to[:wide]
				to = to[wide:]
				if d < 0 || d >= c.In[0] || h < 0 || h >= c.In[1] {
					clear(row)
					continue
				}
				clear(row[:lo])
				clear(row[hi:])
				x, step := image[((d*c.In[1]+h)*c.In[2])*c.channels+group*c.Channels+ch:], c.Stride[2]*c.channels
				if lo == hi {
					continue
				}
				x = x[place*c.channels:]
				if step == 1 {
					copy(row[lo:hi], x)
					continue
				}
				for j := range row[lo:hi] {
					row[lo+j] = x[j*step]
				}
			}
		}
	}
}

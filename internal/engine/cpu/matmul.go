package cpu

import (
	"github.com/gokeras/keras/internal/engine/cpu/gemm"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

var _ = Bind(func(p prim.MatMul, u Use) []Loop {
	if u.Out[0].DType != tensor.Float32 {
		return nil
	}
	x := newProduct(p, u)
	if x.m > few || u.lasts(u.In[1]) || u.resident(u.In[1]) != nil {
		x.keep(p, u)
	}
	switch {
	case x.turned != nil && x.apart():
		return []Loop{x.bySums(), x.added()}
	case x.m <= few && x.xK == 1 && !x.ready():
		return []Loop{x.byColumns()}
	case x.batch*x.panels >= enough:
		return []Loop{x.byPanels()}
	case x.ready():
		return []Loop{x.byRows()}
	}
	return []Loop{x.pack(), x.byRows()}
})

// enough is the number of panels from which on they are what workers share out.
const enough = 8

// A product is a batch of matrix products z = x·y. The panels of y that gemm wants
// are made anew in every run.
type product struct {
	x, y, z        int
	batch, m, k, n int
	xRow, xK       int // how far apart the elements of x are along each axis
	yK, yCol       int
	panels, packed int // of one matrix
	kept           *shadow
	resident       bool    // kept is where y resides
	turned         *shadow // has the transpose of y, where that resides
	held           int     // the buffer that has the panels; -1 for none
}

func newProduct(p prim.MatMul, u Use) *product {
	batch, m, k, n := p.Sizes(u.In[0].Shape, u.In[1].Shape)
	x := &product{
		x: u.X[0], y: u.X[1], z: u.Z[0],
		batch: batch, m: m, k: k, n: n, xRow: k, xK: 1, yK: n, yCol: 1,
		panels: gemm.Panels(n), packed: gemm.PackedLen(k, n), held: -1,
	}
	if p.TransX {
		x.xRow, x.xK = 1, m
	}
	if p.TransY {
		x.yK, x.yCol = 1, k
	}
	return x
}

// keep lets the product use panels of y that are there already, if they are.
func (x *product) keep(p prim.MatMul, u Use) {
	if x.batch > 1 {
		return
	}
	switch home := u.resident(u.In[1]); {
	case home == nil && !p.TransY:
		x.kept = u.shadow(u.In[1])
	case home != nil:
		x.y = -1 // nobody may read the store
		if x.resident = !p.TransY; x.resident {
			x.kept = home
		} else {
			x.turned = home
		}
	}
	if x.kept == nil && x.turned == nil {
		if b, ok := u.held(u.In[1], p.TransY); ok {
			x.held = b
		}
	}
}

// ready tells whether the panels of y are there already.
func (x *product) ready() bool { return x.kept != nil || x.held >= 0 }

// packedY returns the panels of y.
func (x *product) packedY(m *Memory) []float32 {
	switch {
	case x.kept != nil:
		return x.kept.data
	case x.held >= 0:
		return m.Floats(x.held)
	}
	return m.Shared()
}

func (x *product) work() int { return x.batch * x.m * x.k * x.n / 3 }

// byPanels returns the loop that packs one panel after the other and multiplies
// with it while it is in the cache.
func (x *product) byPanels() Loop {
	panel := gemm.PackedLen(x.k, 1)
	return Loop{
		Parts: x.batch * x.panels, Work: x.work() + 2*x.batch*x.k*x.n, Scratch: panel + gemm.ScratchLen(),
		Run: func(m *Memory, lo, hi int) {
			for ; lo < hi; lo++ {
				b, first := lo/x.panels, lo%x.panels*gemm.PanelWidth()
				cols := min(x.n-first, gemm.PanelWidth())
				if x.ready() {
					gemm.Mul(m.Floats(x.z)[first:], x.n, m.Floats(x.x), x.xRow, x.xK,
						x.packedY(m)[first*x.k:], x.m, cols, x.k, 0, 1, 0, x.m, m.Scratch)
					continue
				}
				x.packPanel(m, m.Scratch, b, lo%x.panels)
				gemm.Mul(m.Floats(x.z)[b*x.m*x.n+first:], x.n, m.Floats(x.x)[b*x.m*x.k:], x.xRow, x.xK,
					m.Scratch, x.m, cols, x.k, 0, 1, 0, x.m, m.Scratch[panel:])
			}
		},
	}
}

// packPanel packs panel p of matrix b of y.
func (x *product) packPanel(m *Memory, dst []float32, b, p int) {
	if x.turned != nil {
		x.turned.transposed(dst, p, 0, gemm.Panels(x.k))
		return
	}
	first := p * gemm.PanelWidth()
	gemm.Pack(dst, m.Floats(x.y)[b*x.k*x.n+first*x.yCol:], x.yK, x.yCol, x.k, min(x.n-first, gemm.PanelWidth()), 0, 1)
}

// pack returns the loop that packs all of y.
func (x *product) pack() Loop {
	return Loop{
		Parts: x.batch * x.panels, Work: 2 * x.batch * x.k * x.n, Shared: x.batch * x.packed,
		Run: func(m *Memory, lo, hi int) {
			for ; lo < hi; lo++ {
				b, p := lo/x.panels, lo%x.panels
				x.packPanel(m, m.Shared()[b*x.packed+p*x.k*gemm.PanelWidth():], b, p)
			}
		},
	}
}

// blockRows is the number of rows that byRows does at once: some tiles of the gemm
// kernels, the largest of which have 14 rows.
const blockRows = 28

// byRows returns the loop that multiplies with packed panels.
func (x *product) byRows() Loop {
	blocks := (x.m + blockRows - 1) / blockRows
	return Loop{
		Parts: x.batch * blocks, Work: x.work(), Scratch: gemm.ScratchLen(),
		Run: func(m *Memory, lo, hi int) {
			for ; lo < hi; lo++ {
				b, row := lo/blocks, lo%blocks*blockRows
				gemm.Mul(m.Floats(x.z)[b*x.m*x.n:], x.n, m.Floats(x.x)[b*x.m*x.k:], x.xRow, x.xK,
					x.packedY(m)[b*x.packed:], x.m, x.n, x.k, 0, x.panels, row, min(row+blockRows, x.m), m.Scratch)
			}
		},
	}
}

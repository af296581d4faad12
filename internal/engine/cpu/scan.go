package cpu

import "github.com/gokeras/keras/internal/prim"

// A scan is the loop of a prim.Scan. If each row of the batch goes its own way
// through the steps, a part is some rows in all steps: workers never meet, and what
// a step computes stays in the cache of one of them. Otherwise there is one part.
type scan struct {
	prim.Scan
	use    Use
	index  int // among those of the program
	batch  int
	rows   int // of a part
	blocks []*block
	packs  []packed
	shared int // floats
}

// scan returns the loops of a prim.Scan, nil for other primitives.
func (c *compiler) scan(u Use) []Loop {
	op, ok := u.Op.(prim.Scan)
	if !ok {
		return nil
	}
	s := &scan{Scan: op, use: u, index: len(c.scans), batch: 1, rows: 1}
	c.scans = append(c.scans, s)
	if !s.split(c) {
		s.blocks = []*block{c.newBlock(s, op.Body, make([]bool, len(op.Body.In)), 1)}
	}
	var loops []Loop
	for _, p := range s.packs {
		l := p.loop()
		l.Shared = s.shared
		loops = append(loops, l)
	}
	parts := (s.batch + s.rows - 1) / s.rows
	work := 0
	for _, t := range s.blocks[0].tasks {
		work += t.Work
	}
	return append(loops, Loop{Parts: parts, Work: work * parts * op.N, Shared: s.shared, Run: s.run})
}

const (
	// fewRows is the number of rows that are worth a part of a loop, fewHeavy where
	// each step reads more than heavy elements of constants, which then come from
	// afar.
	fewRows, fewHeavy = 8, 16
	heavy             = 1 << 18
	// manyRows is the number of rows from which on larger parts gain nothing, and
	// manyParts that of parts from which on more of them gain nothing.
	manyRows, manyParts = 28, 16
)

// split makes parts of rows, and tells whether it can: a row must depend on no other,
// and there must be enough of them.
func (s *scan) split(c *compiler) bool {
	body, fixed := s.Body, s.Carries+s.Xs
	if len(body.Out) == 0 || len(body.Out[0].Shape) == 0 {
		return false
	}
	batch, few, constants := body.Out[0].Shape[0], fewRows, 0
	for _, v := range body.In[fixed:] {
		constants += v.Size()
	}
	if constants > heavy {
		few = fewHeavy
	}
	parts := batch / max(few, min(manyRows, batch/manyParts))
	if parts < 2 {
		return false
	}
	rows := (batch + parts - 1) / parts
	heights := []int{rows}
	if last := batch % rows; last > 0 {
		heights = append(heights, last)
	}
	// Whether it can be cut doesn't depend on how many rows there are.
	if _, _, ok := body.Rows(fixed, rows); !ok {
		return false
	}
	s.batch, s.rows = batch, rows
	for _, h := range heights {
		part, cut, _ := body.Rows(fixed, h)
		s.blocks = append(s.blocks, c.newBlock(s, part, cut, h))
	}
	return true
}

// run does parts lo up to hi.
func (s *scan) run(m *Memory, lo, hi int) {
	for ; lo < hi; lo++ {
		k := 0
		if first := lo * s.rows; first+s.rows > s.batch {
			k = len(s.blocks) - 1
		}
		s.blocks[k].run(m, &m.loops[s.index][k], lo*s.rows)
	}
}

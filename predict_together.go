package keras

import (
	"errors"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/tensor"
)

// Where a model has many weights and computes little with each, a few samples take as
// long to predict as one does: the time is that of reading the weights. So what several
// goroutines ask for at the same time is computed as one batch, by one of them. Nobody
// waits for company: who comes while nobody is at it goes ahead, and those who come
// meanwhile go next, together. A sample's bits are the same in any company.

// mostTogether is the number of samples that are computed together at most.
const mostTogether = 16

// memoryOfCompany is for how many calls it counts that there were others.
const memoryOfCompany = 64

var errAbandoned = errors.New("the goroutine that computed several predictions at once has ended")

// A company is the goroutines that predict batches of one kind.
type company struct {
	apart atomic.Bool // samples depend on each other, or might: each goroutine goes alone

	mu      sync.Mutex
	busy    bool
	recent  int // calls until it is forgotten that somebody waited
	waiting []*guest

	joints map[int]*joint // by the number of guests; for the one who leads
}

// A guest is a call that predicts a batch.
type guest struct {
	x, out []*tensor.Tensor
	err    error
	turn   chan bool // told whether to lead, or that all is done
}

// A joint is the program for several guests, and room for their samples.
type joint struct {
	run     *cpu.Program
	in, out []*tensor.Tensor
}

// isTogether tells whether it is worth while to compute batches of p's kind
// together: few samples, and more weights than other numbers.
func (p *program) isTogether(samples int) bool {
	if p.updates || samples == 0 || 2*samples > mostTogether {
		return false
	}
	weights, others := 0, 0
	for _, v := range p.source.Vars {
		weights += v.Leaf.Size()
	}
	for _, n := range p.source.Order() {
		for _, v := range n.Out {
			others += v.Size()
		}
	}
	return weights > others
}

// predictTogether computes the predictions of a batch, with those of other goroutines.
func (m *Model) predictTogether(p *program, x, out []*tensor.Tensor) error {
	g := &guest{x: x, out: out}
	if !p.company.enter(g) {
		return g.err
	}
	party := p.company.party(g, mostTogether/x[0].Len())
	defer p.company.leave(party)
	for _, h := range party {
		h.err = errAbandoned
	}
	m.predictParty(p, party)
	return g.err
}

// predictParty computes the predictions of each guest.
func (m *Model) predictParty(p *program, party []*guest) {
	if len(party) > 1 {
		if t := m.jointFor(p, len(party)); t != nil {
			err := m.predictAt(t, party)
			for _, g := range party {
				g.err = err
			}
			return
		}
		p.company.apart.Store(true)
	}
	for _, g := range party {
		g.err = m.runPrediction(p.run, g.x, g.out)
	}
}

// predictAt computes the predictions of all guests at once.
func (m *Model) predictAt(t *joint, party []*guest) error {
	for i, g := range party {
		for j, x := range g.x {
			n := x.Len()
			copy(t.in[j].Rows(i*n, (i+1)*n).Bytes(), x.Bytes())
		}
	}
	if err := m.runPrediction(t.run, t.in, t.out); err != nil {
		return err
	}
	for i, g := range party {
		for j, y := range g.out {
			n := y.Len()
			copy(y.Bytes(), t.out[j].Rows(i*n, (i+1)*n).Bytes())
		}
	}
	return nil
}

// jointFor returns a joint for so many guests or more, nil if their samples can't be
// computed together. The number is rounded up, so that there are few programs.
func (m *Model) jointFor(p *program, guests int) *joint {
	c, n := p.company, 2
	for n < guests {
		n *= 2
	}
	if t, ok := c.joints[n]; ok {
		return t
	}
	if c.joints == nil {
		c.joints = map[int]*joint{}
	}
	c.joints[n] = m.newJoint(p, n)
	return c.joints[n]
}

func (m *Model) newJoint(p *program, guests int) *joint {
	if slices.ContainsFunc(m.all(), isForeign) {
		return nil
	}
	t := &joint{}
	for _, u := range p.kind.types {
		shape := u.Shape.Clone()
		shape[0] *= guests
		t.in = append(t.in, tensor.New(u.DType, shape...))
	}
	q, err := m.tracePredict(data.Batch{X: t.in})
	if err != nil || !isRowwise(q.source, t.in[0].Len()) {
		return nil
	}
	for _, u := range q.types {
		t.out = append(t.out, tensor.New(u.DType, u.Shape...))
	}
	t.run = q.run
	return t
}

// isForeign tells whether a layer, or one within it, is not of this module: it may do
// something else for other numbers of samples.
func isForeign(l layers.Layer) bool {
	switch l := l.(type) {
	case *Model:
		return slices.ContainsFunc(l.all(), isForeign)
	case *layers.Lambda:
		return true
	}
	t, home := reflect.TypeOf(l), reflect.TypeFor[layers.Dense]().PkgPath()
	return t.Kind() != reflect.Pointer || t.Elem().PkgPath() != home ||
		slices.ContainsFunc(layers.Children(l), func(c layers.Child) bool { return isForeign(c.Layer) })
}

// isRowwise tells whether p computes from each of so many samples what depends on that
// sample only.
func isRowwise(p *graph.Program, samples int) bool {
	body := &prim.Body{In: slices.Clone(p.Inputs), Out: p.Outputs}
	for _, v := range p.Vars {
		body.In = append(body.In, v.Leaf)
	}
	_, cut, ok := body.Rows(len(p.Inputs), 1)
	if !ok || slices.Contains(cut[len(p.Inputs):], true) {
		return false
	}
	return !slices.ContainsFunc(p.Outputs, func(v *graph.Value) bool { return v.Shape[0] != samples })
}

// enter returns true when it is g's turn to lead, and false when g has its predictions.
func (c *company) enter(g *guest) bool {
	c.mu.Lock()
	if !c.busy {
		c.busy = true
		c.mu.Unlock()
		return true
	}
	c.recent = memoryOfCompany
	g.turn = make(chan bool, 1)
	c.waiting = append(c.waiting, g)
	c.mu.Unlock()
	return <-g.turn
}

// party returns g, which leads, and those who wait: so many in all, at most.
func (c *company) party(g *guest, most int) []*guest {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := min(most-1, len(c.waiting))
	party := append([]*guest{g}, c.waiting[:n]...)
	c.waiting = slices.Delete(c.waiting, 0, n)
	return party
}

// leave tells the guests that all is done, and the next one to lead. If there were others
// of late it lets them come before, as they may have had no processor.
func (c *company) leave(party []*guest) {
	for _, g := range party[1:] {
		g.turn <- false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.recent > 0 {
		c.recent--
		c.mu.Unlock()
		runtime.Gosched()
		c.mu.Lock()
	}
	if len(c.waiting) == 0 {
		c.busy = false
		return
	}
	c.waiting[0].turn <- true
	c.waiting = slices.Delete(c.waiting, 0, 1)
}

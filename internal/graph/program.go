package graph

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/gokeras/keras/tensor"
)

type errRank int

func (e errRank) Error() string {
	return fmt.Sprintf("received an array with %d axes, expected at most %d", int(e), MaxRank)
}

// A Program is a whole computation, such as one training step.
type Program struct {
	Name    string
	Inputs  []*Value // leaves whose arrays are given at every run
	Vars    []Var    // leaves whose arrays live on between runs
	Outputs []*Value
}

// A Var ties a leaf of a program to memory that outlives a run.
type Var struct {
	Leaf  *Value
	Store *tensor.Tensor
	Next  *Value // what Store holds after a run; nil if it doesn't change
	Cell  *Cell  // nil if nobody keeps account of Store
}

// A Cell keeps account of a variable's store, so that an engine may keep it in
// another form too, or in that form only. Its zero value is ready for use.
type Cell struct {
	version atomic.Uint64
	away    atomic.Bool // the variable is what Shadow has

	// Shadow is the other form, which belongs to the engine that made it. It is
	// set once, under Mu.
	Shadow Shadow
	Mu     sync.Mutex
}

// A Shadow is another form of a variable than its store.
type Shadow interface {
	// Settle writes what the shadow has into the store.
	Settle()
}

// Changed says that the store has other elements than before.
func (c *Cell) Changed() {
	c.version.Add(1)
	c.away.Store(false)
}

// Moved says that Shadow has other elements than before, and that the store has not
// got them.
func (c *Cell) Moved() {
	c.version.Add(1)
	c.away.Store(true)
}

// Settle sees to it that the store has what the variable is. It must not be called
// while a program that changes the variable runs.
func (c *Cell) Settle() {
	if !c.away.Load() {
		return
	}
	c.Mu.Lock()
	defer c.Mu.Unlock()
	if c.away.Load() {
		c.Shadow.Settle()
		c.away.Store(false)
	}
}

// Version returns a number that is another one after every change.
func (c *Cell) Version() uint64 { return c.version.Load() }

// Order returns the nodes that the program needs, each after those it uses. It
// doesn't recurse, since a model may have thousands of layers.
func (p *Program) Order() []*Node {
	roots := append([]*Value(nil), p.Outputs...)
	for _, v := range p.Vars {
		if v.Next != nil {
			roots = append(roots, v.Next)
		}
	}
	return Order(roots...)
}

// Order returns the nodes that roots need, each after those it uses.
func Order(roots ...*Value) []*Node {
	type frame struct {
		n    *Node
		next int
	}
	var order []*Node
	seen := map[*Node]bool{}
	var stack []frame
	push := func(v *Value) {
		if v != nil && v.Node != nil && !seen[v.Node] {
			seen[v.Node] = true
			stack = append(stack, frame{n: v.Node})
		}
	}
	for _, r := range roots {
		push(r)
		for len(stack) > 0 {
			f := &stack[len(stack)-1]
			if f.next == len(f.n.In) {
				order = append(order, f.n)
				stack = stack[:len(stack)-1]
				continue
			}
			f.next++
			push(f.n.In[f.next-1])
		}
	}
	return order
}

package elem

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/prim"
)

// A product is a multiple of a slice that is not computed yet, since what uses it
// adds it to something, which one loop does.
type product struct{ x, k operand }

// users finds, for every result that one node of the group alone uses, that node.
func (c *compiler) users() {
	for _, n := range c.step.Nodes {
		for i := range n.In {
			root, b := plan.Operand(n, i)
			if _, used := c.user[root]; used || b != nil {
				c.user[root] = nil
			} else {
				c.user[root] = n
			}
		}
	}
}

// postpone keeps a multiplication by a number for the addition that uses it, and
// tells whether there is one.
func (c *compiler) postpone(n *graph.Node) bool {
	out := n.Out[0]
	user := c.user[out]
	if n.Op != (prim.Mul{}) || user == nil || c.pl.Buffer(out) != nil {
		return false
	}
	if user.Op != (prim.Add{}) && (user.Op != prim.Sub{} || plan.Root(user.In[1]) != out) {
		return false
	}
	p := product{c.operand(n, 0), c.operand(n, 1)}
	if !p.x.slice() {
		p.x, p.k = p.k, p.x
	}
	if !p.x.slice() || p.k.slice() {
		return false
	}
	c.products[out] = p
	return true
}

// addProduct compiles an addition or subtraction of which an operand has been
// postponed, and tells whether it is one.
func (c *compiler) addProduct(n *graph.Node) bool {
	if n.Op != (prim.Add{}) && n.Op != (prim.Sub{}) {
		return false
	}
	for i := 1; i >= 0; i-- {
		root := plan.Root(n.In[i])
		p, ok := c.products[root]
		if !ok || i == 0 && n.Op == (prim.Sub{}) {
			continue
		}
		delete(c.products, root)
		if n.Op == (prim.Sub{}) {
			p.k = p.k.negative()
		}
		c.define(n.Out[0], instr{role: isAddScaled, scaled: addScaled, a: c.slice(n, 1-i), b: p.x, c: p.k})
		return true
	}
	return false
}

// negative returns the number's negative.
func (o operand) negative() operand {
	o.k, o.neg = -o.k, !o.neg
	return o
}

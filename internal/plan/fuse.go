package plan

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
)

// A Tiling says how a group cuts its N elements: into segments of Segment
// elements, and those into tiles whose size is a multiple of Unit, but for the
// last tile of a segment. No tile crosses the end of a segment. A Segment of 0 is
// one of N elements that may yet be cut.
type Tiling struct{ N, Segment, Unit int }

// A Reduction is one seen as working on a three-dimensional array: Outer times,
// N elements that are Inner apart become one. One of Outer and Inner may be 1.
type Reduction struct{ Outer, N, Inner int }

// ReductionOf returns the sizes of a reduction along axes that follow each other.
// The simplified program has no others.
func ReductionOf(n *graph.Node) Reduction {
	axes, _ := ReducedAxes(n.Op)
	r := Reduction{1, 1, 1}
	for i, d := range n.In[0].Shape {
		switch {
		case axes.Has(i):
			r.N *= d
		case r.N == 1:
			r.Outer *= d
		default:
			r.Inner *= d
		}
	}
	return r
}

// tiling returns the cut that lets a reduction end a group: each of its outputs
// is made of whole units of one tile or of tiles of one segment. ok is false if
// a tile would have to be larger than max.
func (r Reduction) tiling(max int) (t Tiling, ok bool) {
	size := r.N * r.Inner
	t = Tiling{N: r.Outer * size, Segment: size, Unit: r.Inner}
	if size <= max {
		t.Segment, t.Unit = t.N, size
	}
	return t, t.N > 0 && t.Unit <= max
}

// join makes t fit the reductions of both t and u, if one cut does.
func (t *Tiling) join(u Tiling) bool {
	big, small := max(t.Unit, u.Unit), min(t.Unit, u.Unit)
	if t.N != u.N || t.Segment != 0 && u.Segment != 0 && t.Segment != u.Segment || big%small != 0 {
		return false
	}
	t.Segment, t.Unit = max(t.Segment, u.Segment), big
	return true
}

// A role is how a node takes part in the schedule.
type role uint8

const (
	alone   role = iota // a step of its own
	member              // an element-wise part of a group
	tail                // a reduction that ends a group
	nothing             // no step: a constant, or a reshape, which is the same memory
)

// fusion is the nodes of a program on their way into groups.
type fusion struct {
	target Target
	nodes  []*graph.Node
	index  map[*graph.Node]int
	role   []role
	size   []int // elements that a node of a group passes over
	level  []int
	group  []int // the group's first node: union-find
	tiling []Tiling
	users  [][]int
}

// Root returns the value whose memory holds the elements of v: reshapes are the
// same memory.
func Root(v *graph.Value) *graph.Value {
	for v.Node != nil {
		if _, ok := v.Node.Op.(prim.Reshape); !ok {
			break
		}
		v = v.Node.In[0]
	}
	return v
}

// Operand returns what n, a node of a group, reads for its operand number i: a
// root, and the Broadcast that repeats it, if there is one: n itself or a node
// that is then not computed for n.
func Operand(n *graph.Node, i int) (root *graph.Value, b *graph.Node) {
	v := Root(n.In[i])
	if repeats(n) {
		return v, n
	}
	if v.Node != nil && repeats(v.Node) {
		return Root(v.Node.In[0]), v.Node
	}
	return v, nil
}

func repeats(n *graph.Node) bool {
	_, ok := n.Op.(prim.Broadcast)
	return ok
}

// fuse finds the groups of p.
//
// Every node gets a level: higher than those of the nodes it depends on, but for
// element-wise ones over as many elements, which may be on the same. What is
// then on one level and over as many elements can be computed together without a
// circle of dependencies; what also exchanges or shares values is.
func fuse(p *graph.Program, target Target) *fusion {
	nodes := p.Order()
	f := &fusion{
		target: target, nodes: nodes,
		index: make(map[*graph.Node]int, len(nodes)),
		role:  make([]role, len(nodes)), size: make([]int, len(nodes)), level: make([]int, len(nodes)),
		group: make([]int, len(nodes)), tiling: make([]Tiling, len(nodes)), users: make([][]int, len(nodes)),
	}
	for i, n := range nodes {
		f.index[n] = i
		f.role[i], f.size[i] = f.roleOf(n)
	}
	f.leaveOut(p)
	f.rise()
	f.sink()
	f.join()
	return f
}

// roleOf returns how n may take part and the number of its elements.
func (f *fusion) roleOf(n *graph.Node) (role, int) {
	switch n.Op.(type) {
	case prim.Const, prim.Literal, prim.Reshape:
		return nothing, 0
	}
	fuses := f.target.Fuse != nil && n.Out[0].Size() > 0 && f.target.Fuse(n)
	if !fuses {
		return alone, 0
	}
	if _, again := ReducedAxes(n.Op); again != nil {
		if _, ok := ReductionOf(n).tiling(f.target.Tile); !ok {
			return alone, 0
		}
		return tail, n.In[0].Size()
	}
	return member, n.Out[0].Size()
}

// leaveOut takes away the steps of broadcasts that only groups read.
func (f *fusion) leaveOut(p *graph.Program) {
	written := make([]bool, len(f.nodes))
	write := func(v *graph.Value) {
		if v = Root(v); v.Node != nil {
			written[f.index[v.Node]] = true
		}
	}
	for _, v := range p.Outputs {
		write(v)
	}
	for _, v := range p.Vars {
		if v.Next != nil {
			write(v.Next)
		}
	}
	for i, n := range f.nodes {
		for k, v := range n.In {
			if f.role[i] == alone {
				write(v)
			} else if root, b := Operand(n, k); b != nil {
				write(root)
			}
		}
	}
	for i, n := range f.nodes {
		if f.role[i] == member && repeats(n) && !written[i] {
			f.role[i] = nothing
		}
	}
}

// operand returns the node that node i gets its operand number k from, -1 if it
// is a leaf or a constant, and whether both can be on one level.
func (f *fusion) operand(i, k int) (from int, together bool) {
	n := f.nodes[i]
	v, b := Root(n.In[k]), (*graph.Node)(nil)
	if f.role[i] != alone {
		v, b = Operand(n, k)
	}
	if v.Node == nil {
		return -1, false
	}
	from = f.index[v.Node]
	if f.role[from] == nothing {
		return -1, false
	}
	return from, b == nil && f.role[i] != alone && f.role[from] == member && f.size[from] == f.size[i]
}

// rise gives every node the lowest level it can have.
func (f *fusion) rise() {
	for i, n := range f.nodes {
		if f.role[i] == nothing {
			continue
		}
		for k := range n.In {
			from, together := f.operand(i, k)
			if from < 0 {
				continue
			}
			f.users[from] = append(f.users[from], i)
			l := f.level[from]
			if !together {
				l++
			}
			f.level[i] = max(f.level[i], l)
		}
	}
}

// sink lets element-wise nodes rise to the level of those that use them, so that
// they are computed there and never written.
func (f *fusion) sink() {
	for i := len(f.nodes) - 1; i >= 0; i-- {
		if f.role[i] != member || len(f.users[i]) == 0 {
			continue
		}
		bound, meets := 1<<62, false
		for _, u := range f.users[i] {
			for k := range f.nodes[u].In {
				from, together := f.operand(u, k)
				if from != i {
					continue
				}
				l := f.level[u]
				if !together {
					l--
				}
				if l < bound {
					bound, meets = l, together
				} else if l == bound {
					meets = meets || together
				}
			}
		}
		if meets {
			f.level[i] = bound
		}
	}
}

// find returns the group of node i.
func (f *fusion) find(i int) int {
	for f.group[i] != i {
		f.group[i] = f.group[f.group[i]]
		i = f.group[i]
	}
	return i
}

// union joins the groups of nodes i and j if one tiling fits both.
func (f *fusion) union(i, j int) {
	i, j = f.find(i), f.find(j)
	if i == j {
		return
	}
	if j < i {
		i, j = j, i
	}
	if f.tiling[i].join(f.tiling[j]) {
		f.group[j] = i
	}
}

// join makes the groups. Reductions come last: those that no tiling fits stay
// outside.
func (f *fusion) join() {
	type place struct {
		v           *graph.Value
		size, level int
	}
	readers := map[place]int{}
	for i := range f.nodes {
		f.group[i] = i
		f.tiling[i] = Tiling{N: f.size[i], Unit: 1}
		if f.role[i] == tail {
			f.tiling[i], _ = ReductionOf(f.nodes[i]).tiling(f.target.Tile)
		}
	}
	for _, r := range []role{member, tail} {
		for i, n := range f.nodes {
			if f.role[i] != r {
				continue
			}
			for k := range n.In {
				from, together := f.operand(i, k)
				if together && f.level[from] == f.level[i] {
					f.union(from, i)
					continue
				}
				// Those that read the same memory element by element.
				if root, b := Operand(n, k); b == nil && root.Size() == f.size[i] && f.size[i] > 1 {
					at := place{root, f.size[i], f.level[i]}
					if first, ok := readers[at]; ok {
						f.union(first, i)
					} else {
						readers[at] = i
					}
				}
			}
		}
	}
}

package plan

import (
	"slices"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// A Plan is a program as steps over buffers.
type Plan struct {
	Program *graph.Program // the simplified one
	Steps   []*Step        // in the order in which they run
	Arena   int            // bytes

	buffers map[*graph.Value]*Buffer
}

// New plans p for a target. The program itself stays as it is.
func New(p *graph.Program, target Target) *Plan {
	p = Simplify(p)
	pl := &Plan{Program: p, buffers: map[*graph.Value]*Buffer{}}
	for i, v := range p.Inputs {
		pl.buffers[v] = &Buffer{Kind: Input, Index: i, Type: v.Type}
	}
	for i, v := range p.Vars {
		pl.buffers[v.Leaf] = &Buffer{Kind: Variable, Index: i, Type: v.Leaf.Type}
	}
	o := newOrdering(pl, fuse(p, target))
	o.connect()
	o.sort()
	pl.place()
	return pl
}

// Buffer returns where the elements of v lie, nil if they never lie in memory.
func (pl *Plan) Buffer(v *graph.Value) *Buffer { return pl.buffers[Root(v)] }

// A Step is one piece of work: a primitive, a group of them or a copy.
type Step struct {
	// Nodes are the primitives, in order: one if there is no Group, none for a
	// copy of Reads[0] to Writes[0].
	Nodes []*graph.Node

	// Group is set if the nodes are computed together, tile by tile.
	Group *Tiling

	// Source is a primitive whose result the group reads piece by piece as it is
	// computed. It lies nowhere in memory. Nil for none.
	Source *graph.Node

	// Reads and Writes are the memory that is used, each buffer once.
	Reads, Writes []*Buffer

	deps []*Step
	used bool // by another step
	at   int  // place in the order
}

// A Kind is whose memory a buffer is.
type Kind uint8

// The kinds of buffers.
const (
	Arena    Kind = iota // at Offset bytes in the arena
	Input                // the array that is given for input number Index
	Output               // the array that is given for output number Index
	Variable             // the store of variable number Index
	Constant             // Array
)

// A Buffer is memory for an array.
type Buffer struct {
	Kind   Kind
	Index  int
	Offset int
	Array  *tensor.Tensor
	Type   graph.Type // of the value that was meant; reshaped ones lie here too

	// Over is the buffer whose place this one takes in the arena: the last step
	// that reads Over writes this one, element by element.
	Over *Buffer

	writer  *Step
	readers []*Step
	end     int // place of the last step that uses it
}

// Bytes returns the size of the buffer.
func (b *Buffer) Bytes() int { return b.Type.Size() * b.Type.DType.Size() }

// constant returns the array that v always is, nil if it is not known.
func constant(v *graph.Value) *tensor.Tensor {
	if v.Node == nil {
		return nil
	}
	switch op := v.Node.Op.(type) {
	case prim.Literal:
		return op.Array
	case prim.Const:
		return known(v)
	}
	return nil
}

// pointwise tells whether s computes each element of its results from the
// elements of b at the same place only, so that a result may take b's memory.
func (s *Step) pointwise(b *Buffer, pl *Plan) bool {
	if s.Group == nil {
		if len(s.Nodes) == 0 {
			return false
		}
		_, ok := s.Nodes[0].Op.(prim.Elementwise)
		return ok
	}
	if s.Source != nil {
		for _, v := range s.Source.In {
			if pl.buffers[Root(v)] == b {
				return false
			}
		}
	}
	for _, n := range s.Nodes {
		for i := range n.In {
			if root, again := Operand(n, i); again != nil && pl.buffers[root] == b {
				return false
			}
		}
	}
	return true
}

func (s *Step) reads(b *Buffer) bool { return slices.Contains(s.Reads, b) }

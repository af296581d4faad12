package cpu

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/tensor"
)

// A refCall is a use of a primitive that is computed by its Ref.
type refCall struct {
	Use
	in, out []refArray
}

// A refArray says how Ref gets an array of the shape it expects.
type refArray struct {
	buffer int
	source source
}

type source uint8

const (
	fixed  source = iota // it is made with the frame
	given                // it is the caller's, as it is
	copied               // it is the caller's, but has another shape: a copy
)

// A callFrame is the arrays of a refCall in one frame.
type callFrame struct{ in, out []*tensor.Tensor }

// ref returns the loop that calls the Ref of u.
func (c *compiler) ref(u Use) Loop {
	r := &refCall{Use: u, in: make([]refArray, len(u.X)), out: make([]refArray, len(u.Z))}
	for i, b := range u.X {
		r.in[i] = c.refArray(b, u.In[i].Shape)
	}
	for i, b := range u.Z {
		r.out[i] = c.refArray(b, u.Out[i].Shape)
	}
	k := len(c.calls)
	c.calls = append(c.calls, r)
	return Loop{Parts: 1, Run: func(m *Memory, _, _ int) { r.run(m.frame, &m.calls[k]) }}
}

func (c *compiler) refArray(buffer int, shape tensor.Shape) refArray {
	var callers *graph.Value
	switch b := c.memory.buffers[buffer]; b.Kind {
	case plan.Input:
		callers = c.Program.source.Inputs[b.Index]
	case plan.Output:
		callers = c.Program.source.Outputs[b.Index]
	default:
		return refArray{buffer, fixed}
	}
	if callers.Shape.Equal(shape) {
		return refArray{buffer, given}
	}
	return refArray{buffer, copied}
}

// frame makes the arrays that stay as they are from run to run.
func (r *refCall) frame(f *frame) callFrame {
	c := callFrame{make([]*tensor.Tensor, len(r.in)), make([]*tensor.Tensor, len(r.out))}
	for i, v := range r.In {
		c.in[i] = r.in[i].make(f, v.DType, v.Shape)
	}
	for i, v := range r.Out {
		c.out[i] = r.out[i].make(f, v.DType, v.Shape)
	}
	return c
}

func (a refArray) make(f *frame, dt tensor.DType, shape tensor.Shape) *tensor.Tensor {
	switch a.source {
	case fixed:
		t, err := f.arrays[a.buffer].Reshape(shape...)
		if err != nil {
			panic(err) // shape rules say that the sizes are equal
		}
		return t
	case copied:
		return tensor.New(dt, shape...)
	}
	return nil
}

// attach puts the caller's arrays in place.
func (r *refCall) attach(f *frame, c *callFrame) {
	for i, a := range r.in {
		if a.source == given {
			c.in[i] = f.arrays[a.buffer]
		}
	}
	for i, a := range r.out {
		if a.source == given {
			c.out[i] = f.arrays[a.buffer]
		}
	}
}

func (r *refCall) run(f *frame, c *callFrame) {
	for i, a := range r.in {
		if a.source == copied {
			copy(c.in[i].Bytes(), f.arrays[a.buffer].Bytes())
		}
	}
	r.Op.Ref(c.out, c.in)
	for i, a := range r.out {
		if a.source == copied {
			copy(f.arrays[a.buffer].Bytes(), c.out[i].Bytes())
		}
	}
}

// Package ref is the plain engine: it computes a program node by node with each
// primitive's Ref, and so defines what every other engine is held to.
package ref

import (
	"fmt"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/tensor"
)

// Run computes the outputs of p from its inputs. Then, when all values are known,
// each variable that has a Next takes it. The outputs share no memory with the
// inputs or the variables. An error says which input does not fit the program.
func Run(p *graph.Program, inputs ...*tensor.Tensor) ([]*tensor.Tensor, error) {
	values := map[*graph.Value]*tensor.Tensor{}
	if len(inputs) != len(p.Inputs) {
		return nil, fmt.Errorf("program %q: received %d inputs, expected %d", p.Name, len(inputs), len(p.Inputs))
	}
	for i, leaf := range p.Inputs {
		t := inputs[i]
		if t == nil {
			return nil, fmt.Errorf("program %q: input %d (%q): received nil, expected %v", p.Name, i, leaf.Name, leaf.Type)
		}
		if got := typeOf(t); !got.Equal(leaf.Type) {
			return nil, fmt.Errorf("program %q: input %d (%q): received %v, expected %v", p.Name, i, leaf.Name, got, leaf.Type)
		}
		values[leaf] = t
	}
	for _, v := range p.Vars {
		if got := typeOf(v.Store); !got.Equal(v.Leaf.Type) {
			return nil, fmt.Errorf("program %q: variable %q: its store is %v, expected %v", p.Name, v.Leaf.Name, got, v.Leaf.Type)
		}
		if v.Cell != nil {
			v.Cell.Settle()
		}
		values[v.Leaf] = v.Store
	}
	for _, n := range p.Order() {
		in := make([]*tensor.Tensor, len(n.In))
		for i, v := range n.In {
			if in[i] = values[v]; in[i] == nil {
				return nil, unknown(p, v)
			}
		}
		out := make([]*tensor.Tensor, len(n.Out))
		for i, v := range n.Out {
			out[i] = tensor.New(v.DType, v.Shape...)
			values[v] = out[i]
		}
		n.Op.Ref(out, in)
	}
	return finish(p, values)
}

// finish copies the outputs and the new values of variables before it writes any
// variable, since they may be one another's old values.
func finish(p *graph.Program, values map[*graph.Value]*tensor.Tensor) ([]*tensor.Tensor, error) {
	take := func(v *graph.Value) (*tensor.Tensor, error) {
		t := values[v]
		if t == nil {
			return nil, unknown(p, v)
		}
		return t.Clone(), nil
	}
	var err error
	outputs := make([]*tensor.Tensor, len(p.Outputs))
	for i, v := range p.Outputs {
		if outputs[i], err = take(v); err != nil {
			return nil, err
		}
	}
	next := make([]*tensor.Tensor, len(p.Vars))
	for i, v := range p.Vars {
		if v.Next == nil {
			continue
		}
		if next[i], err = take(v.Next); err != nil {
			return nil, err
		}
	}
	for i, v := range p.Vars {
		if next[i] == nil {
			continue
		}
		if err := tensor.Copy(v.Store, next[i]); err != nil {
			return nil, fmt.Errorf("program %q: variable %q: %w", p.Name, v.Leaf.Name, err)
		}
		if v.Cell != nil {
			v.Cell.Changed()
		}
	}
	return outputs, nil
}

func typeOf(t *tensor.Tensor) graph.Type { return graph.Type{DType: t.DType(), Shape: t.Shape()} }

// unknown tells that v is a leaf that the program doesn't list.
func unknown(p *graph.Program, v *graph.Value) error {
	return fmt.Errorf("program %q: %q (%v) is used but is neither an input nor a variable", p.Name, v.Name, v.Type)
}

// Package cpu is the fast engine for the processor that the program runs on.
//
// Compile plans a program (package plan) and turns every step of the plan into
// loops: a group of element-wise primitives into code of package elem, every
// other primitive into the loops that [Bind] made known for it or, if there are
// none, into a call of its Ref. What runs is a list of loops over memory whose
// addresses are known: nothing is looked up and nothing is allocated.
//
// A loop is cut into parts whose number depends on the sizes in the program only.
// A team of workers walks the list together, each doing its share of the parts of
// every loop, and meets where a loop needs what another one wrote. No result
// depends on which worker does a part, so the number of workers changes no bit.
//
// The step of a loop in a program (prim.Scan) is planned and compiled as a program of
// its own, for some rows of the batch if each goes its own way through the steps. A
// part of the loop is then these rows in all steps, in memory of the worker's own;
// what goes from step to step and what is stacked lies where it will be read.
//
// The kernels are in vec and gemm; KERAS_CPU forces a lower level of them (see
// internal/cpu), which is how the tests run with all:
//
//	for level in generic avx2 avx512; do KERAS_CPU=$level go test -count=1 ./internal/engine/...; done
package cpu

import (
	"fmt"
	"slices"
	"sync"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/tensor"
)

// A Program is a compiled program.
type Program struct {
	source  *graph.Program
	plan    *plan.Plan
	memory  *layout
	tasks   []task
	calls   []*refCall
	scans   []*scan
	parts   int64
	workers int // of use at most
	scratch int // floats for each worker
	shared  int // floats

	stores  []*graph.Cell // of variables that don't reside in panels
	shadows []*shadow     // that a run reads
	changed []*shadow     // that it brings up to date
	moved   []*shadow     // that it changes, and not the store
	changes []*graph.Cell // of other variables that it changes

	mu   sync.Mutex
	idle []*frame
}

// Compile prepares p to be run. It uses the stores of p's variables directly: they
// are read and written at every run.
func Compile(p *graph.Program) (*Program, error) {
	for _, v := range p.Vars {
		if got := typeOf(v.Store); !got.Equal(v.Leaf.Type) {
			return nil, fmt.Errorf("program %q: variable %q: its store is %v, expected %v", p.Name, v.Leaf.Name, got, v.Leaf.Type)
		}
	}
	if err := known(p); err != nil {
		return nil, err
	}
	c := &compiler{Program: &Program{source: p}, shadows: map[int]*shadow{}, kept: map[int]bool{}}
	c.steps()
	c.follow()
	c.schedule()
	for i, v := range p.Vars {
		s := c.shadows[i]
		if s != nil {
			c.Program.shadows = append(c.Program.shadows, s)
		}
		if v.Cell != nil && !c.resident[i] {
			c.stores = append(c.stores, v.Cell)
		}
		switch {
		case v.Next == nil:
		case c.resident[i]:
			c.moved = append(c.moved, s)
		case s != nil:
			c.changed = append(c.changed, s)
		case v.Cell != nil:
			c.changes = append(c.changes, v.Cell)
		}
	}
	return c.Program, nil
}

// known returns an error if p uses a leaf that is not among its inputs and
// variables.
func known(p *graph.Program) error {
	leaves := map[*graph.Value]bool{}
	for _, v := range p.Inputs {
		leaves[v] = true
	}
	roots := slices.Clone(p.Outputs)
	for _, v := range p.Vars {
		leaves[v.Leaf] = true
		if v.Next != nil {
			roots = append(roots, v.Next)
		}
	}
	for _, n := range p.Order() {
		roots = append(roots, n.In...)
	}
	for _, v := range roots {
		if v.Node == nil && !leaves[v] {
			return fmt.Errorf("program %q: %q (%v) is used but is neither an input nor a variable", p.Name, v.Name, v.Type)
		}
	}
	return nil
}

func typeOf(t *tensor.Tensor) graph.Type { return graph.Type{DType: t.DType(), Shape: t.Shape()} }

package keras

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
)

// A topology is the order of a graph of calls, which is Keras's: it decides the
// order of layers in files and summaries.
type topology struct {
	// operations is the layers, inputs among them: those furthest from the outputs
	// first, and those equally far as they are met on the way from the outputs.
	operations []*operation

	// calls is what is computed: what is furthest from the outputs first, and so each
	// after what it uses, and what is equally far as Keras does it. Inputs aren't among
	// them.
	calls []*graph.Call

	of      map[*graph.Call]*operation
	sources map[*ops.Value]*graph.Call // of inputs that a layer gives: an Input in its place
	depth   map[*graph.Call]int        // from the outputs
}

// An operation is a layer with the model's calls of it, as they were made.
type operation struct {
	layer layers.Layer
	calls []*graph.Call
	met   int
	depth int
}

// place returns which of the operation's calls c is.
func (o *operation) place(c *graph.Call) int { return slices.Index(o.calls, c) }

func isInput(c *graph.Call) bool {
	_, ok := c.Op.(*layers.Input)
	return ok && len(c.In) == 0
}

// connect follows the outputs back to the inputs, and returns what is missing.
func (d *declared) connect() []error {
	d.of, d.depth = map[*graph.Call]*operation{}, map[*graph.Call]int{}
	byLayer := map[layers.Layer]*operation{}
	d.sources = map[*ops.Value]*graph.Call{}
	for _, v := range d.inputs.values {
		if !isInput(v.Call) {
			in := &layers.Input{Type: v.DType}
			if len(v.Shape) > 0 {
				in.Shape, in.BatchSize = v.Shape[1:].Clone(), max(v.Shape[0], 0)
			}
			c := graph.NewCall(in)
			c.Out = []*ops.Value{v}
			d.sources[v] = c
		}
	}
	add := func(c *graph.Call) {
		if d.of[c] != nil {
			return
		}
		if op, ok := c.Op.(ops.Operation); ok {
			c.Op = layers.NewFunction(op) // from now on a layer, with a name
		}
		l, _ := c.Op.(layers.Layer)
		o := byLayer[l]
		if o == nil {
			o = &operation{layer: l, met: len(byLayer)}
			byLayer[l] = o
			d.operations = append(d.operations, o)
		}
		o.calls = append(o.calls, c)
		d.of[c] = o
	}
	var order []*graph.Call // each after what it uses
	var errs []error
	var visit func(c *graph.Call)
	visit = func(c *graph.Call) {
		if d.of[c] != nil {
			return
		}
		if c.Op == nil {
			errs = append(errs, c.Err)
			return
		}
		add(c)
		for _, v := range c.In {
			if v.Call != nil {
				visit(d.from(v))
			}
		}
		order = append(order, c)
	}
	for _, v := range d.outputs.values {
		visit(d.from(v))
	}
	deepen := func(c *graph.Call, depth int) {
		if _, met := d.depth[c]; !met && !isInput(c) {
			d.calls = append(d.calls, c)
		}
		d.depth[c] = max(d.depth[c], depth)
	}
	for _, c := range slices.Backward(order) {
		o := d.of[c]
		deepen(c, o.depth)
		o.depth = d.depth[c]
		for _, v := range c.In {
			if v.Call != nil {
				deepen(d.from(v), o.depth+1)
			}
		}
	}
	slices.SortStableFunc(d.calls, func(a, b *graph.Call) int { return cmp.Compare(d.depth[b], d.depth[a]) })
	given := map[*graph.Call]bool{}
	for _, v := range d.inputs.values {
		c := d.from(v)
		given[c] = true
		if d.of[c] == nil { // no output depends on it
			add(c)
			d.of[c].met = -1
		}
	}
	for _, c := range order {
		if isInput(c) && !given[c] {
			in := c.Op.(*layers.Input)
			errs = append(errs, fmt.Errorf("Functional: outputs: they depend on an input %sof shape %v, which isn't among the inputs", quoted(layers.NameOf(in)), in.BatchShape()))
		}
	}
	slices.SortStableFunc(d.operations, func(a, b *operation) int {
		return cmp.Or(cmp.Compare(b.depth, a.depth), cmp.Compare(a.met, b.met))
	})
	for _, o := range d.operations {
		slices.SortFunc(o.calls, func(a, b *graph.Call) int { return cmp.Compare(a.Seq, b.Seq) })
	}
	return errs
}

// from returns the call that gives v in this model.
func (d *declared) from(v *ops.Value) *graph.Call {
	if c := d.sources[v]; c != nil {
		return c
	}
	return v.Call
}

// find returns the operation of a layer, nil if there is none.
func (d *declared) find(l layers.Layer) *operation {
	for _, o := range d.operations {
		if o.layer == l {
			return o
		}
	}
	return nil
}

func quoted(name string) string {
	if name == "" {
		return ""
	}
	return fmt.Sprintf("%q ", name)
}

// sequenceLike tells whether the calls are a mere chain, each layer in it once.
func (d *declared) sequenceLike() bool {
	seen := map[int]bool{}
	for _, o := range d.operations {
		for i, c := range o.calls {
			declared := 0
			for _, v := range c.In {
				if ops.IsSymbolic(v) {
					declared++
				}
			}
			if i > 0 || seen[d.depth[c]] || declared > 1 {
				return false
			}
			seen[d.depth[c]] = true
		}
	}
	return true
}

// nameLayers gives the layers without a name one, in the order in which they were
// called first: the class in snake case, with a number if need be. A made-up name
// that another layer has by now is made up anew.
func (d *declared) nameLayers() {
	list := slices.Clone(d.operations)
	slices.SortFunc(list, func(a, b *operation) int { return cmp.Compare(a.calls[0].Seq, b.calls[0].Seq) })
	taken := map[string]bool{}
	for _, o := range list {
		if layers.HasOwnName(o.layer) {
			taken[layers.NameOf(o.layer)] = true
		}
	}
	for _, o := range list {
		name := layers.NameOf(o.layer)
		if layers.HasOwnName(o.layer) {
			continue
		}
		if name == "" || taken[name] {
			name = free(config.SnakeCase(layers.ClassOf(o.layer)), taken)
			layers.SetName(o.layer, name)
		}
		taken[name] = true
	}
}

package layers

import (
	"errors"
	"fmt"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// many makes a layer with a method CallAll a [Multi].
type many struct{}

// BuildAll implements [Multi] for layers without weights.
func (many) BuildAll([]tensor.Shape) error { return nil }

// Call implements [Layer]; a [Multi] is called by CallAll.
func (many) Call(*ops.Trace, *ops.Value) *ops.Value {
	ops.Fail("call", "received a call with one value, expected one with a list: CallAll")
	return nil
}

// Weightless says that the layer never has weights.
func (many) Weightless() {}

// merging is what layers that merge values element by element have in common. Values of
// fewer axes than others get some of size 1 after the batch's; then they are broadcast.
type merging struct{ many }

// BuildAll implements [Multi]: it checks that the shapes fit.
func (merging) BuildAll(in []tensor.Shape) error {
	if len(in) == 0 {
		return errors.New("received no inputs, expected at least 1")
	}
	if err := sameBatch(in); err != nil {
		return err
	}
	out := in[0][1:]
	for _, s := range in[1:] {
		var ok bool
		if out, ok = mergedShape(out, s[1:]); !ok {
			return fmt.Errorf("inputs: received shapes %v, expected ones that can be broadcast together", in)
		}
	}
	return nil
}

// sameBatch checks that all inputs have a batch axis, of one size.
func sameBatch(in []tensor.Shape) error {
	batch := tensor.Unknown
	for i, s := range in {
		if len(s) == 0 {
			return fmt.Errorf("input %d: received a scalar, expected a batch axis", i)
		}
		if batch == tensor.Unknown {
			batch = s[0]
		}
		if s[0] != tensor.Unknown && s[0] != batch {
			return fmt.Errorf("inputs: received shapes %v, expected batches of one size", in)
		}
	}
	return nil
}

// mergedShape is [ops.BroadcastShapes] for sizes that may be unknown.
func mergedShape(a, b tensor.Shape) (tensor.Shape, bool) {
	if len(a) < len(b) {
		a, b = b, a
	}
	shape := a.Clone()
	for i, d := range b {
		switch e := &shape[len(a)-len(b)+i]; {
		case d == *e || d == 1:
		case *e == 1:
			*e = d
		case d == tensor.Unknown || *e == tensor.Unknown:
			*e = tensor.Unknown
		default:
			return nil, false
		}
	}
	return shape, true
}

// aligned gives all values as many axes as the one with the most has. Masks go with them.
func aligned(t *ops.Trace, in []*ops.Value) (list, masks []*ops.Value) {
	rank := 0
	for _, x := range in {
		rank = max(rank, len(x.Shape))
	}
	for _, x := range in {
		list = append(list, deepened(x, len(x.Shape), rank))
		mask := t.Mask(x)
		if mask != nil {
			mask = deepened(mask, len(x.Shape), rank)
		}
		masks = append(masks, mask)
	}
	return list, masks
}

// deepened inserts axes of size 1 after the first, as many as bring a value of so many axes
// to a rank.
func deepened(x *ops.Value, axes, rank int) *ops.Value {
	for ; axes < rank; axes++ {
		x = ops.ExpandDims(x, 1)
	}
	return x
}

// fold merges values two by two.
func fold(t *ops.Trace, in []*ops.Value, f func(x, y *ops.Value) *ops.Value) []*ops.Value {
	list, _ := aligned(t, in)
	y := list[0]
	for _, x := range list[1:] {
		y = f(y, x)
	}
	return []*ops.Value{y}
}

// Masks implements [Masker]: the output shows what any of the inputs shows, if all of
// them have masks.
func (merging) Masks(t *ops.Trace, in, out []*ops.Value) []*ops.Value {
	_, masks := aligned(t, in)
	return []*ops.Value{union(masks, out[0])}
}

// union returns a mask of y that shows what any of the masks shows, nil if one is nil.
func union(masks []*ops.Value, y *ops.Value) *ops.Value {
	u := masks[0]
	for _, m := range masks[1:] {
		if u == nil || m == nil {
			return nil
		}
		u = ops.LogicalOr(u, m)
	}
	if u == nil {
		return nil
	}
	return ops.BroadcastTo(u, y.Shape[:len(u.Shape)]...)
}

// extreme merges values by f, which takes the larger or smaller of two. What the mask of
// a value hides doesn't take part.
func extreme(t *ops.Trace, in []*ops.Value, f func(x, y *ops.Value) *ops.Value) []*ops.Value {
	list, masks := aligned(t, in)
	y, shown := list[0], masks[0]
	if shown != nil {
		shown = spread(shown, y)
	}
	for i, x := range list[1:] {
		mask := masks[i+1]
		if mask != nil {
			mask = spread(mask, x)
			x = ops.Where(mask, x, y)
		}
		if shown != nil {
			y = ops.Where(shown, y, x)
		}
		if shown != nil && mask != nil {
			shown = ops.LogicalOr(shown, mask)
		} else {
			shown = nil
		}
		y = f(y, x)
	}
	return []*ops.Value{y}
}

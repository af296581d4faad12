package layers

import "github.com/gokeras/keras/ops"

// Multiply multiplies its inputs. What a mask hides counts as 1; where all masks hide,
// the output is 0.
//
// Inputs and output as those of [Add].
type Multiply struct {
	Base
	merging
}

var _ = register[Multiply]()

// CallAll implements [Multi].
func (*Multiply) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	list, masks := aligned(t, in)
	for i, m := range masks {
		if m != nil {
			list[i] = ops.Where(spread(m, list[i]), list[i], ops.OnesLike(list[i]))
		}
	}
	y := list[0]
	for _, x := range list[1:] {
		y = ops.Multiply(y, x)
	}
	if m := union(masks, y); m != nil {
		y = ops.Where(spread(m, y), y, ops.ZerosLike(y))
	}
	return []*ops.Value{y}
}

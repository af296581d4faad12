package layers

import (
	"slices"

	"github.com/gokeras/keras/ops"
)

// A loopBody is a cell as the body of a loop. What it carries from step to step is the
// cell's states and, behind them, variables that the cell may change.
type loopBody struct {
	carries []*ops.Value
	parts   []*ops.Value // what the steps see, with the steps as first axis
	states  int
	isState bool // whether the output is the first of the next states

	step   func(carries, parts []*ops.Value) (y *ops.Value, next, losses []*ops.Value)
	finish func(last, losses []*ops.Value) // takes up what comes out besides states and outputs
}

func newLoopBody(t *ops.Trace, c Cell, xs *ops.Value, states []*ops.Value) *loopBody {
	if xs.DType.IsFloat() {
		xs = ops.Cast(xs, DTypeOf(c))
	}
	b := &loopBody{parts: []*ops.Value{xs}, states: len(states), finish: func(_, _ []*ops.Value) {}}
	for _, s := range states {
		b.carries = append(b.carries, ops.Cast(s, DTypeOf(c)))
	}
	s, ok := c.(stepper)
	if !ok || c.base().ActivityRegularizer != nil {
		b.apply(t, c)
		return b
	}
	var step cellStep
	b.isState = true
	b.parts, step = s.start(t, xs)
	b.step = func(carries, parts []*ops.Value) (*ops.Value, []*ops.Value, []*ops.Value) {
		next := step(parts, carries)
		return next[0], next, nil
	}
	return b
}

// apply makes the step a call of the cell. Each step is a trace of its own: variables
// that the cell may change are carried, and losses are outputs.
func (b *loopBody) apply(t *ops.Trace, c Cell) {
	changing := Seeds(c)
	var weights []*ops.Variable
	var values []*ops.Value
	for _, v := range Weights(c) {
		if v.Trainable {
			weights, values = append(weights, v), append(values, t.Get(v))
		} else {
			changing = append(changing, v)
		}
	}
	for _, v := range changing {
		b.carries = append(b.carries, t.Get(v))
	}
	changed := make([]bool, len(changing))
	b.step = func(carries, parts []*ops.Value) (*ops.Value, []*ops.Value, []*ops.Value) {
		inner := ops.NewTrace(t.Training)
		for i, v := range weights {
			inner.Set(v, values[i])
		}
		for i, v := range changing {
			inner.Set(v, carries[b.states+i])
		}
		out := Apply(inner, c, append(parts[:1:1], carries[:b.states]...)...)
		if len(out) != b.states+1 {
			ops.Fail("call", "received %d values, expected an output and %s", len(out), countStates(b.states))
		}
		next := slices.Clone(out[1:])
		for i, v := range changing {
			x := inner.Get(v)
			changed[i] = changed[i] || x != carries[b.states+i]
			next = append(next, x)
		}
		return out[0], next, inner.Losses()
	}
	b.finish = func(last, losses []*ops.Value) {
		for i, v := range changing {
			if changed[i] {
				t.Set(v, last[b.states+i])
			}
		}
		for _, x := range losses {
			t.AddLoss(x)
		}
	}
}

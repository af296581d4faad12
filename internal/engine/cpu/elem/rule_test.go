package elem

import (
	"fmt"
	"testing"

	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// TestRules checks that the step of each of these optimizers is one loop. What it gives
// is checked in package optimizers.
func TestRules(t *testing.T) {
	for _, o := range []optimizers.Optimizer{
		&optimizers.Adam{}, &optimizers.AdamW{}, &optimizers.Adagrad{}, &optimizers.RMSprop{}, &optimizers.RMSprop{Momentum: .9},
	} {
		t.Run(fmt.Sprintf("%T", o), func(t *testing.T) {
			trace := ops.NewTrace(true)
			w := ops.NewVariable("w", tensor.New(tensor.Float32, 100))
			g := ops.Input("gradient", tensor.Float32, 100)
			if err := optimizers.Apply(trace, o, []*ops.Variable{w}, []*ops.Value{g}); err != nil {
				t.Fatal(err)
			}
			pl := plan.New(trace.Program("step", []*graph.Value{g}, nil), plan.Target{Fuse: Fuses, Tile: Tile})
			rules, numbers := 0, map[*plan.Buffer]int{}
			for _, s := range pl.Steps {
				if s.Group == nil {
					continue
				}
				c := Compile(s, pl, func(b *plan.Buffer) int {
					if _, ok := numbers[b]; !ok {
						numbers[b] = len(numbers)
					}
					return numbers[b]
				}, 0)
				for _, in := range c.instrs {
					if in.rule != nil {
						rules++
					}
				}
			}
			if rules != 1 {
				t.Errorf("%d loops for a whole step, want 1", rules)
			}
		})
	}
}

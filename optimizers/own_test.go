package optimizers_test

import (
	"cmp"
	"fmt"
	"math"
	"testing"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/optimizers/schedules"
	"github.com/gokeras/keras/tensor"
)

// Lion steps by the sign of a mean of gradients.
type Lion struct {
	LearningRate float64
	Schedule     schedules.Schedule
	optimizers.Base

	momentums []*ops.Variable
}

func (l *Lion) Rate() (float64, schedules.Schedule) { return cmp.Or(l.LearningRate, .001), l.Schedule }

func (l *Lion) Build(vars []*ops.Variable) {
	for _, v := range vars {
		l.momentums = append(l.momentums, l.Slot(v, "momentum", 0))
	}
}

func (l *Lion) Update(t *ops.Trace, s optimizers.Step, vars []*ops.Variable, grads []*ops.Value) {
	for i, v := range vars {
		m := t.Get(l.momentums[i])
		sign := ops.Sign(ops.Add(ops.Scale(m, .9), ops.Scale(grads[i], .1)))
		t.Set(v, ops.Subtract(t.Get(v), ops.Multiply(s.LearningRate, sign)))
		t.Set(l.momentums[i], ops.Add(ops.Scale(m, .99), ops.Scale(grads[i], .01)))
	}
}

// halving is a schedule that halves the rate at every step.
type halving struct{}

func (halving) At(step *ops.Value) *ops.Value {
	return ops.Power(ops.FullLike(step, .5), step)
}

// Example writes an optimizer and a schedule outside the package. What all
// optimizers can do, here clipping, comes with Base.
func Example() {
	w := ops.NewVariable("w", tensor.FromSlice([]float32{1, 1}))
	lion := &Lion{Schedule: halving{}, Base: optimizers.Base{Clipvalue: 1}}

	t := ops.NewTrace(true)
	gradient := ops.Input("gradient", tensor.Float32, 2)
	if err := optimizers.Apply(t, lion, []*ops.Variable{w}, []*ops.Value{gradient}); err != nil {
		fmt.Println(err)
	}
	step := t.Program("step", []*ops.Value{gradient}, nil)
	for range 3 {
		if _, err := ref.Run(step, tensor.FromSlice([]float32{5, -5})); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(tensor.Data[float32](w.Store()))
	for _, v := range optimizers.Variables(lion) {
		fmt.Println(v.Path, v.DType(), v.Shape())
	}
	// Output:
	// [-0.75 2.75]
	// lion/iteration int32 ()
	// lion/w_momentum float32 (2,)
}

// TestOwn lets an optimizer of one's own accumulate, decay and average.
func TestOwn(t *testing.T) {
	w := ops.NewVariable("w", tensor.FromSlice([]float32{1}))
	lion := &Lion{LearningRate: .5, Base: optimizers.Base{
		WeightDecay: .1, GradientAccumulationSteps: 2, UseEMA: true, EMAMomentum: new(.5)}}
	p := program(t, lion, []*ops.Variable{w})
	for range 4 {
		run(t, p, tensor.FromSlice([]float32{3}))
	}
	// Two updates: 1 - 0.05 - 0.5 and 0.45·0.95 - 0.5. The average follows at
	// every step: it is the weight itself until the first update is done.
	if got, want := tensor.Data[float32](w.Store())[0], -.0725; math.Abs(float64(got)-want) > 1e-6 {
		t.Errorf("weight %v, want %v", got, want)
	}
	if err := optimizers.Finalize(lion); err != nil {
		t.Fatal(err)
	}
	if got, want := tensor.Data[float32](w.Store())[0], (.45+-.0725)/2; math.Abs(float64(got)-want) > 1e-6 {
		t.Errorf("average %v, want %v", got, want)
	}
}

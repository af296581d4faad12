package optimizers_test

import (
	"math"
	"strings"
	"testing"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/optimizers/schedules"
	"github.com/gokeras/keras/tensor"
)

func weight(name string, values ...float32) *ops.Variable {
	return ops.NewVariable(name, tensor.FromSlice(values))
}

func values(v *ops.Variable) []float32 { return tensor.Data[float32](v.Store()) }

func TestCheck(t *testing.T) {
	base := func(b optimizers.Base) optimizers.Optimizer { return &optimizers.SGD{Base: b} }
	for want, o := range map[string]optimizers.Optimizer{
		`optimizer "sgd": Clipnorm: received -1, expected 0 or more`:                          base(optimizers.Base{Clipnorm: -1}),
		"Clipvalue: received -2, expected 0 or more":                                          base(optimizers.Base{Clipvalue: -2}),
		"GlobalClipnorm: received -3, expected 0 or more":                                     base(optimizers.Base{GlobalClipnorm: -3}),
		"WeightDecay: received -1, expected 0 or more":                                        base(optimizers.Base{WeightDecay: -1}),
		"Clipnorm, Clipvalue, GlobalClipnorm: received 1, 0, 2, expected at most one of them": base(optimizers.Base{Clipnorm: 1, GlobalClipnorm: 2}),
		"EMAMomentum: received 1.5, expected a number from 0 to 1":                            base(optimizers.Base{UseEMA: true, EMAMomentum: new(1.5)}),
		"EMAOverwriteFrequency: received -1, expected 0 or more":                              base(optimizers.Base{UseEMA: true, EMAOverwriteFrequency: -1}),
		"GradientAccumulationSteps: received 1, expected 2 or more":                           base(optimizers.Base{GradientAccumulationSteps: 1}),
		`optimizer "mine": Momentum: received 2, expected a number from 0 to 1`:               &optimizers.SGD{Momentum: 2, Base: optimizers.Base{Name: "mine"}},
		"LearningRate: received NaN, expected a finite number":                                &optimizers.SGD{LearningRate: math.NaN()},
		"Rho: received -1, expected a number from 0 to 1":                                     &optimizers.RMSprop{Rho: new(-1.)},
		"InitialAccumulatorValue: received -1, expected 0 or more":                            &optimizers.Adagrad{InitialAccumulatorValue: new(-1.)},
		"Rho: received 2, expected a number from 0 to 1":                                      &optimizers.Adadelta{Rho: new(2.)},
		"Beta1: received 1, expected a number of at least 0 and below 1":                      &optimizers.Adam{Beta1: new(1.)},
		"Base.WeightDecay: received 0.1, expected 0":                                          &optimizers.AdamW{Base: optimizers.Base{WeightDecay: .1}},
		"Beta2: received 1.5, expected a number of at least 0 and below 1":                    &optimizers.Adamax{Beta2: new(1.5)},
		"Beta2Decay: received 1, expected 0 or less":                                          &optimizers.Adafactor{Beta2Decay: new(1.)},
		"ClipThreshold: received -1, expected a positive number":                              &optimizers.Adafactor{ClipThreshold: -1},
		"LearningRatePower: received 0.5, expected 0 or less":                                 &optimizers.Ftrl{LearningRatePower: new(.5)},
		"Beta: received -2, expected 0 or more":                                               &optimizers.Ftrl{Beta: -2},
		`optimizer "lamb": Beta2: received 1, expected a number of at least 0 and below 1`:    &optimizers.Lamb{Beta2: new(1.)},
		"Beta1: received -1, expected a number above 0 and at most 1":                         &optimizers.Lion{Beta1: -1},
		"Base.WeightDecay: received 0.2, expected 0: Muon":                                    &optimizers.Muon{Base: optimizers.Base{WeightDecay: .2}},
		"ExcludeLayers: received [\"(\"], expected regular expressions":                       &optimizers.Muon{ExcludeLayers: []string{"("}},
		"NSSteps: received -1, expected 0 or more":                                            &optimizers.Muon{NSSteps: new(-1)},
		"WarmupSteps: received -1, expected 0 or more":                                        &optimizers.ScheduleFreeAdamW{WarmupSteps: -1},
		"Epsilon: received -1, expected 0 or more":                                            &optimizers.Nadam{Epsilon: new(-1.)},
		`optimizer "adam": schedule CosineDecay: DecaySteps: received 0, expected a positive`: &optimizers.Adam{Schedule: &schedules.CosineDecay{}},
	} {
		if err := optimizers.Check(o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
	o := &optimizers.Adam{Beta1: new(1.), Beta2: new(-1.), Base: optimizers.Base{Clipnorm: -1}}
	err := optimizers.Build(o, []*ops.Variable{weight("w", 1)})
	if err == nil || strings.Count(err.Error(), `optimizer "adam": `) != 3 || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("got %v, want all three mistakes", err)
	}
}

func TestMisuse(t *testing.T) {
	w, u := weight("dense/kernel", 1, 2), weight("other/kernel", 1, 2)
	o := &optimizers.Adam{}
	if err := optimizers.Build(o, []*ops.Variable{w}); err != nil {
		t.Fatal(err)
	}
	if err := optimizers.Build(o, []*ops.Variable{w}); err != nil {
		t.Errorf("a second Build for the same variables: %v", err)
	}
	g := ops.Full(1, tensor.Float32, 2)
	for want, err := range map[string]error{
		"received 1 variables of which number 0 is other/kernel(2,), expected the 1 variables that it was built for": optimizers.Build(o, []*ops.Variable{u}),
		"received 0 variables, expected the 1 that it was built for":                                                 optimizers.Build(o, nil),
		"received 2 gradients, expected one for each of the 1 variables":                                             optimizers.Apply(ops.NewTrace(true), o, []*ops.Variable{w}, []*ops.Value{g, g}),
		"variable dense/kernel: received no gradient, expected one of shape (2,)":                                    optimizers.Apply(ops.NewTrace(true), o, []*ops.Variable{w}, []*ops.Value{nil}),
		"variable dense/kernel: received a gradient of shape (), expected (2,)":                                      optimizers.Apply(ops.NewTrace(true), o, []*ops.Variable{w}, []*ops.Value{ops.Sum(g)}),
		"the optimizer is built already":                                                                             o.ExcludeFromWeightDecay(nil, "bias"),
		"ExcludeFromWeightDecay: names: received":                                                                    (&optimizers.Adam{}).ExcludeFromWeightDecay(nil, "("),
		"variable n: received type int32, expected a floating-point type":                                            optimizers.Build(&optimizers.SGD{}, []*ops.Variable{ops.NewVariable("n", tensor.Scalar[int32](1))}),
		"SetLearningRate: received 1, expected none: the rate follows a optimizers_test.halving":                     optimizers.SetLearningRate(&optimizers.SGD{Schedule: halving{}}, 1),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

func TestExcludeFromWeightDecay(t *testing.T) {
	kernel, bias, gamma := weight("kernel", 1), weight("bias", 1), weight("gamma", 1)
	vars := []*ops.Variable{kernel, bias, gamma}
	o := &optimizers.SGD{LearningRate: .5, Base: optimizers.Base{WeightDecay: .5}}
	if err := o.ExcludeFromWeightDecay([]*ops.Variable{gamma}, "beta", "b.as"); err != nil {
		t.Fatal(err)
	}
	zero := tensor.New(tensor.Float32, 1)
	run(t, program(t, o, vars), zero, zero, zero)
	for i, want := range []float32{.75, 1, 1} {
		if got := values(vars[i])[0]; got != want {
			t.Errorf("%s is %v, want %v", vars[i].Name, got, want)
		}
	}
}

// TestConstraint wants constraints to come after the update and, as in Keras, at
// steps that only accumulate too.
func TestConstraint(t *testing.T) {
	w := weight("w", 5, -1)
	w.Constraint = func(x *ops.Value) *ops.Value { return ops.Clip(x, 0, 2) }
	o := &optimizers.SGD{LearningRate: 1, Base: optimizers.Base{GradientAccumulationSteps: 2}}
	p := program(t, o, []*ops.Variable{w})
	for _, want := range [][2]float32{{2, 0}, {1, 2}} {
		run(t, p, tensor.FromSlice([]float32{1, -5}))
		if got := [2]float32(values(w)); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestLearningRate(t *testing.T) {
	w := weight("w", 1)
	o := &optimizers.SGD{LearningRate: .5}
	p := program(t, o, []*ops.Variable{w})
	one := tensor.FromSlice([]float32{1})
	run(t, p, one)
	if err := optimizers.SetLearningRate(o, .25); err != nil {
		t.Fatal(err)
	}
	run(t, p, one)
	if got := values(w)[0]; got != .25 {
		t.Errorf("weight %v, want 1 - 0.5 - 0.25", got)
	}
	if optimizers.LearningRate(&optimizers.SGD{Schedule: halving{}}) != nil {
		t.Error("there is a variable beside the schedule")
	}
}

func TestCurrentRate(t *testing.T) {
	w := weight("w", 1)
	o := &optimizers.SGD{Schedule: halving{}}
	p := program(t, o, []*ops.Variable{w})
	run(t, p, tensor.FromSlice([]float32{0}))
	run(t, p, tensor.FromSlice([]float32{0}))
	_, err := optimizers.CurrentRate(ops.NewTrace(false), &optimizers.SGD{Schedule: &schedules.PiecewiseConstantDecay{}})
	if err == nil || !strings.Contains(err.Error(), "Boundaries: received []") {
		t.Errorf("a schedule without boundaries: %v", err)
	}
	trace := ops.NewTrace(false)
	rate, err := optimizers.CurrentRate(trace, o)
	if err != nil {
		t.Fatal(err)
	}
	out := run(t, trace.Program("rate", nil, []*ops.Value{rate}))
	if got := tensor.Data[float32](out[0])[0]; got != .25 {
		t.Errorf("rate %v at step 2, want 0.25", got)
	}
}

// TestLossScale wants the scale of the loss to leave the step as it is.
func TestLossScale(t *testing.T) {
	for _, factor := range []float64{0, 64} {
		w := weight("w", 3)
		o := &optimizers.SGD{LearningRate: .5, Base: optimizers.Base{LossScaleFactor: factor}}
		trace := ops.NewTrace(true)
		x := trace.Get(w)
		loss := optimizers.ScaleLoss(o, ops.Sum(ops.Square(x)))
		if err := optimizers.Apply(trace, o, []*ops.Variable{w}, trace.Gradients(loss, x)); err != nil {
			t.Fatal(err)
		}
		out := run(t, trace.Program("step", nil, []*ops.Value{loss}))
		if got, want := tensor.Data[float32](out[0])[0], float32(9*max(factor, 1)); got != want {
			t.Errorf("factor %v: loss %v, want %v", factor, got, want)
		}
		if got := values(w)[0]; got != 0 {
			t.Errorf("factor %v: weight %v, want 0", factor, got)
		}
	}
}

// TestTypes trains variables of different types together, and none at all.
func TestTypes(t *testing.T) {
	for _, name := range optimizers.Names() {
		single := weight("single", 1)
		double := ops.NewVariable("double", tensor.FromSlice([]float64{1}))
		o := optimizers.Name(name)
		p := program(t, o, []*ops.Variable{double, single})
		run(t, p, tensor.FromSlice([]float64{.5}), tensor.FromSlice([]float32{.5}))
		a, b := tensor.Data[float64](double.Store())[0], float64(values(single)[0])
		if a == 1 || math.Abs(a-b) > 1e-6 {
			t.Errorf("%s: float64 gives %v, float32 %v", name, a, b)
		}
		if err := optimizers.Apply(ops.NewTrace(true), optimizers.Name(name), nil, nil); err != nil {
			t.Errorf("%s without variables: %v", name, err)
		}
	}
}

// TestGlobalNormOfNaN wants a gradient that isn't a number to be seen in all.
func TestGlobalNormOfNaN(t *testing.T) {
	v, w := weight("v", 1), weight("w", 1)
	o := &optimizers.SGD{Base: optimizers.Base{GlobalClipnorm: 1}}
	run(t, program(t, o, []*ops.Variable{v, w}),
		tensor.FromSlice([]float32{1}), tensor.FromSlice([]float32{float32(math.Inf(1))}))
	if got := values(v)[0]; got == got {
		t.Errorf("got %v, want NaN", got)
	}
}

// TestFinalizeBeforeTraining wants weights to stay where no step was made.
func TestFinalizeBeforeTraining(t *testing.T) {
	w := weight("w", 1)
	o := &optimizers.SGD{Base: optimizers.Base{UseEMA: true}}
	program(t, o, []*ops.Variable{w})
	if err := optimizers.Finalize(o); err != nil {
		t.Fatal(err)
	}
	if got := values(w)[0]; got != 1 {
		t.Errorf("weight %v, want 1", got)
	}
}

// TestScheduleFreeStart wants the first step to begin at the weights as they are then, not
// as they were when the optimizer was built.
func TestScheduleFreeStart(t *testing.T) {
	w := weight("w", 1)
	o := &optimizers.ScheduleFreeAdamW{LearningRate: .5}
	p := program(t, o, []*ops.Variable{w})
	if err := w.Assign(tensor.FromSlice([]float32{5})); err != nil {
		t.Fatal(err)
	}
	run(t, p, tensor.FromSlice([]float32{1}))
	if got := values(w)[0]; math.Abs(float64(got)-4.5) > 1e-6 {
		t.Errorf("weight %v, want 5 - 0.5", got)
	}
}

package optimizers

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Base is what all optimizers have in common. A struct that embeds it has the
// settings, and becomes an [Optimizer] by its methods Rate, Build and Update.
type Base struct {
	// Name is the optimizer's name, with which the paths of its variables
	// begin. Default: the name of the type in snake case.
	Name string `json:"name"`

	// WeightDecay is the part of each weight, times the learning rate, that is
	// taken away before every update: w = w - w·WeightDecay·rate. See
	// [Base.ExcludeFromWeightDecay]. Default: 0.
	WeightDecay float64 `json:"weight_decay" keras:"default=null;always"`

	// Clipnorm scales the gradient of each variable down to this norm, if its
	// norm is larger. At most one of Clipnorm, Clipvalue and GlobalClipnorm may
	// be set. 0 is no limit. Default: 0.
	Clipnorm float64 `json:"clipnorm" keras:"default=null;always"`

	// GlobalClipnorm scales all gradients down together, if the norm of all of
	// them as one vector is larger. 0 is no limit. Default: 0.
	GlobalClipnorm float64 `json:"global_clipnorm" keras:"default=null;always"`

	// Clipvalue limits each element of the gradients to the range from
	// -Clipvalue to Clipvalue. 0 is no limit. Default: 0.
	Clipvalue float64 `json:"clipvalue" keras:"default=null;always"`

	// UseEMA says whether an exponential moving average of each variable is
	// kept: average = EMAMomentum·average + (1-EMAMomentum)·w after every step.
	// At the end of training it replaces the weights; see [Finalize].
	// Default: false.
	UseEMA bool `json:"use_ema" keras:"default=false;always"`

	// EMAMomentum is how much of the average stays in a step, from 0 to 1.
	// Default: 0.99.
	EMAMomentum *float64 `json:"ema_momentum" keras:"default=0.99;always"`

	// EMAOverwriteFrequency is the number of steps after which the averages
	// replace the weights, again and again. 0 is only at the end. Default: 0.
	EMAOverwriteFrequency int `json:"ema_overwrite_frequency" keras:"default=null;always"`

	// LossScaleFactor is what the loss is multiplied by and the gradients are
	// divided by, so that small gradients don't vanish in types of few bits.
	// 0 is no scaling. Default: 0.
	LossScaleFactor float64 `json:"loss_scale_factor"`

	// GradientAccumulationSteps is the number of steps, at least 2, whose mean
	// gradient makes one update. Weights change at every such step only.
	// Schedules count all steps. 0 is an update at every step. Default: 0.
	GradientAccumulationSteps int `json:"gradient_accumulation_steps"`

	state
}

// state is what an optimizer has once it is in use.
type state struct {
	label           string
	iteration, rate *ops.Variable // rate is nil if there is a schedule

	vars         []*ops.Variable // of the model; nil until built
	averages     []*ops.Variable
	accumulators []*ops.Variable
	slots        []*ops.Variable // averages, accumulators and the optimizer's own

	decay    func(*ops.Variable) float64 // in place of WeightDecay
	excluded map[*ops.Variable]bool
	pattern  *regexp.Regexp
}

func (b *Base) base() *Base { return b }

// Slot makes a variable that the optimizer keeps for a weight, with the weight's
// type and shape and all elements initial. It is called in Build, in the order
// in which Keras stores the variables.
func (b *Base) Slot(weight *ops.Variable, name string, initial float64) *ops.Variable {
	value := tensor.New(weight.DType(), weight.Shape()...)
	if initial != 0 {
		value.Fill(initial)
	}
	return b.AddVariable(strings.ReplaceAll(weight.Path, "/", "_")+"_"+name, value)
}

// AddVariable makes a variable of the optimizer that belongs to no weight, and
// takes over the memory of its first value.
func (b *Base) AddVariable(name string, value *tensor.Tensor) *ops.Variable {
	v := b.variable(name, value)
	b.slots = append(b.slots, v)
	return v
}

func (b *Base) variable(name string, value *tensor.Tensor) *ops.Variable {
	v := ops.NewVariable(name, value)
	v.Path = b.label + "/" + name
	return v
}

// ExcludeFromWeightDecay says which weights WeightDecay leaves alone: the given
// ones, and those in whose Name one of the regular expressions, such as "bias",
// is found. It replaces what an earlier call said. It is an error to call it
// once the optimizer is built, or with a wrong expression.
func (b *Base) ExcludeFromWeightDecay(vars []*ops.Variable, names ...string) error {
	if b.vars != nil {
		return fmt.Errorf("optimizer %q: ExcludeFromWeightDecay: the optimizer is built already; call it before the model is compiled", b.label)
	}
	b.excluded, b.pattern = map[*ops.Variable]bool{}, nil
	for _, v := range vars {
		b.excluded[v] = true
	}
	if len(names) == 0 {
		return nil
	}
	pattern, err := regexp.Compile(strings.Join(names, "|"))
	if err != nil {
		return fmt.Errorf("ExcludeFromWeightDecay: names: received %q, expected regular expressions: %w", names, err)
	}
	b.pattern = pattern
	return nil
}

// start makes the variables that every optimizer has, if they aren't there yet.
func (b *Base) start(o Optimizer) {
	if b.iteration != nil {
		return
	}
	b.label = NameOf(o)
	b.iteration = b.variable("iteration", tensor.Scalar[int32](0))
	if rate, schedule := o.Rate(); schedule == nil {
		b.rate = b.variable("learning_rate", tensor.Scalar(float32(rate)))
	}
}

// NameOf returns the optimizer's name: the one given, or the name of the type in
// snake case.
func NameOf(o Optimizer) string {
	if b := o.base(); b.Name != "" {
		return b.Name
	}
	return config.SnakeCase(reflect.Indirect(reflect.ValueOf(o)).Type().Name())
}

// or returns the number that p points to, and def if it is nil.
func or(p *float64, def float64) float64 {
	if p == nil {
		return def
	}
	return *p
}

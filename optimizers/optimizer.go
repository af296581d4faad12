// Package optimizers holds the rules by which training changes weights.
//
//	model.Compile(keras.CompileOptions{
//		Optimizer: &optimizers.SGD{LearningRate: 0.1, Momentum: 0.9},
//	})
//
// An optimizer is a pointer to a struct whose fields are Keras's arguments. One
// of one's own embeds [Base], as those here do: Rate says how fast it learns,
// Build makes the variables that it keeps for each weight, and Update records
// one step. Clipping, weight decay, averages of weights and accumulation of
// gradients are the Base's; they work for every optimizer.
//
// Formulas, their defaults and the names and order of variables are those of
// keras.optimizers.
package optimizers

import (
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers/schedules"
)

// An Optimizer changes weights so that the loss becomes smaller. It belongs to
// one model: [Build] ties it to the model's weights.
type Optimizer interface {
	// Rate returns the learning rate to begin with or, if it isn't nil, the
	// schedule that takes its place.
	Rate() (float64, schedules.Schedule)

	// Build makes the optimizer's own variables for the weights, with
	// [Base.Slot] and [Base.AddVariable]. It is called once.
	Build(vars []*ops.Variable)

	// Update records one step: it sets each of vars, those of Build, by its
	// gradient, which has the same type and shape. A variable is read with
	// t.Get and set with t.Set.
	Update(t *ops.Trace, s Step, vars []*ops.Variable, grads []*ops.Value)

	base() *Base
}

// A Step is what all updates of one step have in common. The values are scalars
// of a floating-point type.
type Step struct {
	// LearningRate is the rate of this step.
	LearningRate *ops.Value

	// Number counts updates; that of the first is 1.
	Number *ops.Value
}

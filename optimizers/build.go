package optimizers

import (
	"fmt"
	"slices"

	"github.com/gokeras/keras/ops"
)

// Build ties the optimizer to the weights that it will change, and makes its
// variables for them. It does nothing if that is done. It returns what [Check]
// returns, and an error for weights that aren't floating-point numbers or are
// others than those the optimizer was built for before.
func Build(o Optimizer, vars []*ops.Variable) (err error) {
	if err := Check(o); err != nil {
		return err
	}
	defer named(o, &err)
	defer ops.Catch(&err)
	return build(o, vars)
}

func build(o Optimizer, vars []*ops.Variable) error {
	b := o.base()
	if b.vars != nil {
		return b.same(vars)
	}
	for _, v := range vars {
		if !v.DType().IsFloat() {
			return fmt.Errorf("variable %s: received type %v, expected a floating-point type", v.Path, v.DType())
		}
	}
	b.start(o)
	b.averages, b.accumulators, b.slots = nil, nil, nil
	if b.UseEMA {
		for _, v := range vars {
			b.averages = append(b.averages, b.Slot(v, "average", 0))
		}
	}
	if b.GradientAccumulationSteps > 0 {
		for _, v := range vars {
			b.accumulators = append(b.accumulators, b.Slot(v, "gradient_accumulator", 0))
		}
	}
	o.Build(vars)
	b.vars = append([]*ops.Variable{}, vars...)
	return nil
}

// same returns an error if the optimizer was built for other variables.
func (b *Base) same(vars []*ops.Variable) error {
	if slices.Equal(b.vars, vars) {
		return nil
	}
	for i, v := range vars {
		if i >= len(b.vars) || b.vars[i] != v {
			return fmt.Errorf("received %d variables of which number %d is %s%v, expected the %d variables that it was built for; make a new optimizer for other variables",
				len(vars), i, v.Path, v.Shape(), len(b.vars))
		}
	}
	return fmt.Errorf("received %d variables, expected the %d that it was built for; make a new optimizer for other variables", len(vars), len(b.vars))
}

// Variables returns the optimizer's variables in the order in which Keras stores
// them: iteration (int32), learning_rate (float32, none if there is a schedule)
// and, once the optimizer is built, the averages of all weights, their
// accumulators, and what the optimizer's own Build made.
func Variables(o Optimizer) []*ops.Variable {
	b := o.base()
	b.start(o)
	list := []*ops.Variable{b.iteration}
	if b.rate != nil {
		list = append(list, b.rate)
	}
	return append(list, b.slots...)
}

// Iteration returns the variable that counts the steps, from 0: int32, a scalar.
func Iteration(o Optimizer) *ops.Variable {
	b := o.base()
	b.start(o)
	return b.iteration
}

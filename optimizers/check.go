package optimizers

import (
	"errors"
	"fmt"
	"math"

	"github.com/gokeras/keras/optimizers/schedules"
)

// Check returns all that is wrong with the arguments of an optimizer, joined. It
// also asks the optimizer's own method Check() error, if it has one.
func Check(o Optimizer) error {
	problems := check(o)
	for i := range problems {
		named(o, &problems[i])
	}
	return errors.Join(problems...)
}

func check(o Optimizer) []error {
	var list []error
	rate, schedule := o.Rate()
	if schedule != nil {
		list = problems(list, schedules.Check(schedule))
	} else if math.IsNaN(rate) || math.IsInf(rate, 0) {
		list = append(list, received("LearningRate", rate, "a finite number"))
	}
	list = problems(list, o.base().check())
	if c, ok := o.(interface{ Check() error }); ok {
		list = problems(list, c.Check())
	}
	return list
}

// problems adds an error to a list, or those that it joins.
func problems(list []error, err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			list = problems(list, e)
		}
		return list
	}
	if err != nil {
		list = append(list, err)
	}
	return list
}

// named puts the optimizer's name before an error.
func named(o Optimizer, err *error) {
	if *err != nil {
		*err = fmt.Errorf("optimizer %q: %w", NameOf(o), *err)
	}
}

func (b *Base) check() error {
	var once, ema, steps error
	if n := count(b.Clipnorm, b.Clipvalue, b.GlobalClipnorm); n > 1 {
		once = received("Clipnorm, Clipvalue, GlobalClipnorm",
			fmt.Sprintf("%v, %v, %v", b.Clipnorm, b.Clipvalue, b.GlobalClipnorm), "at most one of them")
	}
	if b.UseEMA {
		ema = errors.Join(
			within("EMAMomentum", or(b.EMAMomentum, .99), 0, 1),
			atLeast("EMAOverwriteFrequency", b.EMAOverwriteFrequency, 0))
	}
	if k := b.GradientAccumulationSteps; k != 0 {
		steps = atLeast("GradientAccumulationSteps", k, 2)
	}
	return errors.Join(
		atLeast("WeightDecay", b.WeightDecay, 0),
		atLeast("Clipnorm", b.Clipnorm, 0),
		atLeast("Clipvalue", b.Clipvalue, 0),
		atLeast("GlobalClipnorm", b.GlobalClipnorm, 0),
		once, ema, steps)
}

// count returns how many numbers aren't 0.
func count(v ...float64) (n int) {
	for _, x := range v {
		if x != 0 {
			n++
		}
	}
	return n
}

func received(argument string, v any, expected string) error {
	return fmt.Errorf("%s: received %v, expected %s", argument, v, expected)
}

func within(argument string, v, lo, hi float64) error {
	if v >= lo && v <= hi {
		return nil
	}
	return received(argument, v, fmt.Sprintf("a number from %v to %v", lo, hi))
}

// fraction returns an error if the argument isn't at least 0 and below 1.
func fraction(argument string, v float64) error {
	if v >= 0 && v < 1 {
		return nil
	}
	return received(argument, v, "a number of at least 0 and below 1")
}

func atLeast[T int | float64](argument string, v, lo T) error {
	if v >= lo {
		return nil
	}
	return received(argument, v, fmt.Sprintf("%v or more", lo))
}

func atMost(argument string, v, hi float64) error {
	if v <= hi {
		return nil
	}
	return received(argument, v, fmt.Sprintf("%v or less", hi))
}

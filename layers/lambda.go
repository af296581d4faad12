package layers

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Lambda applies a function of its user's, which is known by a name:
//
//	var _ = layers.RegisterFunction("double", func(_ *ops.Trace, in []*ops.Value, _ map[string]any) *ops.Value {
//		return ops.Scale(in[0], 2)
//	})
//
//	&layers.Lambda{Function: "double"}
//
// The names of activations are known, too. A file that has the code of a Python lambda
// can't be read: nothing but Python runs it.
//
// Any number of inputs, one output.
type Lambda struct {
	// Function is the name of what the layer computes. Required.
	Function FunctionName `json:"function"`

	// Arguments is handed to the function. Default: none.
	Arguments map[string]any `json:"arguments" keras:"default={}"`

	// OutputShape is the shape of an output's sample, with which the function must agree;
	// tensor.Unknown stands for any size. Default: what the function gives.
	OutputShape tensor.Shape `json:"output_shape"`

	// Mask is the name of a function that gives the output's mask. Default: none.
	Mask FunctionName `json:"mask"`

	Base
	many
}

var _ = register[Lambda]()

// Validate implements [Validator].
func (l *Lambda) Validate() error {
	if l.Function == "" {
		return received("Function", l.Function, "the name of a function made known by layers.RegisterFunction")
	}
	_, err := l.Function.lookup("Function")
	if l.Mask != "" {
		_, maskErr := l.Mask.lookup("Mask")
		err = errors.Join(err, maskErr)
	}
	return err
}

// CallAll implements [Multi].
func (l *Lambda) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	y := l.call(t, l.Function, in)
	if l.OutputShape != nil {
		fits := slices.EqualFunc(y.Shape[min(1, len(y.Shape)):], l.OutputShape, func(a, b int) bool { return a == b || b == tensor.Unknown })
		if !fits {
			ops.Fail("Lambda", "OutputShape: received %v, expected the shape of the samples that function %q gives, %v", l.OutputShape, l.Function, y.Shape)
		}
	}
	return []*ops.Value{y}
}

// Masks implements [Masker].
func (l *Lambda) Masks(t *ops.Trace, in, _ []*ops.Value) []*ops.Value {
	if l.Mask == "" {
		return []*ops.Value{nil}
	}
	return []*ops.Value{l.call(t, l.Mask, in)}
}

func (l *Lambda) call(t *ops.Trace, name FunctionName, in []*ops.Value) *ops.Value {
	f, err := name.lookup("Function")
	if err != nil {
		ops.Fail("Lambda", "%w", err)
	}
	y := f(t, in, l.Arguments)
	if y == nil {
		ops.Fail("Lambda", "function %q: received nil, expected a value", name)
	}
	return y
}

// lookup returns the function of a name, which stands in a setting.
func (n FunctionName) lookup(setting string) (LambdaFunc, error) {
	if f, ok := lambdaFunc(n); ok {
		return f, nil
	}
	return nil, fmt.Errorf("%s: received %q, expected the name of a function made known by layers.RegisterFunction", setting, n)
}

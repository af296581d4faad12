package losses

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A Name is a loss by its name in Keras, with the defaults: the name of a type in
// either spelling, such as "MeanSquaredError" or "mean_squared_error", or a short
// one: bce, kld, mae, mape, mse, msle.
//
// "crossentropy", or "ce", is the cross-entropy that the shapes call for: binary
// for predictions [..., 1], sparse categorical for class numbers, otherwise
// categorical.
type Name string

// Call implements [Loss].
func (n Name) Call(t *ops.Trace, yTrue, yPred *ops.Value) *ops.Value {
	l, err := n.resolve(yTrue.Shape, yPred.Shape)
	if err != nil {
		fail(n, "%w", err)
	}
	return l.Call(t, yTrue, yPred)
}

func (n Name) base() *Base { return &Base{Name: string(n)} }

// auto reports whether the name leaves the loss to the shapes.
func (n Name) auto() bool {
	s := strings.ToLower(string(n))
	return s == "crossentropy" || s == "ce"
}

// resolve returns the loss that the name stands for.
func (n Name) resolve(yTrue, yPred tensor.Shape) (Loss, error) {
	if n.auto() {
		switch TaskOf(yTrue, yPred) {
		case Binary:
			return &BinaryCrossentropy{}, nil
		case Sparse:
			return &SparseCategoricalCrossentropy{}, nil
		}
		return &CategoricalCrossentropy{}, nil
	}
	return config.Named[Loss]("loss", string(n))
}

// NameOf returns the name of a loss: its own or, if it has none, that of its type
// in snake case.
func NameOf(l Loss) string {
	if l == nil {
		return ""
	}
	if name := l.base().Name; name != "" {
		return name
	}
	if _, ok := l.(*Huber); ok {
		return "huber_loss"
	}
	if c, ok := config.ClassOf(l); ok {
		return config.SnakeCase(c.Name)
	}
	t := reflect.TypeOf(l)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return config.SnakeCase(t.Name())
}

// Check returns what is wrong with a loss in itself: an unknown name, an argument
// out of range. All mistakes are joined in one error.
func Check(l Loss) error {
	if v := reflect.ValueOf(l); l == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return errors.New("loss: received nil, expected a loss such as &losses.MeanSquaredError{}")
	}
	var errs []error
	wrong := func(err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", label(l), err))
		}
	}
	if n, ok := l.(Name); ok && !n.auto() {
		_, err := n.resolve(nil, nil)
		errs = append(errs, err)
	}
	switch r := l.base().Reduction; r {
	case "", SumOverBatchSize, Mean, MeanWithSampleWeight, Sum, None:
	default:
		wrong(fmt.Errorf("Reduction: received %q, expected %q, %q, %q, %q or %q",
			r, SumOverBatchSize, Mean, MeanWithSampleWeight, Sum, None))
	}
	_, err := dtypeOf(l)
	wrong(err)
	if c, ok := l.(interface{ check() []error }); ok {
		for _, err := range c.check() {
			wrong(err)
		}
	}
	return errors.Join(errs...)
}

// dtypeOf returns the type that a loss is computed in.
func dtypeOf(l Loss) (tensor.DType, error) {
	name := l.base().DType
	if name == "" {
		return tensor.Float32, nil
	}
	dt, err := tensor.ParseDType(name)
	if err != nil || !dt.IsFloat() {
		return dt, fmt.Errorf(`DType: received %q, expected "float32" or "float64"`, name)
	}
	return dt, nil
}

package metrics

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Build makes the state of a metric and returns what is wrong with it for targets
// and predictions of these types, in which sizes may be [tensor.Unknown]. Errors
// name the metric.
func Build(m Metric, yTrue, yPred ops.Type) error {
	if err := Check(m); err != nil {
		return err
	}
	err := m.Build(yTrue, yPred)
	if err == nil {
		err = try(m, yTrue, yPred)
	}
	if err != nil {
		return fmt.Errorf("metric %q: targets %v, predictions %v: %w", NameOf(m), yTrue, yPred, err)
	}
	return nil
}

// try records an update that nobody runs, to find shapes that don't fit.
func try(m Metric, yTrue, yPred ops.Type) error {
	_, err := ops.Infer([]ops.Type{yTrue, yPred}, func(in []*ops.Value) []*ops.Value {
		t := ops.NewTrace(false)
		m.Update(t, in[0], in[1], nil)
		m.Result(t)
		return nil
	})
	return err
}

// StateOf returns the variables of a metric that is built.
func StateOf(m Metric) []*ops.Variable {
	var vars []*ops.Variable
	for _, s := range m.base().states {
		vars = append(vars, s.Variable)
	}
	return vars
}

// Reset sets the state of a metric back to where it began. No program that uses it
// may run meanwhile.
func Reset(m Metric) {
	for _, s := range m.base().states {
		s.Store().Fill(s.initial)
		s.Changed()
	}
}

// NameOf returns the name of a metric: its own or, if it has none, that of its type
// in snake case.
func NameOf(m Metric) string {
	if name := m.base().Name; name != "" {
		return name
	}
	if d, ok := m.(interface{ defaultName() string }); ok {
		return d.defaultName()
	}
	if c, ok := config.ClassOf(m); ok {
		return config.SnakeCase(c.Name)
	}
	t := reflect.TypeOf(m)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return config.SnakeCase(t.Name())
}

// Check returns what is wrong with a metric in itself: an unknown name, an argument
// out of range. All mistakes are joined in one error.
func Check(m Metric) error {
	if v := reflect.ValueOf(m); m == nil || v.Kind() == reflect.Pointer && v.IsNil() {
		return errors.New("metric: received nil, expected a metric such as &metrics.Accuracy{}")
	}
	if u, ok := m.(*unknown); ok {
		return u.err
	}
	_, err := m.base().dtype()
	errs := []error{err}
	if c, ok := m.(interface{ check() error }); ok {
		errs = append(errs, c.check())
	}
	for i, err := range errs {
		if err != nil {
			errs[i] = fmt.Errorf("metric %q: %w", NameOf(m), err)
		}
	}
	return errors.Join(errs...)
}

func (b *Base) dtype() (tensor.DType, error) {
	if b.DType == "" {
		if b.counts {
			return tensor.Int32, nil
		}
		return tensor.Float32, nil
	}
	dt, err := tensor.ParseDType(b.DType)
	switch {
	case err == nil && dt.IsFloat():
		return dt, nil
	case !b.counts:
		return dt, fmt.Errorf(`DType: received %q, expected "float32" or "float64"`, b.DType)
	case dt != tensor.Int32 && dt != tensor.Int64:
		return dt, fmt.Errorf(`DType: received %q, expected "int32", "int64", "float32" or "float64"`, b.DType)
	}
	return dt, nil
}

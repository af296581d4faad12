package keras

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// take assigns weights of any format, all or none.
func (m *Model) take(s kerasfile.Store, o LoadWeightsOptions) error {
	if w, ok := s.(*kerasfile.Weights); ok {
		file, err := w.H5()
		if err == nil {
			return m.takeH5(file, o)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if o.ByName {
		return errors.New("ByName: received a file that has no names of layers, expected a .h5 file of the format before .keras")
	}
	if z, ok := s.(*kerasfile.NPZ); ok {
		if list, err := z.InOrder(); err != nil || list != nil {
			return errors.Join(err, m.takeList(list, o))
		}
	}
	return m.takeWeights(s, o)
}

// takeH5 assigns the weights in a .h5 file of the format before .keras.
func (m *Model) takeH5(file *kerasfile.H5, o LoadWeightsOptions) error {
	from, err := originOf(file, nil)
	if err != nil {
		return err
	}
	list, err := m.matchH5(file, from, o, false)
	if err != nil {
		return err
	}
	return m.assignAll(list)
}

// takeList assigns arrays in the order of the model's weights.
func (m *Model) takeList(values []*tensor.Tensor, o LoadWeightsOptions) error {
	vars := layers.Weights(m)
	if len(values) != len(vars) {
		return fmt.Errorf("received %d weights without names, expected %d", len(values), len(vars))
	}
	var list []assignment
	var errs []error
	for i, v := range vars {
		a := assignment{vars: vars[i : i+1], values: values[i : i+1]}
		switch {
		case values[i].Shape().Equal(v.Shape()):
			list = append(list, a)
		case !o.SkipMismatch:
			errs = append(errs, fmt.Errorf("weight %d (%s): received shape %v, expected %v", i, v.Path, values[i].Shape(), v.Shape()))
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return m.assignAll(list)
}

// takeWeights assigns weights that have the paths of their owners, all or none.
func (m *Model) takeWeights(s kerasfile.Store, o LoadWeightsOptions) error {
	var list []assignment
	var state []*tensor.Tensor
	var errs []error
	for _, owner := range m.owners() {
		values, err := stored(s, owner.path)
		if owner.optional && len(values) == 0 && err == nil {
			continue
		}
		var arrays []*tensor.Tensor
		if err == nil {
			arrays, err = owner.read(values)
		}
		switch {
		case err != nil && !o.SkipMismatch:
			errs = append(errs, owner.wrap(err))
		case err != nil:
		case owner.path == optimizerPath:
			state = arrays
		default:
			list = append(list, assignment{vars: owner.vars, values: arrays})
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if err := m.assignAll(list); err != nil || m.compiled == nil {
		return err
	}
	m.weights.Lock()
	defer m.weights.Unlock()
	return m.takeOptimizer(state)
}

// read reads what is to be assigned later: values in the types of the owner's variables,
// which they must fit; but those of an optimizer, if they don't, in their own.
func (o owner) read(values []*kerasfile.Value) ([]*tensor.Tensor, error) {
	if err := fits(o.vars, values); err == nil {
		return read(values, o.vars)
	} else if o.path != optimizerPath {
		return nil, err
	}
	return read(values, nil)
}

// read reads values in the types of variables, or in their own if there are none.
func read(values []*kerasfile.Value, vars []*ops.Variable) ([]*tensor.Tensor, error) {
	var list []*tensor.Tensor
	for i, v := range values {
		dt := v.DType()
		if vars != nil {
			dt = vars[i].DType()
		}
		t, err := v.Read(dt)
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, nil
}

// takeOptimizer gives the optimizer its variables in a file. As in Keras, it goes on as
// it was where they aren't its own; so it does with those of a model that was compiled but
// never trained.
func (m *Model) takeOptimizer(values []*tensor.Tensor) error {
	o := m.compiled.options.Optimizer
	vars := optimizers.Variables(o)
	reason := fits(vars, values)
	if reason == nil {
		return assign(vars, values)
	}
	// TensorFlow's Keras 2 doesn't save the learning rate.
	taken, err := takeState(o, m.compiled.trainable, 2, []string{"iteration"}, values)
	if err == nil && !taken && len(values) > 2 {
		slog.Default().Warn("the state of the optimizer is left out, as it isn't that of this one", "optimizer", optimizers.NameOf(o), "reason", reason)
	}
	return err
}

// assignAll gives variables their values, which fit them.
func (m *Model) assignAll(list []assignment) error {
	m.weights.Lock()
	defer m.weights.Unlock()
	for _, a := range list {
		if err := assign(a.vars, a.values); err != nil {
			return err
		}
	}
	return nil
}

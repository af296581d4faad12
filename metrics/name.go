package metrics

import (
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// Name returns a metric by its name in Keras, with the defaults: the name of a type
// in either spelling, such as "MeanSquaredError" or "mean_squared_error", a short
// one: bce, mae, mape, mse, msle, or "accuracy" or "acc", which is [Accuracy]. In
// results the metric has the name as given. Of an unknown name, [Check] and Build
// tell.
func Name(name string) Metric {
	if s := strings.ToLower(name); s == "accuracy" || s == "acc" {
		return &Accuracy{Base: Base{Name: name}}
	}
	m, err := config.Named[Metric]("metric", name)
	if err != nil {
		return &unknown{Base{Name: name}, err}
	}
	m.base().Name = name
	return m
}

// Names returns metrics by their names; see [Name].
func Names(names ...string) []Metric {
	list := make([]Metric, len(names))
	for i, n := range names {
		list[i] = Name(n)
	}
	return list
}

// unknown stands for a name that isn't that of a metric.
type unknown struct {
	Base

	err error
}

func (u *unknown) check() error { return u.err }

// Build implements [Metric].
func (u *unknown) Build(_, _ ops.Type) error { return u.err }

// Update implements [Metric].
func (u *unknown) Update(*ops.Trace, *ops.Value, *ops.Value, *ops.Value) {
	panic(&ops.Error{At: "Update", Err: u.err})
}

// MarshalConfig writes the name.
func (u *unknown) MarshalConfig() (any, error) { return u.Name, nil }

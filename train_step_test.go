package keras_test

import (
	"context"
	"maps"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

func TestStepMistakes(t *testing.T) {
	for want, step := range map[string]keras.StepFunc{
		"it reported nothing": func(*keras.Step) {},
		"Minimize: loss: received nil": func(s *keras.Step) {
			s.Minimize(nil, s.Model.Optimizer(), s.Model)
		},
		"Minimize: loss: received a value of shape (8, 2), expected a scalar": func(s *keras.Step) {
			s.Minimize(s.Predict(s.X...)[0], s.Model.Optimizer(), s.Model)
		},
		"gradient: received a value of shape (8, 2), expected a scalar": func(s *keras.Step) {
			s.Gradients(s.Predict(s.X...)[0], s.X[0])
		},
		"optimizer: received nil": func(s *keras.Step) {
			s.Minimize(ops.Mean(s.Predict(s.X...)[0]), nil, s.Model)
		},
		"received 0 gradients, expected one for each of the 2 variables": func(s *keras.Step) {
			s.Update(s.Model.Optimizer(), s.Model.Variables(), nil)
		},
		`Report "loss": received nil`: func(s *keras.Step) {
			s.Report("loss", nil)
		},
		`Report "loss": received a value of shape (8, 2), expected a scalar`: func(s *keras.Step) {
			s.Report("loss", s.Predict(s.X...)[0])
		},
		`received the name "loss" twice`: func(s *keras.Step) {
			s.Report("loss", ops.Mean(s.X[0]))
			s.Report("loss", ops.Mean(s.X[0]))
		},
		"Loss: predicted: received [], expected a value for each of the 1 outputs":    func(s *keras.Step) { s.Loss() },
		"Metrics: predicted: received [], expected a value for each of the 1 outputs": func(s *keras.Step) { s.Metrics() },
		"layer Dense: call: the layer isn't built": func(s *keras.Step) {
			s.Call(&layers.Dense{Units: 1}, s.X...)
		},
	} {
		m := keras.Sequential(keras.Input(4), &layers.Dense{Units: 2})
		if err := m.Compile(keras.CompileOptions{Loss: losses.Name("mse"), TrainStep: step}); err != nil {
			t.Fatal(err)
		}
		x, y := tensor.New(tensor.Float32, 8, 4), tensor.New(tensor.Float32, 8, 2)
		_, err := m.Fit(context.Background(), keras.Arrays(x, y), keras.FitOptions{Verbose: new(0)})
		says(t, err, want)
	}
}

// watched adds a metric to its output.
type watched struct{ layers.Base }

func (*watched) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	t.AddMetric("largest", ops.Max(x))
	return x
}

// TestUsualStep compares the usual step with the one that the documentation of StepFunc
// shows, for a model of two outputs and a layer that adds a metric.
func TestUsualStep(t *testing.T) {
	logs := func(train, test keras.StepFunc) map[string][]float64 {
		keras.SetRandomSeed(1)
		in := keras.Input(4)
		h := keras.Chain(in, &layers.Dense{Units: 3}, &watched{})
		m := keras.Functional(in, keras.Named{"a": keras.Call(&layers.Dense{Units: 2}, h), "b": keras.Call(&layers.Dense{Units: 1}, h)})
		err := m.Compile(keras.CompileOptions{
			Optimizer: &optimizers.SGD{}, Loss: losses.Name("mse"),
			Metrics:   []metrics.Metric{metrics.Name("mae"), metrics.Name("mape")},
			TrainStep: train, TestStep: test,
		})
		if err != nil {
			t.Fatal(err)
		}
		x, y, z := tensor.New(tensor.Float32, 20, 4), tensor.New(tensor.Float32, 20, 2), tensor.New(tensor.Float32, 20, 1)
		for i, v := range [...]*tensor.Tensor{x, y, z} {
			for j := range tensor.Data[float32](v) {
				tensor.Data[float32](v)[j] = float32((i+2)*j%7) - 3
			}
		}
		samples := keras.Arrays(x, y)
		samples.Y = append(samples.Y, z)
		history, err := m.Fit(context.Background(), samples, keras.FitOptions{Epochs: 2, BatchSize: 8, ValidationData: samples, Verbose: new(0)})
		if err != nil {
			t.Fatal(err)
		}
		return history.History
	}
	want := logs(nil, nil)
	got := logs(func(s *keras.Step) {
		predicted := s.Predict(s.X...)
		loss := s.Loss(predicted...)
		s.Minimize(loss, s.Model.Optimizer(), s.Model)
		s.Report("loss", loss)
		s.Metrics(predicted...)
	}, func(s *keras.Step) {
		predicted := s.Predict(s.X...)
		s.Report("loss", s.Loss(predicted...))
		s.Metrics(predicted...)
	})
	if len(want) != 12 {
		t.Errorf("the usual step reports %v, expected 6 numbers in training and 6 in validation", want)
	}
	if !maps.EqualFunc(got, want, func(a, b []float64) bool { return len(a) == 2 && a[0] == b[0] && a[1] == b[1] }) {
		t.Errorf("received %v, expected %v", got, want)
	}
}

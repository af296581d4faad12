package callbacks

import (
	"cmp"
	"math"
	"strings"
)

// monitor compares the values of one quantity: of a metric, or of the loss.
//
// As in Keras, values are compared as float32. NaN is no improvement, and
// nothing improves on NaN.
type monitor struct {
	name     string
	mode     string
	minDelta float64
	up       bool // larger is better
	decided  bool // whether up is known
	best     *float64
}

// newMonitor returns a monitor. It is an error if mode is unknown.
func newMonitor(name, mode string, minDelta float64, best *float64) (monitor, error) {
	m := monitor{name: cmp.Or(name, "val_loss"), mode: cmp.Or(mode, "auto"), minDelta: math.Abs(minDelta), best: best}
	switch m.mode {
	case "auto":
	case "min", "max":
		m.up, m.decided = m.mode == "max", true
	default:
		return m, argument("Mode", `received %q, expected "auto", "min" or "max"`, mode)
	}
	return m, nil
}

// decide finds out what is better if the mode leaves that open. Metrics are
// complete only after the first batch, so it is called late.
func (m *monitor) decide(model Model) error {
	if m.decided {
		return nil
	}
	metric := strings.TrimPrefix(m.name, "val_")
	direction := -1
	if metric != "loss" {
		direction = model.MetricDirection(metric)
	}
	if direction == 0 {
		return argument("Monitor", `received %q, of which the model can't tell whether it should be large or small, `+
			`expected the name of a metric, or Mode "max" or "min"`, m.name)
	}
	m.up, m.decided = direction > 0, true
	return nil
}

// improves tells whether a value is better than a reference by more than the
// smallest change that counts. Anything is better than nothing.
func (m *monitor) improves(value float64, reference *float64) bool {
	switch {
	case reference == nil:
		return true
	case m.up:
		return float32(value-m.minDelta) > float32(*reference)
	}
	return float32(value+m.minDelta) < float32(*reference)
}

package callbacks

import (
	"cmp"
	"errors"
	"strings"
)

// ReduceLROnPlateau reduces the learning rate when a quantity has stopped
// improving. It adds "learning_rate" to the logs: the rate of the epoch.
type ReduceLROnPlateau struct {
	// Monitor is the name of the quantity in the logs. Default: "val_loss".
	Monitor string `json:"monitor"`

	// Factor is what the rate is multiplied by; less than 1. Default: 0.1.
	Factor float64 `json:"factor"`

	// Patience is the number of epochs without improvement after which the rate is
	// reduced. Keras's 0 is the same as 1. Default: 10.
	Patience int `json:"patience"`

	// Verbose is 1 for messages. Default: 0.
	Verbose int `json:"verbose"`

	// Mode says what is better: "min" a smaller value, "max" a larger one, "auto"
	// what the metric of this name says. Default: "auto".
	Mode string `json:"mode"`

	// MinDelta is how much better a value must be, at least, to count as
	// improved. Default: 1e-4.
	MinDelta *float64 `json:"min_delta"`

	// Cooldown is the number of epochs after a reduction in which the next one
	// isn't considered. Default: 0.
	Cooldown int `json:"cooldown"`

	// MinLR is what the rate doesn't go below. Default: 0.
	MinLR float64 `json:"min_lr"`

	Base

	monitor        monitor
	wait, cooldown int
}

// OnTrainBegin implements [Callback]. It checks the arguments.
func (r *ReduceLROnPlateau) OnTrainBegin(Logs) error {
	r.wait, r.cooldown = 0, 0
	minDelta := 1e-4
	if r.MinDelta != nil {
		minDelta = *r.MinDelta
	}
	var err, bad error
	r.monitor, err = newMonitor(r.Monitor, r.Mode, minDelta, nil)
	if r.Factor >= 1 {
		bad = argument("Factor", "received %v, expected less than 1", r.Factor)
	}
	return errors.Join(err, bad)
}

// OnEpochEnd implements [Callback].
func (r *ReduceLROnPlateau) OnEpochEnd(epoch int, logs Logs) error {
	m := &r.monitor
	if err := m.decide(r.model); err != nil {
		return err
	}
	rate, err := r.model.LearningRate()
	if err != nil {
		return err
	}
	var names order
	names.add(logs)
	if logs != nil {
		logs["learning_rate"] = rate
		names.add(logs)
	}
	current, ok := logs[m.name]
	if !ok {
		r.warn("Learning rate reduction is conditioned on metric `%s` which is not available. Available metrics are: %s.",
			m.name, strings.Join(names, ","))
		return nil
	}
	if r.cooldown > 0 {
		r.cooldown--
		r.wait = 0
	}
	if m.improves(current, m.best) {
		m.best = &current
		r.wait = 0
		return nil
	}
	if r.cooldown > 0 {
		return nil
	}
	r.wait++
	if r.wait < cmp.Or(r.Patience, 10) || rate <= float64(float32(r.MinLR)) {
		return nil
	}
	rate = max(rate*cmp.Or(r.Factor, 0.1), r.MinLR)
	if err := r.model.SetLearningRate(rate); err != nil {
		return err
	}
	r.cooldown, r.wait = r.Cooldown, 0
	return r.say(r.Verbose, "\nEpoch %d: ReduceLROnPlateau reducing learning rate to %s.", epoch+1, pythonFloat(rate, 0, -1))
}

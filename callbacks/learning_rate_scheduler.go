package callbacks

// LearningRateScheduler sets the learning rate before every epoch. It adds
// "learning_rate" to the logs: the rate of the epoch.
type LearningRateScheduler struct {
	// Schedule returns the rate of an epoch, counted from 0, given the rate as it
	// is now. Required.
	Schedule func(epoch int, rate float64) float64 `json:"-"`

	// Verbose is 1 for messages. Default: 0.
	Verbose int `json:"verbose"`

	Base
}

// OnTrainBegin implements [Callback]. It checks the arguments.
func (l *LearningRateScheduler) OnTrainBegin(Logs) error {
	if l.Schedule == nil {
		return argument("Schedule", "received nil, expected a function")
	}
	return nil
}

// OnEpochBegin implements [Callback].
func (l *LearningRateScheduler) OnEpochBegin(epoch int, _ Logs) error {
	rate, err := l.model.LearningRate()
	if err != nil {
		return err
	}
	rate = l.Schedule(epoch, rate)
	if err := l.model.SetLearningRate(rate); err != nil {
		return err
	}
	return l.say(l.Verbose, "\nEpoch %d: LearningRateScheduler setting learning rate to %s.", epoch+1, pythonFloat(rate, 0, -1))
}

// OnEpochEnd implements [Callback].
func (l *LearningRateScheduler) OnEpochEnd(_ int, logs Logs) error {
	rate, err := l.model.LearningRate()
	if err != nil {
		return err
	}
	if logs != nil {
		logs["learning_rate"] = rate
	}
	return nil
}

package callbacks

// LambdaCallback calls functions. Those that are nil are not called.
type LambdaCallback struct {
	// EpochBegin is called before every epoch. Default: nil.
	EpochBegin func(epoch int, logs Logs) error

	// EpochEnd is called after every epoch. Default: nil.
	EpochEnd func(epoch int, logs Logs) error

	// TrainBegin is called before training. Default: nil.
	TrainBegin func(logs Logs) error

	// TrainEnd is called after training. Default: nil.
	TrainEnd func(logs Logs) error

	// TrainBatchBegin is called before every batch of training. Default: nil.
	TrainBatchBegin func(batch int, logs Logs) error

	// TrainBatchEnd is called after every batch of training. Default: nil.
	TrainBatchEnd func(batch int, logs Logs) error

	// TestBegin is called before testing and validation. Default: nil.
	TestBegin func(logs Logs) error

	// TestEnd is called after testing and validation. Default: nil.
	TestEnd func(logs Logs) error

	// TestBatchBegin is called before every batch of testing. Default: nil.
	TestBatchBegin func(batch int, logs Logs) error

	// TestBatchEnd is called after every batch of testing. Default: nil.
	TestBatchEnd func(batch int, logs Logs) error

	// PredictBegin is called before predicting. Default: nil.
	PredictBegin func(logs Logs) error

	// PredictEnd is called after predicting. Default: nil.
	PredictEnd func(logs Logs) error

	// PredictBatchBegin is called before every batch of predicting. Default: nil.
	PredictBatchBegin func(batch int, logs Logs) error

	// PredictBatchEnd is called after every batch of predicting. Default: nil.
	PredictBatchEnd func(batch int, logs Logs) error

	Base
}

// OnEpochBegin implements [Callback].
func (l *LambdaCallback) OnEpochBegin(epoch int, logs Logs) error {
	return callAt(l.EpochBegin, epoch, logs)
}

// OnEpochEnd implements [Callback].
func (l *LambdaCallback) OnEpochEnd(epoch int, logs Logs) error {
	return callAt(l.EpochEnd, epoch, logs)
}

// OnTrainBegin implements [Callback].
func (l *LambdaCallback) OnTrainBegin(logs Logs) error { return call(l.TrainBegin, logs) }

// OnTrainEnd implements [Callback].
func (l *LambdaCallback) OnTrainEnd(logs Logs) error { return call(l.TrainEnd, logs) }

// OnTrainBatchBegin implements [Callback].
func (l *LambdaCallback) OnTrainBatchBegin(batch int, logs Logs) error {
	return callAt(l.TrainBatchBegin, batch, logs)
}

// OnTrainBatchEnd implements [Callback].
func (l *LambdaCallback) OnTrainBatchEnd(batch int, logs Logs) error {
	return callAt(l.TrainBatchEnd, batch, logs)
}

// OnTestBegin implements [Callback].
func (l *LambdaCallback) OnTestBegin(logs Logs) error { return call(l.TestBegin, logs) }

// OnTestEnd implements [Callback].
func (l *LambdaCallback) OnTestEnd(logs Logs) error { return call(l.TestEnd, logs) }

// OnTestBatchBegin implements [Callback].
func (l *LambdaCallback) OnTestBatchBegin(batch int, logs Logs) error {
	return callAt(l.TestBatchBegin, batch, logs)
}

// OnTestBatchEnd implements [Callback].
func (l *LambdaCallback) OnTestBatchEnd(batch int, logs Logs) error {
	return callAt(l.TestBatchEnd, batch, logs)
}

// OnPredictBegin implements [Callback].
func (l *LambdaCallback) OnPredictBegin(logs Logs) error { return call(l.PredictBegin, logs) }

// OnPredictEnd implements [Callback].
func (l *LambdaCallback) OnPredictEnd(logs Logs) error { return call(l.PredictEnd, logs) }

// OnPredictBatchBegin implements [Callback].
func (l *LambdaCallback) OnPredictBatchBegin(batch int, logs Logs) error {
	return callAt(l.PredictBatchBegin, batch, logs)
}

// OnPredictBatchEnd implements [Callback].
func (l *LambdaCallback) OnPredictBatchEnd(batch int, logs Logs) error {
	return callAt(l.PredictBatchEnd, batch, logs)
}

func call(f func(Logs) error, logs Logs) error {
	if f == nil {
		return nil
	}
	return f(logs)
}

func callAt(f func(int, Logs) error, i int, logs Logs) error {
	if f == nil {
		return nil
	}
	return f(i, logs)
}

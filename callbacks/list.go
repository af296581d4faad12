package callbacks

import (
	"fmt"
	"maps"
	"strings"
)

// A List calls several callbacks, in turn. It is itself a callback. The first
// error of one ends the call; it names the callback and the hook.
type List struct {
	callbacks []Callback
	history   *History
	bar       *ProgbarLogger
}

var _ Callback = (*List)(nil)

// ListOptions are the settings of a [List].
type ListOptions struct {
	// AddHistory adds a History after the given callbacks unless one is among
	// them. Default: false.
	AddHistory bool

	// AddProgbar adds a ProgbarLogger as the last unless one is among them.
	// Default: false.
	AddProgbar bool
}

// NewList returns a list of callbacks.
func NewList(callbacks []Callback, o ListOptions) *List {
	l := &List{}
	for _, c := range callbacks {
		switch c := c.(type) {
		case nil:
			continue
		case *History:
			l.history = c
		case *ProgbarLogger:
			l.bar = c
		}
		l.callbacks = append(l.callbacks, c)
	}
	if o.AddHistory && l.history == nil {
		l.history = &History{}
		l.callbacks = append(l.callbacks, l.history)
	}
	if o.AddProgbar && l.bar == nil {
		l.bar = &ProgbarLogger{}
		l.callbacks = append(l.callbacks, l.bar)
	}
	return l
}

// History returns the History in the list, or nil.
func (l *List) History() *History { return l.history }

// Cut says that an error ends training before its time: the progress bar stays as far
// as it has come, and a backup is kept.
func (l *List) Cut() {
	for _, c := range l.callbacks {
		switch c := c.(type) {
		case *ProgbarLogger:
			c.cut = true
		case *BackupAndRestore:
			c.cut = true
		}
	}
}

// SetParams implements [Callback].
func (l *List) SetParams(p Params) {
	for _, c := range l.callbacks {
		c.SetParams(p)
	}
}

// SetModel implements [Callback].
func (l *List) SetModel(m Model) {
	for _, c := range l.callbacks {
		c.SetModel(m)
	}
}

// OnTrainBegin implements [Callback].
func (l *List) OnTrainBegin(logs Logs) error {
	return l.each("OnTrainBegin", Callback.OnTrainBegin, logs)
}

// OnTrainEnd implements [Callback].
func (l *List) OnTrainEnd(logs Logs) error {
	return l.each("OnTrainEnd", Callback.OnTrainEnd, logs)
}

// OnEpochBegin implements [Callback].
func (l *List) OnEpochBegin(epoch int, logs Logs) error {
	return l.eachAt("OnEpochBegin", Callback.OnEpochBegin, epoch, logs)
}

// OnEpochEnd implements [Callback]. What callbacks add to the logs is seen by
// those that follow, and not by the caller.
func (l *List) OnEpochEnd(epoch int, logs Logs) error {
	logs = maps.Clone(logs)
	if logs == nil {
		logs = Logs{}
	}
	var names order
	for _, c := range l.callbacks {
		names.add(logs)
		if f, ok := c.(follower); ok {
			f.follow(names)
		}
		if err := c.OnEpochEnd(epoch, logs); err != nil {
			return wrap(err, c, "OnEpochEnd")
		}
	}
	return nil
}

// OnTrainBatchBegin implements [Callback].
func (l *List) OnTrainBatchBegin(batch int, logs Logs) error {
	return l.eachAt("OnTrainBatchBegin", Callback.OnTrainBatchBegin, batch, logs)
}

// OnTrainBatchEnd implements [Callback].
func (l *List) OnTrainBatchEnd(batch int, logs Logs) error {
	return l.eachAt("OnTrainBatchEnd", Callback.OnTrainBatchEnd, batch, logs)
}

// OnTestBegin implements [Callback].
func (l *List) OnTestBegin(logs Logs) error {
	return l.each("OnTestBegin", Callback.OnTestBegin, logs)
}

// OnTestEnd implements [Callback].
func (l *List) OnTestEnd(logs Logs) error {
	return l.each("OnTestEnd", Callback.OnTestEnd, logs)
}

// OnTestBatchBegin implements [Callback].
func (l *List) OnTestBatchBegin(batch int, logs Logs) error {
	return l.eachAt("OnTestBatchBegin", Callback.OnTestBatchBegin, batch, logs)
}

// OnTestBatchEnd implements [Callback].
func (l *List) OnTestBatchEnd(batch int, logs Logs) error {
	return l.eachAt("OnTestBatchEnd", Callback.OnTestBatchEnd, batch, logs)
}

// OnPredictBegin implements [Callback].
func (l *List) OnPredictBegin(logs Logs) error {
	return l.each("OnPredictBegin", Callback.OnPredictBegin, logs)
}

// OnPredictEnd implements [Callback].
func (l *List) OnPredictEnd(logs Logs) error {
	return l.each("OnPredictEnd", Callback.OnPredictEnd, logs)
}

// OnPredictBatchBegin implements [Callback].
func (l *List) OnPredictBatchBegin(batch int, logs Logs) error {
	return l.eachAt("OnPredictBatchBegin", Callback.OnPredictBatchBegin, batch, logs)
}

// OnPredictBatchEnd implements [Callback].
func (l *List) OnPredictBatchEnd(batch int, logs Logs) error {
	return l.eachAt("OnPredictBatchEnd", Callback.OnPredictBatchEnd, batch, logs)
}

func (l *List) each(name string, hook func(Callback, Logs) error, logs Logs) error {
	for _, c := range l.callbacks {
		if err := hook(c, logs); err != nil {
			return wrap(err, c, name)
		}
	}
	return nil
}

func (l *List) eachAt(name string, hook func(Callback, int, Logs) error, i int, logs Logs) error {
	for _, c := range l.callbacks {
		if err := hook(c, i, logs); err != nil {
			return wrap(err, c, name)
		}
	}
	return nil
}

// wrap says where an error comes from.
func wrap(err error, c Callback, hook string) error {
	return fmt.Errorf("callback %s: %s: %w", strings.TrimPrefix(fmt.Sprintf("%T", c), "*"), hook, err)
}

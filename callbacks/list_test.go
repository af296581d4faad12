package callbacks

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gokeras/keras/internal/allocs"
)

// scribe writes down which hooks are called.
type scribe struct {
	LambdaCallback
	name string
	said *[]string
}

func newScribe(name string, said *[]string) *scribe {
	s := &scribe{name: name, said: said}
	at := func(hook string) func(int, Logs) error {
		return func(int, Logs) error { *said = append(*said, name+" "+hook); return nil }
	}
	plain := func(hook string) func(Logs) error {
		return func(Logs) error { return at(hook)(0, nil) }
	}
	s.LambdaCallback = LambdaCallback{
		EpochBegin: at("epoch begin"), EpochEnd: at("epoch end"),
		TrainBegin: plain("train begin"), TrainEnd: plain("train end"),
		TrainBatchBegin: at("train batch begin"), TrainBatchEnd: at("train batch end"),
		TestBegin: plain("test begin"), TestEnd: plain("test end"),
		TestBatchBegin: at("test batch begin"), TestBatchEnd: at("test batch end"),
		PredictBegin: plain("predict begin"), PredictEnd: plain("predict end"),
		PredictBatchBegin: at("predict batch begin"), PredictBatchEnd: at("predict batch end"),
	}
	return s
}

// hooks calls every hook of a callback.
var hooks = []struct {
	name string
	call func(Callback) error
}{
	{"OnTrainBegin", func(c Callback) error { return c.OnTrainBegin(nil) }},
	{"OnEpochBegin", func(c Callback) error { return c.OnEpochBegin(1, nil) }},
	{"OnTrainBatchBegin", func(c Callback) error { return c.OnTrainBatchBegin(1, nil) }},
	{"OnTrainBatchEnd", func(c Callback) error { return c.OnTrainBatchEnd(1, nil) }},
	{"OnTestBegin", func(c Callback) error { return c.OnTestBegin(nil) }},
	{"OnTestBatchBegin", func(c Callback) error { return c.OnTestBatchBegin(1, nil) }},
	{"OnTestBatchEnd", func(c Callback) error { return c.OnTestBatchEnd(1, nil) }},
	{"OnTestEnd", func(c Callback) error { return c.OnTestEnd(nil) }},
	{"OnEpochEnd", func(c Callback) error { return c.OnEpochEnd(1, nil) }},
	{"OnTrainEnd", func(c Callback) error { return c.OnTrainEnd(nil) }},
	{"OnPredictBegin", func(c Callback) error { return c.OnPredictBegin(nil) }},
	{"OnPredictBatchBegin", func(c Callback) error { return c.OnPredictBatchBegin(1, nil) }},
	{"OnPredictBatchEnd", func(c Callback) error { return c.OnPredictBatchEnd(1, nil) }},
	{"OnPredictEnd", func(c Callback) error { return c.OnPredictEnd(nil) }},
}

// TestListCallsInOrder checks that each hook reaches each callback, in order.
func TestListCallsInOrder(t *testing.T) {
	var said []string
	l := NewList([]Callback{newScribe("a", &said), nil, newScribe("b", &said)}, ListOptions{AddHistory: true})
	for _, h := range hooks {
		said = nil
		if err := h.call(l); err != nil {
			t.Fatal(err)
		}
		words := strings.ToLower(strings.TrimPrefix(h.name, "On"))
		for i, s := range said {
			if name := "ab"[i : i+1]; strings.ReplaceAll(s, " ", "") != name+words {
				t.Errorf("%s: call %d is %q", h.name, i, s)
			}
		}
		if len(said) != 2 {
			t.Errorf("%s: calls %q, want two", h.name, said)
		}
	}
}

func TestListAddsDefaults(t *testing.T) {
	user := &EarlyStopping{}
	l := NewList([]Callback{user}, ListOptions{AddHistory: true, AddProgbar: true})
	if len(l.callbacks) != 3 || l.callbacks[0] != user || l.callbacks[1] != l.History() {
		t.Errorf("callbacks %v, want the user's, History, ProgbarLogger", l.callbacks)
	}
	if _, ok := l.callbacks[2].(*ProgbarLogger); !ok {
		t.Errorf("the last callback is %T, want a ProgbarLogger", l.callbacks[2])
	}
	own := []Callback{&ProgbarLogger{}, &History{}}
	l = NewList(own, ListOptions{AddHistory: true, AddProgbar: true})
	if !slices.Equal(l.callbacks, own) || l.History() != own[1] {
		t.Errorf("callbacks %v, want only the user's own %v", l.callbacks, own)
	}
	if l := NewList(nil, ListOptions{}); len(l.callbacks) != 0 || l.History() != nil {
		t.Errorf("callbacks %v, want none", l.callbacks)
	}
}

// failing fails in every hook.
type failing struct {
	Base
	err error
}

func (f *failing) OnTrainBegin(Logs) error             { return f.err }
func (f *failing) OnEpochBegin(int, Logs) error        { return f.err }
func (f *failing) OnTrainBatchBegin(int, Logs) error   { return f.err }
func (f *failing) OnTrainBatchEnd(int, Logs) error     { return f.err }
func (f *failing) OnTestBegin(Logs) error              { return f.err }
func (f *failing) OnTestBatchBegin(int, Logs) error    { return f.err }
func (f *failing) OnTestBatchEnd(int, Logs) error      { return f.err }
func (f *failing) OnTestEnd(Logs) error                { return f.err }
func (f *failing) OnEpochEnd(int, Logs) error          { return f.err }
func (f *failing) OnTrainEnd(Logs) error               { return f.err }
func (f *failing) OnPredictBegin(Logs) error           { return f.err }
func (f *failing) OnPredictBatchBegin(int, Logs) error { return f.err }
func (f *failing) OnPredictBatchEnd(int, Logs) error   { return f.err }
func (f *failing) OnPredictEnd(Logs) error             { return f.err }

// TestListErrors checks that an error names callback and hook, and that later
// callbacks aren't called.
func TestListErrors(t *testing.T) {
	cause := errors.New("no paper")
	var said []string
	l := NewList([]Callback{&failing{err: cause}, newScribe("later", &said)}, ListOptions{})
	for _, h := range hooks {
		err := h.call(l)
		if want := "callback callbacks.failing: " + h.name + ": no paper"; !errors.Is(err, cause) || err.Error() != want {
			t.Errorf("error %q, want %q", err, want)
		}
	}
	if len(said) != 0 {
		t.Errorf("later callbacks were called: %q", said)
	}
}

// TestKeyOrder checks that what callbacks add to the logs comes last, in the
// history and on the line of the progress bar, and isn't seen by the caller.
func TestKeyOrder(t *testing.T) {
	var out bytes.Buffer
	l := NewList([]Callback{&ReduceLROnPlateau{}}, ListOptions{AddHistory: true, AddProgbar: true})
	l.SetModel(&spy{rate: 0.5})
	l.SetParams(Params{Verbose: 2, Epochs: 1, Steps: 2, Output: &out})
	begin, logs := Logs{"loss": 2, "accuracy": 0.25}, Logs{"val_loss": 1, "loss": 2, "val_accuracy": 0.5, "accuracy": 0.25}
	for _, err := range []error{
		l.OnTrainBegin(nil), l.OnEpochBegin(0, nil), l.OnTrainBatchEnd(0, begin), l.OnTrainBatchEnd(1, begin),
		l.OnEpochEnd(0, logs), l.OnTrainEnd(logs),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	want := []string{"accuracy", "loss", "val_accuracy", "val_loss", "learning_rate"}
	if got := l.History().Keys; !slices.Equal(got, want) {
		t.Errorf("history has %q, want %q", got, want)
	}
	if line := " - accuracy: 0.2500 - loss: 2.0000 - val_accuracy: 0.5000 - val_loss: 1.0000 - learning_rate: 0.5000\n"; !strings.HasSuffix(out.String(), line) {
		t.Errorf("printed %q, want it to end in %q", &out, line)
	}
	if _, ok := logs["learning_rate"]; ok {
		t.Error("the caller's logs were changed")
	}
}

// TestBatchHooksAllocate nothing.
func TestBatchHooksAllocate(t *testing.T) {
	now := time.Unix(1000, 0)
	l := NewList([]Callback{
		&EarlyStopping{}, &TerminateOnNaN{}, &LambdaCallback{}, &CSVLogger{},
		&ModelCheckpoint{Filepath: "m.keras", SaveFreq: 1 << 40},
		&ProgbarLogger{now: func() time.Time { return now }},
	}, ListOptions{AddHistory: true})
	l.SetModel(&spy{})
	l.SetParams(Params{Verbose: 1, Epochs: 1, Steps: 1e6, Output: io.Discard, Terminal: true})
	if err := l.OnEpochBegin(0, nil); err != nil {
		t.Fatal(err)
	}
	logs := Logs{"accuracy": 0.5, "loss": 0.25}
	batch := 0
	if n := allocs.PerRun(100, func() {
		now = now.Add(time.Second) // every frame is drawn
		if err := errors.Join(l.OnTrainBatchBegin(batch, nil), l.OnTrainBatchEnd(batch, logs)); err != nil {
			t.Fatal(err)
		}
		batch++
	}); n != 0 {
		t.Errorf("%v allocations per batch, want none", n)
	}
}

func TestHistory(t *testing.T) {
	h := &History{}
	h.SetParams(Params{Verbose: 1, Epochs: 3})
	for epoch, logs := range []Logs{{"loss": 1, "accuracy": 0.5}, {"loss": math.NaN(), "accuracy": math.Inf(1), "val_loss": 1e-7}} {
		if err := h.OnEpochEnd(epoch, logs); err != nil {
			t.Fatal(err)
		}
	}
	got, err := json.Marshal(h)
	want := `{"epoch":[0,1],"history":{"accuracy":[0.5,"Infinity"],"loss":[1,"NaN"],"val_loss":[1e-07]},` +
		`"params":{"verbose":1,"epochs":3,"steps":null}}`
	if err != nil || string(got) != want {
		t.Errorf("JSON %s, want %s, error %v", got, want, err)
	}
	// A second training goes on with the values, and counts its epochs anew.
	if err := errors.Join(h.OnTrainBegin(nil), h.OnEpochEnd(0, Logs{"loss": 3})); err != nil {
		t.Fatal(err)
	}
	if len(h.Epoch) != 1 || len(h.History["loss"]) != 3 {
		t.Errorf("epochs %v, losses %v", h.Epoch, h.History["loss"])
	}
}

// TestCut checks that the bar of an epoch that an error ends stays short, and the
// next one is whole again.
func TestCut(t *testing.T) {
	var out bytes.Buffer
	l := NewList(nil, ListOptions{AddProgbar: true})
	l.SetParams(Params{Verbose: 1, Epochs: 1, Steps: 4, Output: &out})
	epoch := func(cut bool) {
		for _, err := range []error{l.OnEpochBegin(0, nil), l.OnTrainBatchEnd(0, Logs{"loss": 1})} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if cut {
			l.Cut()
		}
		if err := l.OnEpochEnd(0, Logs{"loss": 1}); err != nil {
			t.Fatal(err)
		}
	}
	epoch(true)
	epoch(false)
	for i, want := range []string{"1/4 ", "4/4 "} {
		if got := strings.Split(out.String(), "\n")[i]; !strings.HasPrefix(got, want) {
			t.Errorf("bar %d is %q, want it to begin with %q", i, got, want)
		}
	}
	NewList(nil, ListOptions{}).Cut()
}

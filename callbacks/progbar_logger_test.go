package callbacks

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gokeras/keras/internal/golden"
)

type loggerCase struct {
	Name, Kind string
	Args       struct{ Verbose, Epochs, Steps int }
	Events     []struct {
		Time  golden.Number
		Hook  string
		Index int
		Logs  []struct {
			Name  string
			Value golden.Number
		}
		Text string
	}
}

// replay gives a logger the events of a case, and calls check with what each wrote.
func (c loggerCase) replay(t *testing.T, terminal bool, check func(at, got, want string)) {
	start := time.Unix(1000, 0)
	now := start
	p := &ProgbarLogger{now: func() time.Time { return now }}
	var out bytes.Buffer
	p.SetParams(Params{Verbose: c.Args.Verbose, Epochs: c.Args.Epochs, Steps: c.Args.Steps, Output: &out, Terminal: terminal})
	for _, e := range c.Events {
		now = start.Add(time.Duration(float64(e.Time) * 1e9))
		logs := Logs{}
		for _, l := range e.Logs {
			logs[l.Name] = float64(l.Value)
		}
		var err error
		switch e.Hook {
		case "on_train_begin":
			err = p.OnTrainBegin(logs)
		case "on_train_end":
			err = p.OnTrainEnd(logs)
		case "on_epoch_begin":
			err = p.OnEpochBegin(e.Index, logs)
		case "on_epoch_end":
			err = p.OnEpochEnd(e.Index, logs)
		case "on_train_batch_begin":
			err = p.OnTrainBatchBegin(e.Index, logs)
		case "on_train_batch_end":
			err = p.OnTrainBatchEnd(e.Index, logs)
		case "on_test_begin":
			err = p.OnTestBegin(logs)
		case "on_test_end":
			err = p.OnTestEnd(logs)
		case "on_test_batch_end":
			err = p.OnTestBatchEnd(e.Index, logs)
		case "on_predict_begin":
			err = p.OnPredictBegin(logs)
		case "on_predict_end":
			err = p.OnPredictEnd(logs)
		case "on_predict_batch_end":
			err = p.OnPredictBatchEnd(e.Index, logs)
		default:
			t.Fatalf("unknown hook %q", e.Hook)
		}
		if err != nil {
			t.Fatal(err)
		}
		check(fmt.Sprintf("%s %d", e.Hook, e.Index), out.String(), e.Text)
		out.Reset()
	}
}

func loggerCases(t *testing.T) []loggerCase {
	var out []loggerCase
	for _, c := range golden.Load[loggerCase](t, "progress") {
		if c.Kind == "logger" {
			out = append(out, c)
		}
	}
	return out
}

// TestProgbarLogger compares every byte with what Keras wrote.
func TestProgbarLogger(t *testing.T) {
	for _, c := range loggerCases(t) {
		t.Run(c.Name, func(t *testing.T) {
			c.replay(t, true, func(at, got, want string) {
				if got != want {
					t.Errorf("%s: wrote\n%q, want\n%q", at, got, want)
				}
			})
		})
	}
}

var escape = regexp.MustCompile("\x1b\\[[0-9]*m")

// TestProgbarLoggerInFile checks that without a terminal one line is written for
// each epoch, as it looks in Keras.
func TestProgbarLoggerInFile(t *testing.T) {
	for _, c := range loggerCases(t) {
		t.Run(c.Name, func(t *testing.T) {
			c.replay(t, false, func(at, got, want string) {
				if !strings.HasSuffix(want, "\n") {
					want = ""
				}
				want = escape.ReplaceAllString(strings.TrimLeft(want, "\b\r"), "")
				want = regexp.MustCompile(` *\n`).ReplaceAllString(want, "\n")
				if got != want {
					t.Errorf("%s: wrote\n%q, want\n%q", at, got, want)
				}
			})
		})
	}
}

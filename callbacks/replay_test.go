package callbacks

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/tensor"
)

// spy is a model that writes down what is asked of it, as the one in
// testdata/record.py does.
type spy struct {
	weights int
	rate    float32
	did     []string
}

func (s *spy) Name() string { return "spy" }

func (s *spy) note(format string, args ...any) { s.did = append(s.did, fmt.Sprintf(format, args...)) }

func (s *spy) StopTraining() { s.note("stop") }

func (s *spy) Weights() []*tensor.Tensor {
	s.note("get weights %d", s.weights)
	return []*tensor.Tensor{tensor.Scalar(float32(s.weights))}
}

func (s *spy) SetWeights(ws []*tensor.Tensor) error {
	s.note("set weights %v", tensor.Data[float32](ws[0])[0])
	return nil
}

func (s *spy) Save(path string) error { s.note("save %s", path); return nil }

func (s *spy) SaveWeights(path string) error { s.note("save weights %s", path); return nil }

func (s *spy) LearningRate() (float64, error) { return float64(s.rate), nil }

func (s *spy) SetLearningRate(rate float64) error { s.rate = float32(rate); return nil }

func (s *spy) MetricDirection(name string) int {
	return map[string]int{"accuracy": 1, "mse": -1}[name]
}

var schedules = map[string]func(int, float64) float64{
	"halves":   func(_ int, rate float64) float64 { return rate * 0.5 },
	"by epoch": func(epoch int, _ float64) float64 { return 1 / float64(epoch+1) },
	"powers":   func(epoch int, _ float64) float64 { return math.Pow(10, -float64(epoch)) },
	"same":     func(_ int, rate float64) float64 { return rate },
}

type recorded struct {
	Name, Class string
	Args        json.RawMessage
	Rate        float64
	Error       string
	Existing    string
	File        string
	Events      []struct {
		Hook        string
		Index       int
		Logs, After map[string]golden.Number
		Error       string
		Printed     string
		Warned, Did []string
		Rate        float64
	}
}

// callback makes the callback of a case.
func (r recorded) callback(t *testing.T) Callback {
	c := map[string]Callback{
		"EarlyStopping":         &EarlyStopping{},
		"ModelCheckpoint":       &ModelCheckpoint{},
		"ReduceLROnPlateau":     &ReduceLROnPlateau{},
		"LearningRateScheduler": &LearningRateScheduler{},
		"CSVLogger":             &CSVLogger{},
		"TerminateOnNaN":        &TerminateOnNaN{},
	}[r.Class]
	d := json.NewDecoder(bytes.NewReader(r.Args))
	d.DisallowUnknownFields()
	if err := d.Decode(c); err != nil {
		t.Fatal(err)
	}
	switch c := c.(type) {
	case *CSVLogger:
		if r.Existing != "" {
			if err := os.WriteFile(c.Filename, []byte(r.Existing), 0o666); err != nil {
				t.Fatal(err)
			}
		}
	case *LearningRateScheduler:
		c.Schedule = schedules[strings.TrimPrefix(r.Name, "schedule ")]
	}
	return c
}

func toLogs(m map[string]golden.Number) Logs {
	if m == nil {
		return nil
	}
	logs := Logs{}
	for k, v := range m {
		logs[k] = float64(v)
	}
	return logs
}

func same(a, b Logs) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a.Keys(), func(k string) bool {
		v, ok := b[k]
		return !ok || v != a[k] && !(math.IsNaN(v) && math.IsNaN(a[k]))
	})
}

// TestReplay gives every callback the logs that Keras's had, and compares what
// it prints, warns of, asks of the model, adds to the logs, and writes.
func TestReplay(t *testing.T) {
	data, err := os.ReadFile("testdata/callbacks.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []recorded
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, r := range cases {
		t.Run(r.Name, func(t *testing.T) { r.replay(t) })
	}
}

func (r recorded) replay(t *testing.T) {
	t.Chdir(t.TempDir())
	c := r.callback(t)
	model := &spy{rate: float32(r.Rate)}
	var out, warned bytes.Buffer
	c.SetModel(model)
	c.SetParams(Params{Output: &out, Logger: slog.New(slog.NewTextHandler(&warned, nil))})
	if r.Error != "" { // Keras's constructors check what OnTrainBegin does here
		if err := c.OnTrainBegin(nil); err == nil {
			t.Errorf("no error, Keras has %q", r.Error)
		}
		return
	}
	rate := float64(model.rate)
	for _, e := range r.Events {
		out.Reset()
		warned.Reset()
		model.did = nil
		logs := toLogs(e.Logs)
		var err error
		switch e.Hook {
		case "on_train_begin":
			err = c.OnTrainBegin(logs)
		case "on_train_end":
			err = c.OnTrainEnd(logs)
		case "on_epoch_begin":
			err = c.OnEpochBegin(e.Index, logs)
		case "on_epoch_end":
			model.weights++
			err = c.OnEpochEnd(e.Index, logs)
		case "on_train_batch_end":
			err = c.OnTrainBatchEnd(e.Index, logs)
		}
		at := fmt.Sprintf("%s %d", e.Hook, e.Index)
		if (err != nil) != (e.Error != "") {
			t.Fatalf("%s: error %v, Keras's is %q", at, err, e.Error)
		}
		if err != nil {
			return
		}
		if got := out.String(); got != e.Printed {
			t.Errorf("%s: printed %q, want %q", at, got, e.Printed)
		}
		if n := strings.Count(warned.String(), "level=WARN"); n != len(e.Warned) {
			t.Errorf("%s: warned %q, want %q", at, &warned, e.Warned)
		}
		for _, w := range e.Warned {
			if !strings.Contains(warned.String(), w) {
				t.Errorf("%s: warned %q, want %q", at, &warned, w)
			}
		}
		// EarlyStopping copies the weights of the first epoch once; Keras does it twice.
		if e.Did = slices.Compact(e.Did); !slices.Equal(model.did, e.Did) {
			t.Errorf("%s: did %q, want %q", at, model.did, e.Did)
		}
		if rate = cmp.Or(e.Rate, rate); float64(model.rate) != rate {
			t.Errorf("%s: learning rate %v, want %v", at, model.rate, rate)
		}
		want := toLogs(e.After)
		if want == nil {
			want = toLogs(e.Logs)
		}
		if !same(logs, want) {
			t.Errorf("%s: logs %v, want %v", at, logs, want)
		}
	}
	if l, ok := c.(*CSVLogger); ok {
		got, err := os.ReadFile(l.Filename)
		if err != nil || string(got) != r.File {
			t.Errorf("wrote %q, want %q, error %v", got, r.File, err)
		}
	}
}

// TestFormats compares Python's formats of numbers.
func TestFormats(t *testing.T) {
	var cases []struct {
		Format, Kind string
		Value        golden.Number
		Text         *string
	}
	data, err := os.ReadFile("testdata/formats.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		template, logs, epoch := "{x:"+c.Format+"}", Logs{"x": float64(c.Value)}, 0
		if c.Kind == "int" {
			template, epoch = "{epoch:"+c.Format+"}", int(c.Value)-1
		}
		got, err := formatPath(template, epoch, -1, logs)
		switch {
		case c.Text == nil && err == nil:
			t.Errorf("%s of %s %v: %q, want an error", template, c.Kind, c.Value, got)
		case c.Text != nil && (err != nil || got != *c.Text):
			t.Errorf("%s of %s %v: %q, want %q, error %v", template, c.Kind, c.Value, got, *c.Text, err)
		}
	}
}

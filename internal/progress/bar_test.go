package progress

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gokeras/keras/internal/allocs"
	"github.com/gokeras/keras/internal/golden"
)

type barCase struct {
	Name, Kind string
	Args       struct {
		Target, Verbose *int
		Width           int
		Interval        float64
		Unit            string   `json:"unit_name"`
		Stateful        []string `json:"stateful_metrics"`
		Stateless       []string `json:"stateless_metrics"`
	}
	Dynamic bool
	Events  []struct {
		Time    golden.Number
		Current int
		Values  []struct {
			Name  string
			Value golden.Number
		}
		Finalize *bool
		Text     string
	}
}

var start = time.Unix(1000, 0)

func seconds(s float64) time.Duration { return time.Duration(s * 1e9) }

// replay gives a bar the updates of a case, and calls check with what each wrote.
func (c barCase) replay(t *testing.T, terminal bool, check func(got, want string, final bool)) {
	now := start
	average := func(name string) bool {
		if c.Args.Stateless != nil {
			return slices.Contains(c.Args.Stateless, name)
		}
		return !slices.Contains(c.Args.Stateful, name)
	}
	o := Options{
		Verbose: 1, Width: c.Args.Width, Interval: seconds(c.Args.Interval), Unit: c.Args.Unit,
		Terminal: terminal, Average: average, Now: func() time.Time { return now },
	}
	if c.Args.Target != nil {
		o.Target = *c.Args.Target
	}
	if c.Args.Verbose != nil {
		o.Verbose = *c.Args.Verbose
	}
	var out bytes.Buffer
	b := New(&out, o)
	for _, e := range c.Events {
		now = start.Add(seconds(float64(e.Time)))
		// Keras's finalize=None.
		final := c.Args.Target != nil && e.Current >= *c.Args.Target
		if e.Finalize != nil {
			final = *e.Finalize
		}
		var values []Value
		for _, v := range e.Values {
			values = append(values, Value{v.Name, float64(v.Value)})
		}
		if err := b.Update(e.Current, values, final); err != nil {
			t.Fatal(err)
		}
		check(out.String(), e.Text, final)
		out.Reset()
	}
}

// TestBar compares every byte with what Keras wrote.
func TestBar(t *testing.T) {
	for _, c := range golden.Load[barCase](t, "progress") {
		if c.Kind != "bar" || !c.Dynamic {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			c.replay(t, true, func(got, want string, _ bool) {
				if got != want {
					t.Errorf("wrote\n%q, want\n%q", got, want)
				}
			})
		})
	}
}

var escape = regexp.MustCompile("\x1b\\[[0-9]*m")

// TestBarInFile checks that without a terminal the last frame is written, as it
// looks in Keras, and nothing else.
func TestBarInFile(t *testing.T) {
	for _, c := range golden.Load[barCase](t, "progress") {
		if c.Kind != "bar" {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			c.replay(t, false, func(got, want string, final bool) {
				if c.Args.Verbose == nil {
					want = escape.ReplaceAllString(strings.TrimLeft(want, "\b\r\n"), "")
					want = strings.TrimRight(want, " \n") + "\n" // spaces hide a longer frame
				}
				if !final {
					want = ""
				}
				if got != want {
					t.Errorf("wrote\n%q, want\n%q", got, want)
				}
			})
		})
	}
}

// TestUpdateAllocates nothing, neither when it draws nor when it doesn't.
func TestUpdateAllocates(t *testing.T) {
	now := start
	b := New(io.Discard, Options{Target: 1e6, Verbose: 1, Terminal: true, Now: func() time.Time { return now }})
	values := []Value{{"accuracy", 0.5}, {"loss", 1.25}}
	step := 0
	for what, passes := range map[string]time.Duration{"drawn": time.Second, "not drawn": time.Millisecond} {
		if n := allocs.PerRun(100, func() {
			step++
			now = now.Add(passes)
			if err := b.Update(step, values, false); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%s: %v allocations per update, want none", what, n)
		}
	}
}

var errFull = errors.New("full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestUpdateReturnsErrors(t *testing.T) {
	b := New(full{}, Options{Target: 2, Verbose: 1})
	if err := b.Update(1, nil, false); err != nil {
		t.Errorf("nothing is written yet: %v", err)
	}
	if err := b.Update(2, nil, true); !errors.Is(err, errFull) {
		t.Errorf("error %v, want %v", err, errFull)
	}
}

// BenchmarkUpdate measures an update between two frames.
func BenchmarkUpdate(b *testing.B) {
	bar := New(io.Discard, Options{Target: 1 << 40, Verbose: 1, Terminal: true})
	values := []Value{{"accuracy", 0.5}, {"loss", 1.25}}
	step := 1
	for b.Loop() {
		step++
		if err := bar.Update(step, values, false); err != nil {
			b.Fatal(err)
		}
	}
}

package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras/internal/cpu"
)

// A timing is how long one thing takes, as printed on a line of JSON by this
// program and by those in peers/.
type timing struct {
	What       string  `json:"what"`                 // the workload
	Batch      int     `json:"batch"`                // samples of a step or a call
	MS         float64 `json:"ms"`                   // milliseconds of a step or a call
	ISA        string  `json:"isa"`                  // see KERAS_CPU
	Threads    int     `json:"threads"`              // that may run at the same time
	Goroutines int     `json:"goroutines,omitempty"` // that predict at the same time; ms is then the time of all divided by all calls
}

// print writes a timing as JSON, or for people.
func (t timing) print(w io.Writer, asJSON bool) error {
	t.MS = math.Round(t.MS*1e5) / 1e5
	if asJSON {
		return json.NewEncoder(w).Encode(t)
	}
	_, err := fmt.Fprintf(w, "%s, batch %5d: %9.4f ms (%.2f µs a sample), %s, %d threads\n",
		t.What, t.Batch, t.MS, 1000*t.MS/float64(t.Batch), t.ISA, t.Threads)
	return err
}

// A task is what the flags that fit and predict have in common say.
type task struct {
	network
	sizes   []int
	seconds float64
	threads int
	json    bool
}

func (t *task) flags(cmd *cobra.Command, sizes ...int) {
	f := cmd.Flags()
	f.IntSliceVar(&t.sizes, "batch-size", sizes, "samples of a batch")
	f.IntVar(&t.width, "width", 500, "units of a hidden layer")
	f.IntVar(&t.depth, "depth", 2, "hidden layers")
	f.Float64Var(&t.seconds, "seconds", 2, "how long to measure for each size")
	f.IntVar(&t.threads, "threads", 0, "threads that may run at the same time (default: GOMAXPROCS)")
	f.BoolVar(&t.json, "json", false, "print a line of JSON for each size")
	cmd.Args = known
}

// workload returns what is named: the network that the flags tell, or another.
func (t *task) workload(name string) workload {
	if name == "mlp" {
		return t.network
	}
	return workloads[name]
}

// each measures every size of the named workload and prints it.
func (t *task) each(w io.Writer, name string, measure func(batch int) (timing, error)) error {
	var errs []error
	for _, n := range append([]int{t.width, t.depth}, t.sizes...) {
		if n < 1 {
			errs = append(errs, fmt.Errorf("received a size of %d, expected at least 1", n))
		}
	}
	if !(t.seconds > 0) {
		errs = append(errs, fmt.Errorf("--seconds: received %v, expected a positive number", t.seconds))
	}
	if t.threads < 0 {
		errs = append(errs, fmt.Errorf("--threads: received %d, expected at least 1", t.threads))
	}
	if cpu.Warning() != "" {
		errs = append(errs, errors.New(cpu.Warning()))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if t.threads > 0 {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(t.threads))
	}
	for _, batch := range t.sizes {
		line, err := measure(batch)
		if err != nil {
			return err
		}
		line.What, line.Batch, line.ISA, line.Threads = name, batch, cpu.Level(), runtime.GOMAXPROCS(0)
		if err := line.print(w, t.json); err != nil {
			return err
		}
	}
	return nil
}

// budget is the time for a size.
func (t *task) budget() time.Duration { return time.Duration(t.seconds * float64(time.Second)) }

func median(list []float64) float64 {
	if len(list) == 0 {
		return math.NaN()
	}
	s := slices.Sorted(slices.Values(list))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/callbacks"
)

// A gap is how long Fit takes from one step to the next.
type gap struct {
	What    string  `json:"what"`
	Batch   int     `json:"batch"`
	MS      float64 `json:"ms"`      // of a step with what is between it and the next
	Between float64 `json:"between"` // milliseconds of it
}

func newBetween() *cobra.Command {
	var t task
	cmd := &cobra.Command{
		Use:   "between WORKLOAD",
		Short: "Time what Fit does between steps",
		Long: `Time what Fit does between two steps of training: it draws the progress bar, calls
callbacks, and gathers the samples of the next batch. Medians over an epoch.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, batch := range t.sizes {
				g, err := timeBetween(cmd.Context(), t.workload(args[0]), batch, t.budget())
				if err != nil {
					return err
				}
				g.What = args[0]
				if t.json {
					err = json.NewEncoder(cmd.OutOrStdout()).Encode(g)
				} else {
					_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s, batch %5d: %.4f ms between steps, %.1f %% of %.4f ms\n",
						g.What, g.Batch, g.Between, 100*g.Between/g.MS, g.MS)
				}
				if err != nil {
					return err
				}
			}
			return nil
		},
	}
	t.flags(cmd, 1, 10, 32, 100, 1000)
	return cmd
}

func timeBetween(ctx context.Context, w workload, batch int, budget time.Duration) (gap, error) {
	ms, err := timeFit(ctx, w, batch, budget/4)
	if err != nil {
		return gap{}, err
	}
	m, err := w.model()
	if err != nil {
		return gap{}, err
	}
	x, y := w.samples(batch * max(10, int(milliseconds(budget)/ms)))
	var c steps
	_, err = m.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{
		BatchSize: batch, Verbose: new(1), Output: io.Discard, Callbacks: []callbacks.Callback{&c},
	})
	if err != nil {
		return gap{}, err
	}
	return gap{Batch: batch, MS: median(c.whole), Between: median(c.between)}, nil
}

// steps takes the time of each step, in milliseconds.
type steps struct {
	callbacks.Base
	begin, end     time.Time
	whole, between []float64
}

// OnTrainBatchBegin implements [callbacks.Callback].
func (s *steps) OnTrainBatchBegin(int, callbacks.Logs) error {
	now := time.Now()
	if !s.end.IsZero() {
		s.whole = append(s.whole, milliseconds(now.Sub(s.begin)))
		s.between = append(s.between, milliseconds(now.Sub(s.end)))
	}
	s.begin = now
	return nil
}

// OnTrainBatchEnd implements [callbacks.Callback].
func (s *steps) OnTrainBatchEnd(int, callbacks.Logs) error {
	s.end = time.Now()
	return nil
}

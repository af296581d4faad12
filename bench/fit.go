package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/callbacks"
)

func newFit() *cobra.Command {
	var t task
	cmd := &cobra.Command{
		Use:   "fit WORKLOAD",
		Short: "Time a step of training",
		Long: `Time a step of training, as the median of whole epochs of Fit on random data. The
workload mlp is the network 784-500-500-10 with Adam, categorical crossentropy and the
accuracy.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return t.each(cmd.OutOrStdout(), args[0], func(batch int) (timing, error) {
				ms, err := timeFit(cmd.Context(), t.workload(args[0]), batch, t.budget())
				return timing{MS: ms}, err
			})
		},
	}
	t.flags(cmd, 1, 10, 32, 100, 1000)
	return cmd
}

// epochs is how many epochs are timed, after one that isn't.
const epochs = 5

// timeFit returns the milliseconds of a step. The epochs are as long as fills the
// budget.
func timeFit(ctx context.Context, w workload, batch int, budget time.Duration) (float64, error) {
	m, err := w.model()
	if err != nil {
		return 0, err
	}
	steps, spent := 1, time.Duration(0)
	for {
		timed, err := fit(ctx, m, w, batch*steps, batch, 1)
		if err != nil {
			return 0, err
		}
		if spent = timed[0]; spent > budget/20 {
			break
		}
		steps *= 4
	}
	steps = max(3, int(budget/(epochs+1)*time.Duration(steps)/spent))
	timed, err := fit(ctx, m, w, batch*steps, batch, epochs)
	if err != nil {
		return 0, err
	}
	var ms []float64
	for _, d := range timed {
		ms = append(ms, milliseconds(d)/float64(steps))
	}
	return median(ms), nil
}

// fit trains for so many epochs, and one before them, and returns how long they took.
func fit(ctx context.Context, m *keras.Model, w workload, samples, batch, epochs int) ([]time.Duration, error) {
	x, y := w.samples(samples)
	var c clock
	_, err := m.Fit(ctx, keras.Arrays(x, y), keras.FitOptions{
		BatchSize: batch, Epochs: epochs + 1, Verbose: new(0), Callbacks: []callbacks.Callback{&c},
	})
	if err != nil {
		return nil, err
	}
	return c.epochs[1:], nil
}

// A clock takes the time of each epoch.
type clock struct {
	callbacks.Base
	begin  time.Time
	epochs []time.Duration
}

// OnEpochBegin implements [callbacks.Callback].
func (c *clock) OnEpochBegin(int, callbacks.Logs) error {
	c.begin = time.Now()
	return nil
}

// OnEpochEnd implements [callbacks.Callback].
func (c *clock) OnEpochEnd(int, callbacks.Logs) error {
	c.epochs = append(c.epochs, time.Since(c.begin))
	return nil
}

package main

import (
	"context"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
)

func newPredict() *cobra.Command {
	var t task
	var goroutines int
	var path string
	cmd := &cobra.Command{
		Use:   "predict WORKLOAD",
		Short: "Time a call of Predict",
		Long:  "Time a call of Predict with one batch of random data. The workload mlp is the network 784-500-500-10.",
		RunE: func(cmd *cobra.Command, args []string) error {
			w := t.workload(args[0])
			model := w.model
			if path != "" {
				model = func() (*keras.Model, error) { return keras.Load(path) }
			}
			m, err := model()
			if err != nil {
				return err
			}
			return t.each(cmd.OutOrStdout(), args[0], func(batch int) (timing, error) {
				ms, err := timePredict(cmd.Context(), m, w, batch, max(goroutines, 1), t.budget())
				return timing{MS: ms, Goroutines: goroutines}, err
			})
		},
	}
	t.flags(cmd, 1, 32, 1000)
	cmd.Flags().IntVar(&goroutines, "goroutines", 0, "how many predict at the same time")
	cmd.Flags().StringVar(&path, "load", "", "a .keras file of a network for 784 pixels, in place of the one described")
	return cmd
}

// timePredict returns the milliseconds of a call: the median of the averages of
// many short spans of time.
func timePredict(ctx context.Context, m *keras.Model, w workload, batch, goroutines int, budget time.Duration) (float64, error) {
	x, _ := w.samples(batch)
	span := func(calls int) (time.Duration, error) {
		errs := make([]error, goroutines)
		predict := func(i int) {
			for range calls {
				if _, err := m.Predict(ctx, x, keras.PredictOptions{BatchSize: batch}); err != nil {
					errs[i] = err
					return
				}
			}
		}
		begin := time.Now()
		var wg sync.WaitGroup
		for i := 1; i < goroutines; i++ {
			wg.Go(func() { predict(i) })
		}
		predict(0)
		wg.Wait()
		spent := time.Since(begin)
		for _, err := range errs {
			if err != nil {
				return 0, err
			}
		}
		return spent, nil
	}
	calls := 1
	for {
		spent, err := span(calls)
		if err != nil {
			return 0, err
		}
		if spent > budget/100 {
			break
		}
		calls *= 2
	}
	var ms []float64
	for end := time.Now().Add(budget); time.Now().Before(end); {
		spent, err := span(calls)
		if err != nil {
			return 0, err
		}
		ms = append(ms, milliseconds(spent)/float64(calls*goroutines))
	}
	return median(ms), nil
}

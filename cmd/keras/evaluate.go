package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
)

func newEvaluate() *cobra.Command {
	var file string
	var batch int
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "evaluate MODEL --data D",
		Short: "Compute the loss and the metrics of a model",
		Long: `Compute the loss and the metrics that a model is compiled with, over the samples
in a file.

D is a .npz file with x or an array for each input under its name, y or one for
each output under its name, and, if samples have weights, sample_weight or
sample_weight_NAME for an output.`,
		Example: `  keras evaluate mnist.keras --data test.npz
  keras evaluate mnist.keras --data test.npz --batch-size 1000 --json`,
		Args:              oneModel,
		ValidArgsFunction: completeModel,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := positive("--batch-size", batch); err != nil {
				return err
			}
			m, err := loadWhole(args[0])
			if err != nil {
				return err
			}
			if !m.IsCompiled() {
				return fmt.Errorf("%s: the model isn't compiled: it has neither a loss nor metrics", args[0])
			}
			d, err := readSamples(file, m)
			if err != nil {
				return err
			}
			ctx, stop := interruptible(cmd)
			defer stop()
			results, err := m.Evaluate(ctx, &d.Arrays, keras.EvaluateOptions{BatchSize: batch, Verbose: new(0), Callbacks: newMeter(cmd.ErrOrStderr())})
			if err != nil {
				return interruptedOr(d.explain(err))
			}
			if asJSON {
				return printJSON(cmd.OutOrStdout(), results)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), results)
			return err
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&file, "data", "", "`file` of samples: .npz")
	f.IntVar(&batch, "batch-size", 32, "`samples` computed at once")
	f.BoolVar(&asJSON, "json", false, "print an object of the numbers")
	require(cmd, "data")
	return cmd
}

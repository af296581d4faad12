package main

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/tensor"
)

func newPredict() *cobra.Command {
	var input, output string
	var batch int
	cmd := &cobra.Command{
		Use:   "predict MODEL --input X --output Y",
		Short: "Compute what a model gives for samples",
		Long: `Compute what a model gives for the samples in a file.

X is a .npz file with an array for each input of the model under the input's
name; for a model of one input it may be the only one under any name, or x, and
the file a .npy or a .csv file. What evaluate reads besides is left out. How the
model is compiled doesn't count. Y becomes a .npz file with an array for each
output under the name of the layer that gives it (a name that appears again gets
the next free _1, _2), in their order. For a model of one output it may be a
.npy or a .csv file.`,
		Example:           `  keras predict mnist.keras --input digits.npz --output classes.npz`,
		Args:              oneModel,
		ValidArgsFunction: completeModel,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := errors.Join(positive("--batch-size", batch), canWrite("--output", output)); err != nil {
				return err
			}
			switch ext := filepath.Ext(output); ext {
			case ".npz", ".npy", ".csv":
			default:
				return fmt.Errorf("--output: received %q, expected a name that ends in .npz, .npy or .csv", output)
			}
			m, err := loadWhole(args[0], keras.LoadOptions{Compile: new(false)})
			if err != nil {
				return err
			}
			d, err := readInputs(input, m)
			if err != nil {
				return err
			}
			ctx, stop := interruptible(cmd)
			defer stop()
			out, err := m.PredictData(ctx, d, keras.PredictOptions{BatchSize: batch, Callbacks: newMeter(cmd.ErrOrStderr())})
			if err != nil {
				return interruptedOr(fmt.Errorf("%s: %w", input, err))
			}
			return writeOutputs(output, out, m.OutputNames())
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.StringVar(&input, "input", "", "`file` of samples: .npz, .npy or .csv")
	f.StringVar(&output, "output", "", "`file` to write: .npz, .npy or .csv")
	f.IntVar(&batch, "batch-size", 32, "`samples` computed at once")
	require(cmd, "input", "output")
	return cmd
}

// writeOutputs writes a model's outputs to a file, which is there whole or not at all.
func writeOutputs(path string, out []*tensor.Tensor, names []string) error {
	ext := filepath.Ext(path)
	if ext == ".npz" {
		list := make([]tensor.Named, len(out))
		for i, t := range out {
			list[i] = tensor.Named{Name: names[i], Tensor: t}
		}
		return tensor.SaveNPZList(path, list)
	}
	if len(out) != 1 {
		return fmt.Errorf("--output: received %q for a model of %d outputs, expected a .npz file", path, len(out))
	}
	if ext == ".npy" {
		return tensor.SaveNPY(path, out[0])
	}
	return writeCSV(path, out[0])
}

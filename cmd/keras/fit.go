package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
)

// A fitting is what keras fit was told.
type fitting struct {
	samples, validation, output, history, weights string
	quiet, noShuffle                              bool
	seed                                          int64
	options                                       keras.FitOptions
}

func newFit() *cobra.Command {
	var f fitting
	o := &f.options
	cmd := &cobra.Command{
		Use:   "fit MODEL --data D --output OUT",
		Short: "Train a model further",
		Long: `Train a model with the loss, the metrics and the optimizer that it is compiled with. If
it was trained before, it goes on where it was.

D and the file of --validation-data are as that of keras evaluate. OUT gets the trained
model. The file of --history gets what Keras's History has:
{"epoch":[0,1],"history":{"loss":[0.5,0.4]}}`,
		Example: `  keras fit mnist.keras --data train.npz --epochs 5 --batch-size 100 --output better.keras`,
		Args:    oneModel, ValidArgsFunction: completeModel,
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.samples, "data", "", "`file` of samples: .npz")
	flags.StringVar(&f.output, "output", "", "`file` for the trained model")
	flags.IntVar(&o.Epochs, "epochs", 1, "`number` of epochs, counted with those before --initial-epoch")
	flags.IntVar(&o.BatchSize, "batch-size", 32, "`samples` of a step")
	flags.BoolVar(&f.noShuffle, "no-shuffle", false, "take samples in the order of the file")
	flags.StringVar(&f.validation, "validation-data", "", "`file` of samples to evaluate after each epoch")
	flags.Float64Var(&o.ValidationSplit, "validation-split", 0, "`part` of the samples, off the end, to evaluate after each epoch")
	flags.IntVar(&o.StepsPerEpoch, "steps-per-epoch", 0, "`batches` of an epoch (default: one pass over the samples)")
	flags.StringVar(&f.weights, "class-weight", "", "`object` of how much each class counts: '{\"0\": 1, \"1\": 2.5}'")
	flags.IntVar(&o.InitialEpoch, "initial-epoch", 0, "`number` of epochs that were trained before")
	flags.Int64Var(&f.seed, "seed", 0, "`number` with which all that is random begins (default: another each time)")
	flags.StringVar(&f.history, "history", "", "`file` for the loss and the metrics of each epoch: .json")
	flags.BoolVar(&f.quiet, "quiet", false, "show no progress")
	require(cmd, "data", "output")
	return cmd
}

func (f *fitting) run(cmd *cobra.Command, path string) error {
	if err := errors.Join(
		positive("--epochs", f.options.Epochs), positive("--batch-size", f.options.BatchSize),
		canWrite("--output", f.output), canWrite("--history", f.history),
	); err != nil {
		return err
	}
	if ext := filepath.Ext(f.output); ext != ".keras" && ext != ".h5" {
		return fmt.Errorf("--output: received %q, expected a name that ends in .keras or .h5", f.output)
	}
	classes, err := classWeights(f.weights)
	if err != nil {
		return err
	}
	if cmd.Flags().Changed("seed") {
		keras.SetRandomSeed(f.seed)
	}
	m, err := keras.Load(path)
	if err != nil {
		return err
	}
	if !m.IsCompiled() {
		return fmt.Errorf("%s: the model isn't compiled: it has neither a loss nor an optimizer", path)
	}
	d, err := readSamples(f.samples, m)
	if err != nil {
		return err
	}
	o := f.options
	o.ClassWeight, o.Output = classes, cmd.OutOrStdout()
	o.Shuffle = new(!f.noShuffle)
	if cmd.Flags().Changed("seed") {
		o.Seed = &f.seed // in place of the order that the file goes on with
	}
	if f.quiet {
		o.Verbose = new(0)
	}
	if f.validation != "" {
		if o.ValidationData, err = readSamples(f.validation, m); err != nil {
			return err
		}
	}
	ctx, stop := interruptible(cmd)
	defer stop()
	history, err := m.Fit(ctx, d, o)
	if err != nil {
		return interruptedOr(err)
	}
	if err := m.Save(f.output); err != nil {
		return err
	}
	if f.history == "" {
		return nil
	}
	return writeFile(f.history, func(w io.Writer) error {
		return json.NewEncoder(w).Encode(map[string]any{"epoch": history.Epoch, "history": history.History})
	})
}

// classWeights reads an object of classes and weights.
func classWeights(text string) (map[int]float64, error) {
	if text == "" {
		return nil, nil
	}
	var byName map[string]float64
	if err := json.Unmarshal([]byte(text), &byName); err != nil {
		return nil, fmt.Errorf("--class-weight: received %q, expected an object such as {\"0\": 1, \"1\": 2.5}: %w", text, err)
	}
	weights := map[int]float64{}
	for name, w := range byName {
		class, err := strconv.Atoi(name)
		if err != nil {
			return nil, fmt.Errorf("--class-weight: received the class %q, expected a number", name)
		}
		weights[class] = w
	}
	return weights, nil
}

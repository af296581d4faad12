package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"math"
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
		Long: `Train a model with the loss, the metrics and the optimizer that it is compiled
with. If it was trained before, it goes on where it was.

D and the file of --validation-data are as that of keras evaluate. OUT gets the
trained model. The file of --history gets what Keras's History has, with null
for what isn't finite:
{"epoch":[0,1],"history":{"loss":[0.5,0.4]}}`,
		Example: `  keras fit mnist.keras --data train.npz --epochs 5 --output better.keras`,
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
	if err := f.check(cmd); err != nil {
		return err
	}
	classes, err := classWeights(f.weights)
	if err != nil {
		return err
	}
	if cmd.Flags().Changed("seed") {
		keras.SetRandomSeed(f.seed)
	}
	m, err := loadWhole(path)
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
		v, err := readSamples(f.validation, m)
		if err != nil {
			return err
		}
		o.ValidationData = &v.Arrays
	}
	ctx, stop := interruptible(cmd)
	defer stop()
	history, err := m.Fit(ctx, &d.Arrays, o)
	if err != nil {
		return interruptedOr(d.explain(err))
	}
	if o.InitialEpoch >= o.Epochs {
		log.Printf("warning: --initial-epoch: received %d, and --epochs %d, so that there was none to train", o.InitialEpoch, o.Epochs)
	}
	if err := m.Save(f.output); err != nil {
		return err
	}
	if f.history == "" {
		return nil
	}
	return writeFile(f.history, func(w io.Writer) error {
		return printJSON(w, map[string]any{"epoch": history.Epoch, "history": finite(history.History)})
	})
}

// check returns what is wrong with the flags.
func (f *fitting) check(cmd *cobra.Command) error {
	o := &f.options
	errs := []error{
		positive("--epochs", o.Epochs), positive("--batch-size", o.BatchSize),
		canWrite("--output", f.output), canWrite("--history", f.history),
	}
	if ext := filepath.Ext(f.output); ext != ".keras" && ext != ".h5" || weightsAlone(f.output) {
		errs = append(errs, fmt.Errorf("--output: received %q, expected a name that ends in .keras, or .h5 but not .weights.h5", f.output))
	}
	if o.InitialEpoch < 0 {
		errs = append(errs, fmt.Errorf("--initial-epoch: received %d, expected 0 or more", o.InitialEpoch))
	}
	if o.StepsPerEpoch < 0 || o.StepsPerEpoch == 0 && cmd.Flags().Changed("steps-per-epoch") {
		errs = append(errs, positive("--steps-per-epoch", o.StepsPerEpoch))
	}
	if !(o.ValidationSplit >= 0 && o.ValidationSplit < 1) {
		errs = append(errs, fmt.Errorf("--validation-split: received %g, expected a part, such as 0.2", o.ValidationSplit))
	}
	if o.ValidationSplit != 0 && f.validation != "" {
		errs = append(errs, errors.New("--validation-split: received together with --validation-data, expected one of the two"))
	}
	return errors.Join(errs...)
}

// finite returns numbers as JSON has them, where those that are NaN or infinite are null.
func finite(history map[string][]float64) map[string][]*float64 {
	m := make(map[string][]*float64, len(history))
	for name, list := range history {
		m[name] = make([]*float64, len(list))
		for i, x := range list {
			if !math.IsNaN(x) && !math.IsInf(x, 0) {
				m[name][i] = &list[i]
			}
		}
	}
	return m
}

// classWeights reads an object of classes and weights.
func classWeights(text string) (map[int]float64, error) {
	if text == "" {
		return nil, nil
	}
	var byName map[string]float64
	if err := json.Unmarshal([]byte(text), &byName); err != nil {
		return nil, fmt.Errorf("--class-weight: received %q, expected an object such as {\"0\": 1, \"1\": 2.5}", text)
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

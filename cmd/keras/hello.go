package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/callbacks"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/optimizers"
)

// A hello is one run of the first program of deep learning, with its settings.
type hello struct {
	epochs     int
	batchSize  int
	optimizer  string
	loss       string
	activation string
	units      []int
	examples   int
	seed       int64
	save       string
	noProgress bool
	json       string

	compare []int
	seconds float64

	out      io.Writer
	width    int // of the terminal
	terminal bool
}

func newHello() *cobra.Command {
	h := &hello{}
	cmd := &cobra.Command{
		Use:   "hello",
		Short: "Train a network to read handwritten digits",
		Long: `Train the network of the first Keras program on the 60,000 images of MNIST:
784 pixels, two hidden layers of 500 units, and ten outputs, one for each digit.
Then test it on 10,000 other images, show what it reads, save it, and load it
again.

Ctrl-C ends the training after the batch under way; what there is by then is
tested and saved. A second one ends the program.

With --compare-batch-sizes the network is trained several times instead, and a
table shows what the size of a batch does to speed and to learning.`,
		Example: `  keras hello
  keras hello --epochs 5 --batch-size 32 --optimizer sgd --json results.json
  keras hello --units 128 --activation relu --save small.keras
  keras hello --compare-batch-sizes 1,10,100,1000,10000 --seconds 10`,
		Args:              cobra.NoArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	wrong := h.flags(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		h.out = cmd.OutOrStdout()
		h.width, h.terminal = columns(h.out)
		if err := errors.Join(*wrong, h.check(cmd.Flags())); err != nil {
			return err
		}
		ctx, stop := interruptible(cmd)
		defer stop()
		if len(h.compare) > 0 {
			return h.compareSizes(ctx)
		}
		return h.run(ctx)
	}
	return cmd
}

// model returns the network, compiled.
func (h *hello) model() (*keras.Model, error) {
	keras.SetRandomSeed(h.seed)
	model := keras.Sequential(keras.Input(28 * 28))
	for _, n := range h.units {
		model.Add(&layers.Dense{Units: n, Activation: activations.Name(h.activation)})
	}
	model.Add(&layers.Dense{Units: 10, Activation: activations.Softmax})
	err := model.Compile(keras.CompileOptions{
		Loss:      losses.Name(h.loss),
		Optimizer: optimizers.Name(h.optimizer),
		Metrics:   metrics.Names("accuracy"),
	})
	return model, err
}

// network describes the network in a line.
func (h *hello) network() string {
	s := "784 pixels"
	for _, n := range h.units {
		s += fmt.Sprintf(" → %d %s", n, h.activation)
	}
	return s + " → 10 softmax"
}

// say prints text, broken into lines, and an empty line.
func (h *hello) say(format string, args ...any) {
	fmt.Fprintln(h.out, fill(fmt.Sprintf(format, args...), min(h.width, 100))+"\n")
}

// run trains, tests, shows, saves and loads.
func (h *hello) run(ctx context.Context) error {
	model, err := h.model()
	if err != nil {
		return err
	}
	d, err := load(h)
	if err != nil {
		return err
	}
	steps := d.train.Steps(h.batchSize)
	h.say("A network learns to read handwritten digits: %s. It is trained on %s for %s of %s, %s each (loss %s, optimizer %s), and tested on %s that it hasn't seen. CPU: %s.",
		h.network(), plural(d.train.Len(), "image"), plural(h.epochs, "epoch"), plural(steps, "update"), plural(h.batchSize, "image"),
		h.loss, h.optimizer, plural(d.test.Len(), "image"), processor())
	if err := model.Summary(h.out, keras.SummaryOptions{Columns: h.width, Color: h.terminal}); err != nil {
		return err
	}
	fmt.Fprintln(h.out)

	verbose, watch := 1, &stopwatch{}
	if h.noProgress {
		verbose = 0
	}
	history, err := model.Fit(ctx, d.train, keras.FitOptions{
		BatchSize: h.batchSize, Epochs: h.epochs, Seed: &h.seed,
		ValidationData: d.test, Verbose: &verbose, Output: h.out,
		Callbacks: []callbacks.Callback{watch},
	})
	interrupted := errors.Is(err, context.Canceled)
	if err != nil && !interrupted {
		return err
	}
	if interrupted && watch.updates == 0 {
		fmt.Fprintln(h.out, "Interrupted before the first update: there is nothing to test or save.")
		return errInterrupted
	}
	if interrupted {
		fmt.Fprintf(h.out, "\nInterrupted after %s of %s: what there is now is tested.\n", commas(watch.updates), plural(h.epochs*steps, "update"))
	}

	// What is left takes a moment, and is done in any case: ctx may be over.
	r := &report{hello: h, history: history, watch: watch, updates: steps, parameters: model.CountParams(), interrupted: interrupted}
	rest := context.WithoutCancel(ctx)
	if err := h.test(rest, model, d, r); err != nil {
		return err
	}
	if h.save != "" {
		if err := h.keep(rest, model, d, r); err != nil {
			return err
		}
	}
	if h.json != "" {
		if err := r.write(h.json); err != nil {
			return err
		}
	}
	if ctx.Err() != nil {
		return errInterrupted
	}
	return nil
}

// test evaluates the network and shows some of what it reads.
func (h *hello) test(ctx context.Context, model *keras.Model, d *digits, r *report) error {
	var err error
	if r.test, err = h.score(ctx, model, d); err != nil {
		return err
	}
	loss, _ := r.test.Get("loss")
	accuracy, _ := r.test.Get("accuracy")
	fmt.Fprintf(h.out, "\nTotal loss on the test set: %s\nAccuracy on the test set: %s\n", number(loss), percent(accuracy))

	if r.readings, err = d.read(ctx, model); err != nil {
		return err
	}
	row := h.width / (pictureWidth + 1)
	r.shown, r.mistakes = r.readings[:min(row, len(r.readings))], worst(r.readings, row)
	fmt.Fprintln(h.out, "\nThe first test images, and what the network reads:")
	d.show(h.out, r.shown, h.terminal)
	if len(r.mistakes) > 0 {
		fmt.Fprintln(h.out, "\nThe worst mistakes, where it was most sure and wrong:")
		d.show(h.out, r.mistakes, h.terminal)
	}
	return nil
}

// score evaluates the network on the test images.
func (h *hello) score(ctx context.Context, model *keras.Model, d *digits) (keras.Results, error) {
	return model.Evaluate(ctx, d.test, keras.EvaluateOptions{BatchSize: 1000, Verbose: new(0)})
}

// keep saves the network and loads it back.
func (h *hello) keep(ctx context.Context, model *keras.Model, d *digits, r *report) error {
	if err := model.Save(h.save); err != nil {
		return err
	}
	again, err := keras.Load(h.save)
	if err != nil {
		return err
	}
	readings, err := d.read(ctx, again)
	if err != nil {
		return err
	}
	r.same = new(sameBits(r.readings, readings))
	verdict := "it predicts the same, bit for bit"
	if !*r.same {
		verdict = "it does NOT predict the same"
	}
	_, err = fmt.Fprintf(h.out, "\nSaved to %s and loaded back: %s.\n", h.save, verdict)
	return err
}

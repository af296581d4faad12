package main

import (
	"slices"
	"testing"

	"github.com/gokeras/keras/losses"
)

// parsed returns the settings that flags make, and what is wrong with them.
func parsed(t *testing.T, args ...string) (*hello, error) {
	t.Helper()
	h := &hello{}
	cmd := newHello()
	cmd.ResetFlags()
	wrong := h.flags(cmd)
	if err := cmd.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	if *wrong != nil {
		return h, *wrong
	}
	return h, h.check(cmd.Flags())
}

// TestNames checks that what the completion offers is accepted, and makes a model.
func TestNames(t *testing.T) {
	for _, want := range []string{"sgd", "rmsprop", "adagrad", "adadelta", "adam", "adamw", "adamax", "nadam"} {
		if !slices.Contains(optimizerNames(), want) {
			t.Errorf("no optimizer %q in %q", want, optimizerNames())
		}
	}
	for _, want := range []string{"mse", "mean_squared_error", "categorical_crossentropy", "sparse_categorical_crossentropy", "crossentropy"} {
		if !slices.Contains(lossNames(), want) {
			t.Errorf("no loss %q in %q", want, lossNames())
		}
	}
	for flag, names := range map[string][]string{
		"--optimizer": optimizerNames(), "--loss": lossNames(), "--activation": activationNames(),
	} {
		for _, name := range names {
			h, err := parsed(t, flag, name, "--units=4")
			if err == nil {
				_, err = h.model()
			}
			if err != nil {
				t.Errorf("%s %s: %v", flag, name, err)
			}
		}
	}
}

func TestFlags(t *testing.T) {
	h, err := parsed(t)
	if err != nil {
		t.Fatal(err)
	}
	if h.epochs != 20 || h.batchSize != 100 || !slices.Equal(h.units, []int{500, 500}) || h.examples != 60000 ||
		h.optimizer != "adam" || h.loss != "categorical_crossentropy" || h.activation != "sigmoid" || h.save != "mnist.keras" {
		t.Errorf("defaults are %+v", h)
	}
	if losses.Check(losses.Name(h.loss)) != nil {
		t.Errorf("the default loss is %q", h.loss)
	}
	h, err = parsed(t, "--units", "7", "--units", "8,9", "--compare-batch-sizes=3,2")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(h.units, []int{7, 8, 9}) || !slices.Equal(h.compare, []int{3, 2}) || h.epochs != 1 {
		t.Errorf("settings are %+v", h)
	}
	if h, err = parsed(t, "--compare-batch-sizes=3", "--epochs=4"); err != nil || h.epochs != 4 {
		t.Errorf("%d epochs, error %v; want 4", h.epochs, err)
	}
}

package main

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/optimizers"
)

// flags defines the command's flags. It returns where the errors of those are put
// whose values aren't even numbers.
func (h *hello) flags(cmd *cobra.Command) *error {
	f := cmd.Flags()
	f.SortFlags = false
	f.IntVar(&h.epochs, "epochs", 20, "go through the images `n` times; once if sizes are compared")
	f.IntVar(&h.batchSize, "batch-size", 100, "`n` images per update")
	f.StringVar(&h.optimizer, "optimizer", "adam", "an optimizer by its `name`: "+strings.Join(optimizerNames(), ", "))
	f.StringVar(&h.loss, "loss", "categorical_crossentropy", "a loss by its `name`, such as mse")
	f.StringVar(&h.activation, "activation", "sigmoid", "activation of the hidden layers by its `name`, such as relu")
	f.IntSliceVar(&h.units, "units", []int{500, 500}, "`sizes` of the hidden layers")
	f.IntVar(&h.examples, "examples", 60000, "train with the first `n` images")
	f.Int64Var(&h.seed, "seed", 1, "where random numbers begin: the same `n`, the same network")
	f.StringVar(&h.save, "save", "mnist.keras", "`file` for the trained network; empty for none")
	f.BoolVar(&h.noProgress, "no-progress", false, "don't show how training goes on")
	f.StringVar(&h.json, "json", "", "`file` for the results")
	f.IntSliceVar(&h.compare, "compare-batch-sizes", nil, "train with each of these batch `sizes`, and compare")
	f.Float64Var(&h.seconds, "seconds", 20, "with --compare-batch-sizes: train for `s` seconds with each")
	f.Lookup("units").DefValue = "500,500"
	f.Lookup("compare-batch-sizes").DefValue = ""

	complete := func(flag string, f cobra.CompletionFunc) {
		if err := cmd.RegisterFlagCompletionFunc(flag, f); err != nil {
			panic(err) // the flag isn't above
		}
	}
	wrong := new(error)
	f.VisitAll(func(f *pflag.Flag) {
		f.Value = &patient{f.Value, f.Name, wrong}
		switch f.Name {
		case "optimizer":
			complete(f.Name, oneOf(optimizerNames()))
		case "loss":
			complete(f.Name, oneOf(lossNames()))
		case "activation":
			complete(f.Name, oneOf(activationNames()))
		case "save":
			complete(f.Name, filesOf("keras"))
		case "json":
			complete(f.Name, filesOf("json"))
		default:
			complete(f.Name, cobra.NoFileCompletions)
		}
	})
	return wrong
}

func oneOf(names []string) cobra.CompletionFunc {
	return cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp)
}

func filesOf(ext string) cobra.CompletionFunc {
	return cobra.FixedCompletions([]cobra.Completion{ext}, cobra.ShellCompDirectiveFilterFileExt)
}

// A patient value keeps the error of setting it for later, when all mistakes are
// told together.
type patient struct {
	pflag.Value
	flag  string
	wrong *error
}

// Set implements [pflag.Value].
func (p *patient) Set(text string) error {
	before := p.String()
	if p.Value.Set(text) != nil {
		p.Value.Set(before) // numbers are 0 now
		*p.wrong = errors.Join(*p.wrong, fmt.Errorf("--%s: received %q, expected %s", p.flag, text, expected(p.Type())))
	}
	return nil
}

// expected returns what the values of a type of flags are.
func expected(kind string) string {
	return map[string]string{
		"int": "a whole number", "int64": "a whole number", "float64": "a number",
		"intSlice": "whole numbers with commas between", "bool": "true or false",
	}[kind]
}

// check returns all that is wrong with the settings.
func (h *hello) check(f *pflag.FlagSet) error {
	var errs []error
	wrong := func(flag, format string, args ...any) {
		errs = append(errs, fmt.Errorf("--"+flag+": "+format, args...))
	}
	positive := func(flag string, list ...int) {
		if i := slices.IndexFunc(list, func(n int) bool { return n < 1 }); i >= 0 {
			wrong(flag, "received %d, expected at least 1", list[i])
		}
	}
	positive("epochs", h.epochs)
	positive("batch-size", h.batchSize)
	positive("units", h.units...)
	positive("examples", h.examples)
	positive("compare-batch-sizes", h.compare...)
	if h.examples > 60000 {
		wrong("examples", "received %d, expected at most 60000", h.examples)
	}
	if !(h.seconds > 0) || math.IsInf(h.seconds, 1) {
		wrong("seconds", "received %v, expected a positive number", h.seconds)
	}
	if optimizers.Check(optimizers.Name(h.optimizer)) != nil {
		errs = append(errs, config.UnknownName("--optimizer", h.optimizer, optimizerNames()))
	}
	if losses.Check(losses.Name(h.loss)) != nil {
		errs = append(errs, config.UnknownName("--loss", h.loss, lossNames()))
	}
	h.activation = cmp.Or(h.activation, string(activations.Linear))
	if _, err := activations.Lookup(activations.Name(h.activation)); err != nil {
		errs = append(errs, config.UnknownName("--activation", h.activation, activationNames()))
	}
	errs = append(errs, h.checkFiles())

	compares := f.Changed("compare-batch-sizes")
	if compares && len(h.compare) > 0 {
		for _, flag := range []string{"batch-size", "save"} {
			if f.Changed(flag) {
				wrong(flag, "received together with --compare-batch-sizes, expected one of the two")
			}
		}
		if !f.Changed("epochs") {
			h.epochs = 1
		}
	}
	if f.Changed("seconds") && !compares {
		wrong("seconds", "received without --compare-batch-sizes, expected together with it")
	}
	return errors.Join(errs...)
}

// checkFiles tells, before the work begins, whether its results can be written.
func (h *hello) checkFiles() error {
	var errs []error
	if h.save != "" && len(h.compare) == 0 {
		err := writable(h.save)
		if filepath.Ext(h.save) != ".keras" {
			err = errors.New("expected a name that ends in \".keras\"")
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("--save: received %q: %w", h.save, err))
		}
	}
	return errors.Join(append(errs, canWrite("--json", h.json))...)
}

// writable returns why a file can't be written, or nil.
func writable(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return errors.New("it is a folder, expected a file")
	case err == nil && !info.Mode().IsRegular():
		return nil
	case err == nil && info.Mode().Perm()&0o200 == 0:
		return errors.New("the file is read-only")
	}
	folder := filepath.Dir(path)
	f, err := os.CreateTemp(folder, ".keras-*")
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no folder %s", folder)
	}
	if wrong, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("no file can be made in folder %s: %w", folder, wrong.Err)
	}
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func optimizerNames() []string {
	var names []string
	for _, n := range optimizers.Names() {
		names = append(names, strings.ToLower(n))
	}
	return names
}

func activationNames() []string {
	var names []string
	for _, n := range activations.Names() {
		names = append(names, string(n))
	}
	return names
}

func lossNames() []string {
	names := []string{"crossentropy"}
	for _, c := range config.Classes() {
		if c.Module == "keras.losses" {
			names = append(append(names, config.SnakeCase(c.Name)), c.Aliases...)
		}
	}
	slices.Sort(names)
	return names
}

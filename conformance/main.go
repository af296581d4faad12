// Conformance holds this package to Keras in Python: models that one made, the
// other loads, judges, uses and trains on. roundtrip.py runs it:
//
//	scripts/venv && .venv/bin/python conformance/roundtrip.py
//
// A folder has for each model two files: NAME.keras, and NAME.npz with samples
// and with what whoever saved the model computed of them, its facts. The command
//
//	conformance make OUT
//
// trains the models of models.go and saves them and their facts into the folder OUT. The
// command
//
//	conformance check IN OUT
//
// loads the models in IN, holds their facts to those in IN, and saves the models,
// which have made one step more by then, into OUT. For formats.py there is
//
//	conformance formats IN OUT
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gokeras/keras"
)

func main() {
	var err error
	switch args := os.Args[1:]; {
	case len(args) == 2 && args[0] == "make":
		err = makeAll(args[1])
	case len(args) == 3 && args[0] == "check":
		err = checkAll(args[1], args[2])
	case len(args) == 3 && args[0] == "formats":
		err = formatsAll(args[1], args[2])
	default:
		err = errors.New("usage: conformance make OUT | conformance check IN OUT | conformance formats IN OUT")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// makeAll trains and saves the models.
func makeAll(out string) error {
	var errs []error
	for _, s := range specimens {
		if err := s.make(filepath.Join(out, s.name)); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", s.name, err))
		}
	}
	return errors.Join(errs...)
}

// checkAll loads the models of a folder and checks each.
func checkAll(in, out string) error {
	paths, err := filepath.Glob(filepath.Join(in, "*.keras"))
	if err != nil || len(paths) == 0 {
		return fmt.Errorf("%s: received no models, expected some: %w", in, err)
	}
	var errs []error
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".keras")
		if err := check(filepath.Join(in, name), filepath.Join(out, name)); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", name, err))
		}
	}
	fmt.Printf("%d models loaded in Go from %s\n", len(paths), in)
	return errors.Join(errs...)
}

// check loads the model at a path that lacks its ending, holds it to its facts,
// and saves it.
func check(in, out string) error {
	m, err := keras.Load(in + ".keras")
	if err != nil {
		return err
	}
	want, err := load(in + ".npz")
	if err != nil {
		return err
	}
	got, err := want.of(m)
	if err != nil {
		return err
	}
	if err := got.differs(want); err != nil {
		return err
	}
	return save(m, got, out)
}

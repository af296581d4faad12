package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
)

func newConvert() *cobra.Command {
	var weights string
	cmd := &cobra.Command{
		Use:   "convert IN OUT",
		Short: "Write a model in another format",
		Long: `Write a model in another format, which the endings of the names tell: .keras, .h5 as
older versions of Keras have it, .weights.h5 for the weights alone, .json for the
architecture alone. IN may be any of them that holds an architecture.`,
		Example: `  keras convert old.h5 new.keras
  keras convert model.json trained.keras --weights trained.weights.h5`,
		Args: twoFiles,
		RunE: func(_ *cobra.Command, args []string) error {
			save, err := saver(args[1])
			if err != nil {
				return err
			}
			m, err := loadAny(args[0])
			if err != nil {
				return err
			}
			if weights != "" {
				if err := m.LoadWeights(weights); err != nil {
					return err
				}
			}
			return save(m)
		},
	}
	f := cmd.Flags()
	f.StringVar(&weights, "weights", "", "`file` of weights to load first")
	return cmd
}

// twoFiles says that a verb takes two paths.
func twoFiles(cmd *cobra.Command, args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("received %s, expected two: %s", plural(len(args), "argument"), strings.TrimPrefix(cmd.Use, cmd.Name()+" "))
	}
	return nil
}

// saver returns what writes a model in the format that the ending of a path tells.
func saver(path string) (func(*keras.Model) error, error) {
	switch {
	case strings.HasSuffix(path, ".weights.h5"):
		return func(m *keras.Model) error { return m.SaveWeights(path) }, nil
	case filepath.Ext(path) == ".keras", filepath.Ext(path) == ".h5":
		return func(m *keras.Model) error { return m.Save(path) }, nil
	case filepath.Ext(path) == ".json":
		return func(m *keras.Model) error {
			text, err := m.ToJSON()
			if err != nil {
				return err
			}
			return writeFile(path, func(w io.Writer) error {
				_, err := fmt.Fprintln(w, text)
				return err
			})
		}, nil
	}
	return nil, fmt.Errorf("OUT: received %q, expected a name that ends in .keras, .h5, .weights.h5 or .json", path)
}

package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
)

func newConvert() *cobra.Command {
	var weights string
	var shard float64
	var uncompiled bool
	cmd := &cobra.Command{
		Use:   "convert IN OUT",
		Short: "Write a model in another format",
		Long: `Write a model in another format, which the endings of the names tell: .keras,
.h5 as older versions of Keras have it, .weights.h5 for the weights alone,
.weights.json for the weights in several files of limited size and their index,
.npz for the weights as arrays named layers/dense/vars/0, .json for the
architecture alone. IN may be any of them that holds an architecture. The
weights loaded first may be in any of them that has weights, also in a whole
model, or in a .npz with the arrays of Keras's get_weights in their order.`,
		Example: `  keras convert old.h5 new.keras
  keras convert model.json trained.keras --weights trained.weights.h5
  keras convert large.keras large.weights.json --max-shard-size 2`,
		Args: twoFiles,
		RunE: func(_ *cobra.Command, args []string) error {
			if shard < 0 || math.IsNaN(shard) {
				return fmt.Errorf("--max-shard-size: received %g, expected a positive number of GiB", shard)
			}
			save, err := saver(args[1], shard)
			if err == nil {
				err = canWrite("OUT", args[1])
			}
			if err != nil {
				return err
			}
			o := roomFor(args[0], weights)
			o.Compile = new(!uncompiled)
			m, err := loadAny(args[0], o)
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
	f.BoolVar(&uncompiled, "no-compile", false, "leave out the loss, the metrics and the optimizer")
	f.Float64Var(&shard, "max-shard-size", 0, "with .weights.json: how many `GiB` of weights a file has at most (default 5)")
	return cmd
}

// twoFiles says that a verb takes two paths.
func twoFiles(cmd *cobra.Command, args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("received %s, expected two: %s; %s --help tells more", plural(len(args), "argument"), strings.TrimPrefix(cmd.Use, cmd.Name()+" "), cmd.CommandPath())
	}
	return nil
}

// roomFor returns options for a model whose weights are in another file: an architecture
// alone may ask for any amount of memory.
func roomFor(model, weights string) keras.LoadOptions {
	if filepath.Ext(model) != ".json" {
		return keras.LoadOptions{}
	}
	paths := []string{weights}
	if base, ok := strings.CutSuffix(weights, ".weights.json"); ok {
		paths, _ = filepath.Glob(base + "_*.weights.h5")
	}
	size := int64(0)
	for _, path := range paths {
		if info, err := os.Stat(path); err == nil {
			size += info.Size()
		}
	}
	const usual, packed = 1 << 30, 16 // how far a packed file may grow
	return keras.LoadOptions{MaxMemory: max(usual, packed*size)}
}

// saver returns what writes a model in the format that the ending of a path tells.
func saver(path string, shard float64) (func(*keras.Model) error, error) {
	o := keras.SaveWeightsOptions{MaxShardSize: shard}
	switch {
	case strings.HasSuffix(path, ".weights.json"):
		return func(m *keras.Model) error { return m.SaveWeights(path, o) }, nil
	case shard != 0:
		return nil, fmt.Errorf("--max-shard-size: received %g, expected it with an OUT that ends in .weights.json", shard)
	case strings.HasSuffix(path, ".weights.h5"), filepath.Ext(path) == ".npz":
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
	return nil, fmt.Errorf("OUT: received %q, expected a name that ends in .keras, .h5, .weights.h5, .weights.json, .npz or .json", path)
}

package main

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/tensor"
)

// A verdict is what check tells of a file.
type verdict struct {
	Loads      bool     `json:"loads"` // with or without what it was compiled with
	Compiled   bool     `json:"compiled"`
	Errors     []string `json:"errors,omitzero"`
	Layers     int      `json:"layers"`
	Parameters int      `json:"parameters"`
	Faults     []string `json:"faults"`
}

func newCheck() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "check MODEL",
		Short: "Tell whether a model loads, and what is wrong with its weights",
		Long: `Tell whether a model loads and, if not, all that can't be read; and which of its
weights have elements that are NaN or infinite, or units that are dead: columns
of a kernel that are 0 throughout. The exit status is 1 if not all of the model
loads or there are elements that aren't finite.`,
		Example:           `  keras check mnist.keras`,
		Args:              oneModel,
		ValidArgsFunction: completeModel,
		RunE: func(cmd *cobra.Command, args []string) error {
			r := verdict{Faults: []string{}}
			m, err := loadAny(args[0])
			if err != nil {
				r.Errors = strings.Split(err.Error(), "\n")
				m, _ = loadAny(args[0], keras.LoadOptions{Compile: new(false)})
			}
			if m != nil {
				r.Loads, r.Compiled, r.Layers, r.Parameters = true, m.IsCompiled(), len(m.Layers()), m.CountParams()
				var bad bool
				if r.Faults, bad = faults(m); bad {
					err = errors.Join(err, fmt.Errorf("%s: it has weights that aren't finite", args[0]))
				}
			}
			w := cmd.OutOrStdout()
			if asJSON {
				return errors.Join(printJSON(w, r), err)
			}
			for _, f := range r.Faults {
				fmt.Fprintln(w, f)
			}
			switch {
			case m == nil:
				return err
			case len(r.Errors) > 0:
				fmt.Fprintf(w, "%s loads without what it was compiled with: ", args[0])
			default:
				fmt.Fprintf(w, "%s loads: ", args[0])
			}
			fmt.Fprintf(w, "%s, %s\n", plural(r.Layers, "layer"), plural(r.Parameters, "parameter"))
			return err
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object")
	return cmd
}

// faults returns what is wrong with the weights of a model, and whether that is more
// than dead units.
func faults(m *keras.Model) (found []string, bad bool) {
	found = []string{}
	for _, v := range m.Variables() {
		s := statisticsOf(v.Path, v.Store())
		if s.NaNs+s.Infs > 0 {
			bad = true
			found = append(found, fmt.Sprintf("%s: %d NaN and %d infinite of %d elements", v.Path, s.NaNs, s.Infs, s.Number))
		}
		if n := deadUnits(v.Store()); v.Name == "kernel" && n > 0 {
			found = append(found, fmt.Sprintf("%s: %d of %d units are dead: all their weights are 0", v.Path, n, v.Shape()[len(v.Shape())-1]))
		}
	}
	return found, bad
}

// deadUnits returns how many columns of an array are 0 throughout.
func deadUnits(t *tensor.Tensor) int {
	if t.Rank() < 2 || t.Size() == 0 {
		return 0
	}
	columns := t.Shape()[t.Rank()-1]
	largest := make([]float64, columns)
	for i, x := range tensor.Data[float64](t.Cast(tensor.Float64)) {
		largest[i%columns] = max(largest[i%columns], math.Abs(x))
	}
	n := 0
	for _, x := range largest {
		if x == 0 {
			n++
		}
	}
	return n
}

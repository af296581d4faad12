package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/tensor"
)

// A difference is how two weights differ.
type difference struct {
	Weight   string  `json:"weight"`
	Largest  float64 `json:"largest"`  // of the absolute differences
	Relative float64 `json:"relative"` // to the largest absolute element of the first
	Note     string  `json:"note,omitempty"`
}

func newDiff() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Compare two models",
		Long: `Compare the layers and the weights of two models. Weights that differ are told, those
that differ most first. The exit status is 0 also if there are differences.`,
		Example: `  keras diff before.keras after.keras`,
		Args:    twoFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			a, err := loadAny(args[0])
			if err != nil {
				return err
			}
			b, err := loadAny(args[1])
			if err != nil {
				return err
			}
			lines := structures(a, b)
			diffs := weightDiffs(a, b)
			w := cmd.OutOrStdout()
			if asJSON {
				return json.NewEncoder(w).Encode(map[string]any{"layers": lines, "weights": diffs})
			}
			for _, l := range lines {
				fmt.Fprintln(w, l)
			}
			for _, d := range diffs {
				if d.Note != "" {
					fmt.Fprintf(w, "%s: %s\n", d.Weight, d.Note)
					continue
				}
				fmt.Fprintf(w, "%s: differs by up to %.3g (%.2g of the largest)\n", d.Weight, d.Largest, d.Relative)
			}
			if len(lines)+len(diffs) == 0 {
				fmt.Fprintln(w, "no differences")
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object")
	return cmd
}

// structures returns a line for each layer that only one model has, or both otherwise.
func structures(a, b *keras.Model) []string {
	describe := func(m *keras.Model) (names []string, what map[string]string) {
		what = map[string]string{}
		for _, l := range m.Layers() {
			name := layers.NameOf(l)
			names = append(names, name)
			what[name] = layers.ClassOf(l)
			for _, v := range layers.Weights(l) {
				what[name] += " " + v.Name + v.Shape().String()
			}
		}
		return names, what
	}
	an, aw := describe(a)
	bn, bw := describe(b)
	lines := []string{}
	for _, n := range an {
		switch w, ok := bw[n]; {
		case !ok:
			lines = append(lines, fmt.Sprintf("layer %q (%s): only in the first", n, aw[n]))
		case w != aw[n]:
			lines = append(lines, fmt.Sprintf("layer %q: %s in the first, %s in the second", n, aw[n], w))
		}
	}
	for _, n := range bn {
		if _, ok := aw[n]; !ok {
			lines = append(lines, fmt.Sprintf("layer %q (%s): only in the second", n, bw[n]))
		}
	}
	return lines
}

// weightDiffs returns how weights of the same path differ.
func weightDiffs(a, b *keras.Model) []difference {
	other := map[string]*tensor.Tensor{}
	for _, v := range b.Variables() {
		other[v.Path] = v.Store()
	}
	diffs := []difference{}
	for _, v := range a.Variables() {
		w := other[v.Path]
		switch {
		case w == nil:
			diffs = append(diffs, difference{Weight: v.Path, Largest: math.MaxFloat64, Note: "only in the first"})
		case !w.Shape().Equal(v.Shape()):
			diffs = append(diffs, difference{Weight: v.Path, Largest: math.MaxFloat64, Note: fmt.Sprintf("shape %v in the first, %v in the second", v.Shape(), w.Shape())})
		default:
			d := difference{Weight: v.Path}
			x, y := tensor.Data[float64](v.Store().Cast(tensor.Float64)), tensor.Data[float64](w.Cast(tensor.Float64))
			top := 0.
			for i := range x {
				d.Largest, top = max(d.Largest, math.Abs(x[i]-y[i])), max(top, math.Abs(x[i]))
			}
			if d.Largest != 0 {
				d.Relative = d.Largest / max(top, math.SmallestNonzeroFloat32)
				diffs = append(diffs, d)
			}
		}
	}
	slices.SortStableFunc(diffs, func(a, b difference) int { return cmp.Compare(b.Largest, a.Largest) })
	return diffs
}

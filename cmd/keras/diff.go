package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// A difference is how two weights differ.
type difference struct {
	Weight   string  `json:"weight"`
	Largest  float64 `json:"largest,omitzero"`  // of the absolute differences
	Relative float64 `json:"relative,omitzero"` // to the largest absolute element of the first
	Note     string  `json:"note,omitzero"`     // in place of numbers
}

func newDiff() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "diff A B",
		Short: "Compare two models",
		Long: `Compare two models: their layers, with settings and connections, how they are
compiled, and their weights, those that differ most first. Layers are the same
if their names are; if no names are, those in the same place. The exit status is
0 also if there are differences.`,
		Example: `  keras diff before.keras after.keras`,
		Args:    twoFiles,
		RunE: func(cmd *cobra.Command, args []string) error {
			a, err := loadToShow(cmd, args[0])
			if err != nil {
				return err
			}
			b, err := loadToShow(cmd, args[1])
			if err != nil {
				return err
			}
			lines, err := structures(a, b)
			if err != nil {
				return err
			}
			diffs := weightDiffs(a, b)
			w := cmd.OutOrStdout()
			if asJSON {
				return printJSON(w, map[string]any{"layers": lines, "weights": diffs})
			}
			return printDiff(w, lines, diffs)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print an object")
	return cmd
}

func printDiff(w io.Writer, lines []string, diffs []difference) error {
	for _, l := range lines {
		fmt.Fprintln(w, l)
	}
	for _, d := range diffs {
		if d.Note != "" {
			fmt.Fprintf(w, "%s: %s\n", d.Weight, d.Note)
			continue
		}
		fmt.Fprintf(w, "%s: differs by up to %.3g", d.Weight, d.Largest)
		if d.Relative > 0 {
			fmt.Fprintf(w, " (%.2g of the largest)", d.Relative)
		}
		fmt.Fprintln(w)
	}
	if len(lines)+len(diffs) > 0 {
		return nil
	}
	_, err := fmt.Fprintln(w, "no differences")
	return err
}

// pairs returns the layers that are the same in both models, by their names or, if none
// are, by their places.
func pairs(a, b *keras.Model) map[layers.Layer]layers.Layer {
	named := map[string]layers.Layer{}
	for _, l := range b.Layers() {
		named[layers.NameOf(l)] = l
	}
	found := map[layers.Layer]layers.Layer{}
	for _, l := range a.Layers() {
		if same := named[layers.NameOf(l)]; same != nil {
			found[l] = same
		}
	}
	if len(found) == 0 {
		for i, l := range a.Layers() {
			if i < len(b.Layers()) {
				found[l] = b.Layers()[i]
			}
		}
	}
	return found
}

// weightDiffs returns how the weights of layers that are the same differ, if there are as many.
func weightDiffs(a, b *keras.Model) []difference {
	diffs := []difference{}
	same := pairs(a, b)
	for _, l := range a.Layers() {
		other := same[l]
		if other == nil || layers.ClassOf(l) != layers.ClassOf(other) {
			continue
		}
		v, w := layers.Weights(l), layers.Weights(other)
		if len(v) != len(w) {
			diffs = append(diffs, difference{Weight: layers.NameOf(l), Note: fmt.Sprintf("%s in the first, %d in the second", plural(len(v), "weight"), len(w))})
			continue
		}
		for i := range v {
			if d := compare(v[i], w[i]); d.Note != "" || d.Largest != 0 {
				diffs = append(diffs, d)
			}
		}
	}
	slices.SortStableFunc(diffs, func(a, b difference) int {
		return cmp.Or(cmp.Compare(len(b.Note), len(a.Note)), cmp.Compare(b.Largest, a.Largest))
	})
	return diffs
}

// compare returns how two weights differ.
func compare(v, w *ops.Variable) difference {
	d := difference{Weight: v.Path}
	if !v.Shape().Equal(w.Shape()) {
		d.Note = fmt.Sprintf("shape %v in the first, %v in the second", v.Shape(), w.Shape())
		return d
	}
	x, y := tensor.Data[float64](v.Store().Cast(tensor.Float64)), tensor.Data[float64](w.Store().Cast(tensor.Float64))
	top, odd := 0., 0
	for i := range x {
		switch by := math.Abs(x[i] - y[i]); {
		case x[i] == y[i], math.IsNaN(x[i]) && math.IsNaN(y[i]):
		case math.IsNaN(by) || math.IsInf(by, 0):
			odd++
		default:
			d.Largest = max(d.Largest, by)
		}
		if !math.IsNaN(x[i]) && !math.IsInf(x[i], 0) {
			top = max(top, math.Abs(x[i]))
		}
	}
	if odd > 0 {
		d.Note = fmt.Sprintf("%d of %d elements are NaN or infinite in one of the two", odd, len(x))
	}
	if d.Largest > 0 && top > 0 {
		d.Relative = d.Largest / top
	}
	return d
}

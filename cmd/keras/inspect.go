package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras/internal/hdf5"
	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/tensor"
)

// An item is one thing in a file.
type item struct {
	Path       string         `json:"path"`
	Kind       string         `json:"kind"` // "array", "group" or "text"
	Shape      []int          `json:"shape,omitempty"`
	Type       string         `json:"type,omitempty"`
	Bytes      int            `json:"bytes,omitempty"`
	Attributes map[string]any `json:"attributes,omitempty"`

	array func() (*tensor.Tensor, error)
	text  []byte
}

func newInspect() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "inspect FILE [PATH]",
		Short: "Show what a file of a model or of arrays holds",
		Long: `Show what a .keras, .h5, .npz or .npy file holds: the arrays with their shapes, types
and sizes, groups and attributes. With the path of an array, show statistics of it; with
that of a text, such as config.json, the text.`,
		Example: `  keras inspect mnist.keras
  keras inspect mnist.keras layers/dense/vars/0
  keras inspect mnist.keras config.json`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			w := cmd.OutOrStdout()
			return withItems(args[0], func(items []item) error {
				if len(args) == 1 {
					return list(w, items, asJSON)
				}
				for _, it := range items {
					if strings.Trim(it.Path, "/") == strings.Trim(args[1], "/") {
						return it.show(w, asJSON)
					}
				}
				return fmt.Errorf("%s: it has no %q; keras inspect %s shows what it has", args[0], args[1], args[0])
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print objects")
	return cmd
}

// withItems calls f with what a file holds, while it is open.
func withItems(path string, f func([]item) error) error {
	switch filepath.Ext(path) {
	case ".npz", ".npy":
		arrays, err := readArrays(path)
		if err != nil {
			return err
		}
		var items []item
		for _, name := range slices.Sorted(maps.Keys(arrays)) {
			t := arrays[name]
			items = append(items, item{
				Path: cmp.Or(name, "array"), Kind: "array", Shape: t.Shape(), Type: t.DType().String(), Bytes: t.Size() * t.DType().Size(),
				array: func() (*tensor.Tensor, error) { return t, nil },
			})
		}
		return f(items)
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	var items []item
	var h *hdf5.File
	if r, err1 := kerasfile.Open(file, info.Size()); err1 == nil {
		items = append(items, item{Path: "config.json", Kind: "text", Bytes: len(r.Config()), text: r.Config()})
		if h = r.File(); h == nil {
			return fmt.Errorf("%s: its weights are in model.weights.npz: keras convert makes a file of today's of it", path)
		}
	} else if h, err = hdf5.Open(file, info.Size()); err != nil {
		return fmt.Errorf("%s: neither a .keras file (%w) nor HDF5 (%w)", path, err1, err)
	}
	for o, err := range h.Walk() {
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		items = append(items, itemOf(o))
	}
	return f(items)
}

// itemOf describes an object of an HDF5 file.
func itemOf(o hdf5.Object) item {
	it := item{Path: strings.TrimPrefix(o.Path(), "/"), Kind: "group"}
	if d, ok := o.(*hdf5.Dataset); ok {
		it.Kind, it.Shape, it.Type = "array", d.Shape(), d.Type().String()
		it.Bytes = d.Len() * d.Type().Size
		it.array = func() (*tensor.Tensor, error) { return kerasfile.Array(d) }
	}
	names, err := o.AttrNames()
	if err != nil {
		return it
	}
	for _, name := range names {
		if v, err := hdf5.Attr[string](o, name); err == nil {
			if it.Attributes == nil {
				it.Attributes = map[string]any{}
			}
			it.Attributes[name] = v
		} else if v, err := hdf5.Strings(o, name); err == nil {
			if it.Attributes == nil {
				it.Attributes = map[string]any{}
			}
			it.Attributes[name] = v
		}
	}
	return it
}

// list prints a line for each item.
func list(w io.Writer, items []item, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(items)
	}
	total, arrays := 0, 0
	for _, it := range items {
		switch it.Kind {
		case "array":
			arrays, total = arrays+1, total+it.Bytes
			fmt.Fprintf(w, "%-48s %-18v %-8s %s\n", it.Path, tensor.Shape(it.Shape), it.Type, size(it.Bytes))
		case "text":
			fmt.Fprintf(w, "%-48s %-18s %-8s %s\n", it.Path, "", "text", size(it.Bytes))
		default:
			fmt.Fprintf(w, "%s/\n", it.Path)
		}
		for _, name := range slices.Sorted(maps.Keys(it.Attributes)) {
			text := fmt.Sprint(it.Attributes[name])
			if len(text) > 60 {
				text = text[:57] + "..."
			}
			fmt.Fprintf(w, "    %s: %s\n", name, strings.ToValidUTF8(text, "?"))
		}
	}
	_, err := fmt.Fprintf(w, "%s, %s\n", plural(arrays, "array"), size(total))
	return err
}

// size returns a number of bytes in the unit that reads best.
func size(n int) string {
	units := []string{"B", "KB", "MB", "GB", "TB"}
	x, unit := float64(n), 0
	for x >= 1024 && unit < len(units)-1 {
		x, unit = x/1024, unit+1
	}
	if unit == 0 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.2f %s", x, units[unit])
}

// Statistics is what inspect tells of an array.
type statistics struct {
	Path   string  `json:"path"`
	Shape  []int   `json:"shape"`
	Type   string  `json:"type"`
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
	Mean   float64 `json:"mean"`
	Std    float64 `json:"std"`
	Zeros  int     `json:"zeros"`
	NaNs   int     `json:"nans"`
	Infs   int     `json:"infs"`
	Number int     `json:"elements"`
}

// statisticsOf returns those of the finite elements of an array.
func statisticsOf(path string, t *tensor.Tensor) statistics {
	s := statistics{Path: path, Shape: t.Shape(), Type: t.DType().String(), Number: t.Size()}
	s.Min, s.Max = math.Inf(1), math.Inf(-1)
	sum, squares, n := 0., 0., 0.
	for _, x := range tensor.Data[float64](t.Cast(tensor.Float64)) {
		switch {
		case math.IsNaN(x):
			s.NaNs++
			continue
		case math.IsInf(x, 0):
			s.Infs++
			continue
		case x == 0:
			s.Zeros++
		}
		s.Min, s.Max = min(s.Min, x), max(s.Max, x)
		sum, squares, n = sum+x, squares+x*x, n+1
	}
	if n == 0 {
		s.Min, s.Max = 0, 0
		return s
	}
	s.Mean = sum / n
	s.Std = math.Sqrt(max(squares/n-s.Mean*s.Mean, 0))
	return s
}

// show prints an item.
func (it item) show(w io.Writer, asJSON bool) error {
	if it.array == nil {
		if it.text != nil {
			_, err := fmt.Fprintf(w, "%s\n", it.text)
			return err
		}
		return list(w, []item{it}, asJSON)
	}
	t, err := it.array()
	if err != nil {
		return err
	}
	s := statisticsOf(it.Path, t)
	if asJSON {
		return json.NewEncoder(w).Encode(s)
	}
	fmt.Fprintf(w, "%s %v %s\n", s.Path, tensor.Shape(s.Shape), s.Type)
	fmt.Fprintf(w, "min %g, max %g, mean %g, standard deviation %g\n", s.Min, s.Max, s.Mean, s.Std)
	fmt.Fprintf(w, "%s of %d are 0, %d are NaN, %d are infinite\n", commas(s.Zeros), s.Number, s.NaNs, s.Infs)
	_, err = fmt.Fprintln(w, t)
	return err
}

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras/tensor"
)

func newInspect() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "inspect FILE [PATH]",
		Short: "Show what a file of a model or of arrays holds",
		Long: `Show what a .keras, .h5, .weights.json, .npz or .npy file holds: the arrays with
their shapes, types and sizes, groups, attributes and texts. With the path of an
array, show statistics of it; with that of a text, such as config.json, or of an
attribute, such as /model_config, the text.`,
		Example: `  keras inspect mnist.keras
  keras inspect mnist.keras layers/dense/vars/0
  keras inspect mnist.keras config.json
  keras inspect old.h5 model_config`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) < 1 || len(args) > 2 {
				return fmt.Errorf("received %s, expected one or two: FILE [PATH]; %s --help tells more", plural(len(args), "argument"), cmd.CommandPath())
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			w := cmd.OutOrStdout()
			return withItems(args[0], func(items []item) error {
				if len(args) == 1 {
					return list(w, items, asJSON)
				}
				path := strings.Trim(args[1], "/")
				for _, it := range items {
					if strings.Trim(it.Path, "/") == path {
						return it.show(w, items, asJSON)
					}
				}
				for _, it := range items { // an attribute of a group
					if name, ok := strings.CutPrefix("/"+path, strings.TrimSuffix("/"+strings.Trim(it.Path, "/"), "/")+"/"); ok {
						if v, ok := it.Attributes[name]; ok {
							return showText(w, v, asJSON)
						}
					}
				}
				return fmt.Errorf("%s: it has no %q; keras inspect %s shows what it has", args[0], args[1], args[0])
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print objects")
	return cmd
}

// list prints a line for each item, in columns.
func list(w io.Writer, items []item, asJSON bool) error {
	if asJSON {
		return printJSON(w, items)
	}
	var rows [][4]string
	var widths [3]int
	total, arrays := 0, 0
	for _, it := range items {
		row := [4]string{it.Path, "", it.Type, size(it.Bytes)}
		switch it.Kind {
		case "array":
			row[1] = tensor.Shape(it.Shape).String()
			arrays, total = arrays+1, total+it.Bytes
		case "group":
			row = [4]string{strings.TrimSuffix(it.Path, "/") + "/"}
		default:
			row[2] = it.Kind
		}
		rows = append(rows, row)
		for i := range widths {
			if it.Kind != "group" {
				widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
			}
		}
	}
	for i, row := range rows {
		line := row[0]
		if items[i].Kind != "group" {
			line = fmt.Sprintf("%-*s  %-*s  %-*s  %9s", widths[0], row[0], widths[1], row[1], widths[2], row[2], row[3])
		}
		fmt.Fprintln(w, line)
		for _, name := range slices.Sorted(maps.Keys(items[i].Attributes)) {
			fmt.Fprintf(w, "    %s: %s\n", name, cut(fmt.Sprint(items[i].Attributes[name]), 70-len(name)))
		}
	}
	_, err := fmt.Fprintf(w, "%s, %s\n", plural(arrays, "array"), size(total))
	return err
}

// cut returns a text on one line of at most so many characters.
func cut(text string, most int) string {
	text = strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "?")
	if list := []rune(text); len(list) > most {
		return string(list[:max(most-3, 0)]) + "..."
	}
	return text
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

// show prints an item: of a group all that is in it.
func (it item) show(w io.Writer, items []item, asJSON bool) error {
	switch it.Kind {
	case "group":
		within := strings.TrimSuffix(it.Path, "/") + "/"
		return list(w, slices.DeleteFunc(slices.Clone(items), func(x item) bool {
			return x.Path != it.Path && it.Path != "/" && !strings.HasPrefix(x.Path, within)
		}), asJSON)
	case "array":
	default:
		text, err := it.text()
		if err != nil {
			return err
		}
		if it.Kind == "file" {
			_, err := w.Write(text)
			return err
		}
		return showText(w, string(text), asJSON)
	}
	t, err := it.array()
	if err != nil {
		return err
	}
	s := statisticsOf(it.Path, t)
	if asJSON {
		return printJSON(w, s)
	}
	fmt.Fprintf(w, "%s %v %s\n", s.Path, tensor.Shape(s.Shape), s.Type)
	fmt.Fprintf(w, "min %g, max %g, mean %g, standard deviation %g\n", s.Min, s.Max, s.Mean, s.Std)
	fmt.Fprintf(w, "%s of %s are 0, %s NaN, %s infinite\n", commas(s.Zeros), plural(s.Number, "element"), commas(s.NaNs), commas(s.Infs))
	_, err = fmt.Fprintln(w, t)
	return err
}

// showText prints a text, which is JSON as it is, or as a JSON string.
func showText(w io.Writer, v any, asJSON bool) error {
	text, isText := v.(string)
	if asJSON && !(isText && json.Valid([]byte(text))) {
		return printJSON(w, v)
	}
	_, err := fmt.Fprintln(w, v)
	return err
}

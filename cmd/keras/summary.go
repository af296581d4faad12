package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
)

func newSummary() *cobra.Command {
	var o keras.SummaryOptions
	cmd := &cobra.Command{
		Use:   "summary MODEL",
		Short: "Show the layers of a model",
		Long:  "Show the layers of a model or an architecture, the shapes of their outputs and\nthe numbers of their parameters.",
		Example: `  keras summary mnist.keras
  keras summary --show-trainable mnist.keras`,
		Args:              oneModel,
		ValidArgsFunction: completeModel,
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.LineLength < 0 {
				return fmt.Errorf("--line-length: received %d, expected a positive number", o.LineLength)
			}
			m, err := loadToShow(cmd, args[0])
			if err != nil {
				return err
			}
			w := cmd.OutOrStdout()
			o.Columns, o.Color = columns(w)
			return m.Summary(w, o)
		},
	}
	f := cmd.Flags()
	f.SortFlags = false
	f.BoolVar(&o.ShowTrainable, "show-trainable", false, "tell which layers are trained")
	f.BoolVar(&o.ExpandNested, "expand-nested", false, "show the layers of models within the model")
	f.IntVar(&o.LineLength, "line-length", 0, "width of the table in `characters` (default: what fits the terminal)")
	return cmd
}

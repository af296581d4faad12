package main

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"
)

// A compilation is how long it takes until a network can train.
type compilation struct {
	What  string  `json:"what"`
	Width int     `json:"width"`
	Depth int     `json:"depth"`
	MS    float64 `json:"ms"`
}

func newCompile() *cobra.Command {
	var width int
	var depths []int
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "compile mlp",
		Short: "Time how long it takes until a network can train",
		Long: `Time how long it takes to trace, plan and compile a step of training: what the
first step with a batch takes longer than the next.`,
		Args: onlyMLP,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, depth := range depths {
				n := network{width, depth}
				if width < 1 || depth < 1 {
					return fmt.Errorf("received %d layers of %d units, expected at least one of one", depth, width)
				}
				ms, err := n.timeCompile()
				if err != nil {
					return err
				}
				c := compilation{"mlp", width, depth, ms}
				if asJSON {
					err = json.NewEncoder(cmd.OutOrStdout()).Encode(c)
				} else {
					_, err = fmt.Fprintf(cmd.OutOrStdout(), "mlp, %4d hidden layers of %d: %8.2f ms\n", depth, width, ms)
				}
				if err != nil {
					return err
				}
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.IntVar(&width, "width", 500, "units of a hidden layer")
	f.IntSliceVar(&depths, "depth", []int{2}, "hidden layers")
	f.BoolVar(&asJSON, "json", false, "print a line of JSON for each depth")
	return cmd
}

// timeCompile returns the milliseconds that the first step takes longer than the
// next, as the median of several models.
func (n network) timeCompile() (float64, error) {
	x, y := n.samples(100)
	var ms []float64
	for range 5 {
		m, err := n.model()
		if err == nil {
			err = m.Build(nil)
		}
		if err != nil {
			return 0, err
		}
		var spent [2]time.Duration
		for i := range spent {
			begin := time.Now()
			if _, err := m.TrainOnBatch(x, y, nil); err != nil {
				return 0, err
			}
			spent[i] = time.Since(begin)
		}
		ms = append(ms, milliseconds(spent[0]-spent[1]))
	}
	return median(ms), nil
}

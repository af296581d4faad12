package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras/internal/roof"
)

func newRoof() *cobra.Command {
	var asJSON bool
	var seconds float64
	cmd := &cobra.Command{
		Use:   "roof",
		Short: "Measure what this machine can do at most",
		Long: `Measure fused multiply-adds, square roots with quotients, and the bandwidth of each
level of memory, with one thread and with all.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, r := range roof.Measure(time.Duration(seconds * float64(time.Second))) {
				var err error
				switch {
				case asJSON:
					err = json.NewEncoder(cmd.OutOrStdout()).Encode(r)
				case r.What == "fma":
					_, err = fmt.Fprintf(cmd.OutOrStdout(), "%-6s %-4s %8s, %d threads: %7.1f GFLOP/s\n", r.What, "", r.ISA, r.Threads, r.GFLOPS)
				case r.What == "root":
					_, err = fmt.Fprintf(cmd.OutOrStdout(), "%-6s %-4s %8s, %d threads: %7.1f G/s\n", r.What, "", r.ISA, r.Threads, r.GRoots)
				default:
					_, err = fmt.Fprintf(cmd.OutOrStdout(), "%-6s %-4s %8s, %d threads: %7.1f GB/s\n", r.What, r.Level, r.ISA, r.Threads, r.GBps)
				}
				if err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().Float64Var(&seconds, "seconds", 0.05, "how long to measure for each rate")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print a line of JSON for each rate")
	return cmd
}

// measureRoof does so in a process of its own. A rate takes a fortieth of the
// seconds that a timing takes.
func measureRoof(ctx context.Context, self string, seconds float64) ([]roof.Rate, error) {
	return lines[roof.Rate](ctx, nil, []string{self, "roof", "--json", "--seconds", fmt.Sprint(seconds / 40)})
}

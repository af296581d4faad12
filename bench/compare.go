package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

// A contest is the settings of compare.
type contest struct {
	rounds       int
	seconds      float64
	quick        bool
	peers, write bool
	fit, predict []int
}

func newCompare() *cobra.Command {
	var c contest
	cmd := &cobra.Command{
		Use:   "compare",
		Short: "Measure this package beside everything else that a user could pick",
		Long: `Measure training and prediction of the network 784-500-500-10 here and with every
peer, one process after the other, in several rounds, with the limits of the machine
in every round. Print the medians, and write them to bench/results and to
docs/performance.md. Run it from the top of the repository.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if c.quick {
				for flag, value := range map[string]string{"rounds": "1", "seconds": "0.4", "write": "false"} {
					if !cmd.Flags().Changed(flag) {
						if err := cmd.Flags().Set(flag, value); err != nil {
							return err
						}
					}
				}
			}
			return c.run(cmd.Context(), cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := cmd.Flags()
	f.BoolVar(&c.quick, "quick", false, "one short round, and nothing written")
	f.IntVar(&c.rounds, "rounds", 5, "how often everything is measured")
	f.Float64Var(&c.seconds, "seconds", 2, "how long to measure for each size in each round")
	f.BoolVar(&c.peers, "peers", true, "measure the peers")
	f.BoolVar(&c.write, "write", true, "write bench/results and docs/performance.md")
	f.IntSliceVar(&c.fit, "fit", []int{1, 10, 32, 100, 1000}, "batch sizes of training")
	f.IntSliceVar(&c.predict, "predict", []int{1, 32, 1000}, "batch sizes of prediction")
	return cmd
}

// run measures, prints and writes.
func (c *contest) run(ctx context.Context, out, progress io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	python := ""
	if c.peers {
		if python, err = findPython(); err != nil {
			return err
		}
	}
	results, err := c.measure(ctx, self, competitors(self, python), progress)
	if err != nil {
		return err
	}
	if c.peers {
		if results.Machine.Peers, err = versions(); err != nil {
			return err
		}
	}
	for _, t := range results.tables() {
		fmt.Fprintf(out, "\n%s", t.text)
	}
	if !c.write {
		return nil
	}
	if err := write(results.Machine.file(""), results); err != nil {
		return err
	}
	return insert(results.tables())
}

// measure lets everybody run in turn. Each round begins with another one, so that
// nobody always follows the same.
func (c *contest) measure(ctx context.Context, self string, all []competitor, progress io.Writer) (*comparison, error) {
	results := &comparison{Machine: thisMachine()}
	failed := map[string]bool{}
	for round := range c.rounds {
		rates, err := measureRoof(ctx, self, c.seconds)
		if err != nil {
			return nil, err
		}
		results.Roof = append(results.Roof, rates)
		for i := range all {
			k := all[(i+3*round)%len(all)]
			sizes := c.fit
			if k.verb == "predict" {
				sizes = c.predict
			}
			fmt.Fprintf(progress, "round %d of %d: %s, %s\n", round+1, c.rounds, k.name, k.verb)
			timed, err := k.run(ctx, sizes, c.seconds, results.Machine.Threads)
			switch {
			case ctx.Err() != nil:
				return nil, ctx.Err()
			case err != nil && own(k.name):
				return nil, err
			case err != nil && !failed[k.name+k.verb]:
				failed[k.name+k.verb] = true
				results.Missing = append(results.Missing, fmt.Sprintf("%s, %s: %v", k.name, k.verb, err))
			}
			results.add(k.name, k.verb, timed)
		}
	}
	results.Machine.noteLoad()
	return results, nil
}

// versions returns the peers' packages and versions, the first paragraph of pins.
func versions() (map[string]string, error) {
	text, err := os.ReadFile("bench/peers/requirements.txt")
	if err != nil {
		return nil, err
	}
	pinned := map[string]string{}
	first, _, _ := strings.Cut(string(text), "\n\n")
	for line := range strings.Lines(first) {
		if name, version, ok := strings.Cut(strings.TrimSpace(line), "=="); ok {
			pinned[name] = version
		}
	}
	return pinned, nil
}

package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"
)

// A filing is what storing models took in every round, here and in Keras on JAX.
type filing struct {
	Machine machine    `json:"machine"`
	Rounds  int        `json:"rounds"`
	Here    []storings `json:"here"`
	Peer    []storings `json:"peer,omitempty"`
}

// storings is one thing in every round; its numbers are the medians.
type storings struct {
	storing
	Rounds []float64 `json:"ms_of_rounds"`
}

func newFiles() *cobra.Command {
	var s store
	var rounds int
	var peers, writes bool
	cmd := &cobra.Command{
		Use:   "files",
		Short: "Measure loading, saving and a process beside Keras on JAX",
		Long: `Measure save, load and process here and in Keras on JAX, one process after the other, in
several rounds. Print the medians, and write them to bench/results and to
docs/performance.md. Run it from the top of the repository.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			python := ""
			if peers {
				var err error
				if python, err = findPython(); err != nil {
					return err
				}
			}
			f := filing{Machine: thisMachine(), Rounds: rounds}
			if err := s.use(func() error { return f.measure(cmd.Context(), &s, python, cmd.ErrOrStderr()) }); err != nil {
				return err
			}
			for _, t := range f.tables() {
				fmt.Fprintf(cmd.OutOrStdout(), "\n%s", t.text)
			}
			if !writes {
				return nil
			}
			if err := write(f.Machine.file("-files"), f); err != nil {
				return err
			}
			return insert(f.tables())
		},
	}
	s.flags(cmd)
	cmd.Flags().IntVar(&rounds, "rounds", 3, "how often everything is measured")
	cmd.Flags().BoolVar(&peers, "peers", true, "measure Keras on JAX")
	cmd.Flags().BoolVar(&writes, "write", true, "write bench/results and docs/performance.md")
	return cmd
}

// measure lets both do everything in turn.
func (f *filing) measure(ctx context.Context, s *store, python string, progress io.Writer) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	here, err := s.command(ctx)
	if err != nil {
		return err
	}
	peer := filepath.Join("bench", "peers", "by_files.py")
	there := func(model, x, y string) []string { return []string{python, peer, "process", model, x, y} }
	options := []string{"--folder", s.folder, "--seconds", fmt.Sprint(s.seconds)}
	for round := range f.Rounds {
		for _, verb := range []string{"save", "load"} {
			fmt.Fprintf(progress, "round %d of %d: %s\n", round+1, f.Rounds, verb)
			list, err := lines[storing](ctx, nil, append([]string{self, verb, "--json", "--mb", fmt.Sprint(s.mb)}, options...))
			if err != nil {
				return err
			}
			f.Here = added(f.Here, list...)
			if python == "" {
				continue
			}
			if list, err = lines[storing](ctx, []string{"KERAS_BACKEND=jax"}, append([]string{python, peer, verb}, options...)); err != nil {
				return err
			}
			f.Peer = added(f.Peer, list...)
		}
		fmt.Fprintf(progress, "round %d of %d: process\n", round+1, f.Rounds)
		line, err := s.process(ctx, here)
		if err != nil {
			return err
		}
		f.Here = added(f.Here, line)
		if python == "" {
			continue
		}
		if line, err = s.process(ctx, there); err != nil {
			return err
		}
		f.Peer = added(f.Peer, line)
	}
	f.Machine.noteLoad()
	return nil
}

// added adds what one round has measured.
func added(list []storings, round ...storing) []storings {
	for _, s := range round {
		i := slices.IndexFunc(list, func(t storings) bool { return t.What == s.What && t.Model == s.Model })
		if i < 0 {
			i = len(list)
			list = append(list, storings{storing: s})
		}
		list[i].Rounds = append(list[i].Rounds, s.MS)
		list[i].MS = median(list[i].Rounds)
	}
	return list
}

// tables returns the results as sections of the document.
func (f *filing) tables() []section {
	rows := [][]string{{"", "MB", "ms here", "GB/s", "allocated / size", "MB resident", "ms, Keras on JAX", "MB resident there", "times as fast"}}
	or := func(format string, x float64, known bool) string {
		if !known {
			return "—"
		}
		return fmt.Sprintf(format, x)
	}
	for _, h := range f.Here {
		var p storings
		if i := slices.IndexFunc(f.Peer, func(t storings) bool { return t.What == h.What && t.Model == h.Model }); i >= 0 {
			p = f.Peer[i]
		}
		process := h.What == "process"
		rows = append(rows, []string{
			h.What + " " + h.Model, fmt.Sprintf("%.1f", h.MB), fmt.Sprintf("%.3g", h.MS), or("%.2f", h.MB/h.MS, !process),
			or("%.2f", h.Allocated/h.MB, !process), or("%.0f", h.Resident, h.Resident > 0),
			or("%.4g", p.MS, p.MS > 0), or("%.0f", p.Resident, p.Resident > 0), or("%.1f", p.MS/h.MS, p.MS > 0),
		})
	}
	return []section{{"files-machine", f.Machine.String() + fmt.Sprintf(" %d rounds.\n", f.Rounds)}, {"files", markdown(rows)}}
}

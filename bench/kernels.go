package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/perf/benchfmt"
)

func newKernels() *cobra.Command {
	var pattern string
	var count int
	var save bool
	cmd := &cobra.Command{
		Use:   "kernels [package…]",
		Short: "Tabulate the benchmarks of the kernels",
		Long: `Run those of go test's benchmarks that report GFLOP/s, and print the medians. Those
that report of-roof, too, have measured the limit themselves. Write the table to
docs/performance.md. Run it from the top of the repository.`,
		RunE: func(cmd *cobra.Command, packages []string) error {
			if len(packages) == 0 {
				packages = []string{"./internal/engine/cpu/gemm"}
			}
			args := append([]string{"test", "-p=1", "-run=^$", "-bench=" + pattern, fmt.Sprint("-count=", count)}, packages...)
			out, err := output(cmd.Context(), "go", args...)
			if err != nil {
				return err
			}
			table, err := kernelTable(bytes.NewReader(out))
			if err != nil {
				return err
			}
			fmt.Fprint(cmd.OutOrStdout(), table)
			if !save {
				return nil
			}
			return insert([]section{{"kernels", thisMachine().String() + "\n\n" + table}})
		},
	}
	f := cmd.Flags()
	f.StringVar(&pattern, "bench", ".", "which benchmarks to run: a regular expression")
	f.IntVar(&count, "count", 5, "how often")
	f.BoolVar(&save, "write", true, "write docs/performance.md")
	return cmd
}

// output runs a command and returns what it prints.
func output(ctx context.Context, name string, args ...string) ([]byte, error) {
	out, err := exec.CommandContext(ctx, name, args...).Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, lastLine(string(out)))
	}
	return out, nil
}

// kernelTable returns the table of what go test prints.
func kernelTable(r io.Reader) (string, error) {
	rate, part := map[string][]float64{}, map[string][]float64{}
	var names []string
	for in := benchfmt.NewReader(r, "go test"); in.Scan(); {
		result, ok := in.Result().(*benchfmt.Result)
		if !ok {
			continue
		}
		gflops, ok := result.Value("GFLOP/s")
		if !ok {
			continue
		}
		name := string(result.Name)
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		rate[name] = append(rate[name], gflops)
		if p, ok := result.Value("of-roof"); ok {
			part[name] = append(part[name], p)
		}
	}
	if len(names) == 0 {
		return "", errors.New("kernels: no benchmark reports GFLOP/s")
	}
	rows := [][]string{{"kernel", "GFLOP/s", "of the FMA roof"}}
	for _, name := range names {
		of := "—"
		if part[name] != nil {
			of = fmt.Sprintf("%.0f %%", 100*median(part[name]))
		}
		rows = append(rows, []string{name, fmt.Sprintf("%.0f", median(rate[name])), of})
	}
	return markdown(rows), nil
}

package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras/tensor"
)

func newProcess() *cobra.Command {
	var s store
	cmd := &cobra.Command{
		Use:   "process",
		Short: "Time a process that predicts one row",
		Long: `Time keras predict of the model hello on one row, from the start of the process to its
end, and the memory that it takes. Run it from the top of the repository.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.use(func() error {
				command, err := s.command(cmd.Context())
				if err != nil {
					return err
				}
				line, err := s.process(cmd.Context(), command)
				if err != nil {
					return err
				}
				return line.print(cmd.OutOrStdout(), s.json)
			})
		},
	}
	s.flags(cmd)
	return cmd
}

// command builds the command keras, and returns what predicts with it.
func (s *store) command(ctx context.Context) (func(model, x, y string) []string, error) {
	program := filepath.Join(s.folder, "keras")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/keras")
	if text, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%v: %w: %s", build, err, text)
	}
	return func(model, x, y string) []string {
		return []string{program, "predict", model, "--input", x, "--output", y}
	}, nil
}

// process times a command that predicts the one row in a file x with the model hello, and
// writes y.
func (s *store) process(ctx context.Context, command func(model, x, y string) []string) (storing, error) {
	line := storing{What: "process", Model: "hello"}
	// Not here: Linux counts the memory of this process as that of those it starts.
	if _, err := os.Stat(s.path("hello")); err != nil {
		self, err := os.Executable()
		if err != nil {
			return line, err
		}
		if _, err := lines[storing](ctx, nil, []string{self, "save", "--json", "--mb", "1", "--seconds", "0.01", "--folder", s.folder}); err != nil {
			return line, err
		}
	}
	var err error
	if line.MB, err = s.size("hello"); err != nil {
		return line, err
	}
	x, y := filepath.Join(s.folder, "x.npz"), filepath.Join(s.folder, "y.npz")
	row, _ := hello.samples(1)
	if err := tensor.SaveNPZ(x, map[string]*tensor.Tensor{"x": row}); err != nil {
		return line, err
	}
	var ms, resident []float64
	for end := time.Now().Add(time.Duration(s.seconds * float64(time.Second))); len(ms) < 3 || time.Now().Before(end); {
		list := command(s.path("hello"), x, y)
		p := exec.CommandContext(ctx, list[0], list[1:]...)
		p.Env = append(environment(), "KERAS_BACKEND=jax")
		begin := time.Now()
		if text, err := p.CombinedOutput(); err != nil {
			return line, fmt.Errorf("%v: %w: %s", p, err, lastLine(string(text)))
		}
		ms = append(ms, milliseconds(time.Since(begin)))
		resident = append(resident, float64(maxResident(p.ProcessState))/1e6)
	}
	line.MS, line.Resident = median(ms), median(resident)
	return line, nil
}

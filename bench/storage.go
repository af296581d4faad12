package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
)

// A storing is how long it takes to load, save or use a model's file, as printed on a line
// of JSON by this program and by peers/by_files.py.
type storing struct {
	What      string  `json:"what"` // load, save or process
	Model     string  `json:"model"`
	MS        float64 `json:"ms"`
	MB        float64 `json:"mb"`                     // of the file; 1e6 bytes
	Allocated float64 `json:"allocated_mb,omitempty"` // of each time, where it is known
	Resident  float64 `json:"resident_mb,omitempty"`  // of a process, at most
}

// print writes it as JSON, or for people.
func (s storing) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(w).Encode(s)
	}
	_, err := fmt.Fprintf(w, "%s %s: %.2f ms, %.2f GB/s, %.2f MB allocated, %.0f MB resident\n", s.What, s.Model, s.MS, s.MB/s.MS, s.Allocated, s.Resident)
	return err
}

// A store is a folder with the files of models, hello.keras and large.keras, and how they
// are measured.
type store struct {
	folder  string
	mb      int
	seconds float64
	json    bool
}

func (s *store) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.folder, "folder", "", "where the files are, or are to stay (default: none that stays)")
	f.IntVar(&s.mb, "mb", 500, "megabytes of the large model's weights")
	f.Float64Var(&s.seconds, "seconds", 2, "how long to measure for each model, which is done three times at least")
	f.BoolVar(&s.json, "json", false, "print a line of JSON for each model")
	cmd.Args = cobra.NoArgs
}

// use calls f when there is a folder, which goes away unless it was given.
func (s *store) use(f func() error) error {
	if s.mb < 1 || !(s.seconds > 0) {
		return fmt.Errorf("received %d MB and %v seconds, expected positive numbers", s.mb, s.seconds)
	}
	if s.folder != "" {
		return f()
	}
	var err error
	if s.folder, err = os.MkdirTemp("", "bench"); err != nil {
		return err
	}
	defer os.RemoveAll(s.folder)
	return f()
}

// A sample is a model that is stored.
type sample struct {
	name string
	make func() (*keras.Model, error)
}

// models returns the compiled network of the first program, and one of large layers.
func (s *store) models() []sample {
	return []sample{
		{"hello", hello.model},
		{"large", func() (*keras.Model, error) {
			const parts = 5
			width := 1
			for parts*4*(width+1)*width < s.mb*1e6 {
				width++
			}
			m := keras.Sequential(keras.Input(width))
			for range parts {
				m.Add(&layers.Dense{Units: width})
			}
			return m, m.Build(nil)
		}},
	}
}

// path returns the file of a model.
func (s *store) path(name string) string { return filepath.Join(s.folder, name+".keras") }

// size returns the megabytes of a model's file.
func (s *store) size(name string) (float64, error) {
	info, err := os.Stat(s.path(name))
	if err != nil {
		return 0, err
	}
	return float64(info.Size()) / 1e6, nil
}

// each measures every model and prints a line for it.
func (s *store) each(cmd *cobra.Command, measure func(sample) (storing, error)) error {
	return s.use(func() error {
		for _, m := range s.models() {
			line, err := measure(m)
			if err != nil {
				return err
			}
			line.What, line.Model = cmd.Name(), m.name
			if line.MB, err = s.size(m.name); err != nil {
				return err
			}
			if err := line.print(cmd.OutOrStdout(), s.json); err != nil {
				return err
			}
		}
		return nil
	})
}

// time returns the milliseconds that a call takes, the median of many, and the megabytes that
// it allocates.
func (s *store) time(call func() error) (storing, error) {
	var all []float64
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for end := time.Now().Add(time.Duration(s.seconds * float64(time.Second))); len(all) < 3 || time.Now().Before(end); {
		begin := time.Now()
		if err := call(); err != nil {
			return storing{}, err
		}
		all = append(all, milliseconds(time.Since(begin)))
	}
	runtime.ReadMemStats(&after)
	return storing{MS: median(all), Allocated: float64(after.TotalAlloc-before.TotalAlloc) / float64(len(all)) / 1e6}, nil
}

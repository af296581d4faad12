package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/cpu"
)

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use:               "version",
		Short:             "Print the version, and what it runs on",
		Long:              "Print the version of keras and of Go, the instructions of the processor that are\nused, and how many threads compute.",
		Example:           "  keras version\n  KERAS_CPU=avx2 keras version",
		Args:              cobra.NoArgs,
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "keras %s%s\n%s %s/%s\nCPU: %s\n",
				keras.Version, revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH, processor())
			return err
		},
	}
}

// revision returns the commit that the command was built from, if that is known.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return " (" + s.Value[:12] + ")"
		}
	}
	return ""
}

// processor returns what computes: "AVX-512, 2 threads".
func processor() string { return features() + ", " + plural(runtime.GOMAXPROCS(0), "thread") }

// features returns the instructions that are used.
func features() string {
	switch cpu.Level() {
	case "avx512":
		return "AVX-512"
	case "avx2":
		return "AVX2 and FMA"
	}
	return "no vector instructions"
}

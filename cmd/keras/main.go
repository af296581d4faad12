// Command keras trains and looks at neural networks from the shell.
package main

import (
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/cpu"
)

func main() { os.Exit(run()) }

// run runs the command and returns its exit status.
func run() int {
	log.SetFlags(0)
	log.SetPrefix("keras: ") // of what the packages warn of
	err := newRoot().Execute()
	switch {
	case err == nil:
		return 0
	case errors.Is(err, errInterrupted):
		return 130
	}
	complain(os.Stderr, err)
	return 1
}

// complain prints an error, a line for each of several.
func complain(w io.Writer, err error) {
	prefix := "keras: "
	for line := range strings.Lines(err.Error()) {
		if line = strings.TrimSpace(line); line != "" {
			fmt.Fprintln(w, prefix+line)
		}
		prefix = "       "
	}
}

// errInterrupted says that the user has ended the work, and knows it.
var errInterrupted = errors.New("interrupted")

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "keras",
		Short: "Train and look at neural networks",
		Long:  "Keras in Go. Models are read from and written to the files of Keras in Python.",
		Example: `  keras hello                  train a network to read digits, in about a minute
  keras predict mnist.keras --input x.npz --output y.npz
  keras summary mnist.keras    show what a model is made of
  keras version                print what it runs on`,
		Version:       keras.Version,
		SilenceUsage:  true,
		SilenceErrors: true,
		PersistentPreRun: func(cmd *cobra.Command, _ []string) {
			if w := cpu.Warning(); w != "" {
				fmt.Fprintln(cmd.ErrOrStderr(), "keras: warning:", w)
			}
		},
	}
	root.SetFlagErrorFunc(flagError)
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages", ".FlagUsagesWrapped 80"))
	root.AddCommand(newHello(), newFit(), newEvaluate(), newPredict(), newConvert(), newSummary(), newInspect(), newDiff(), newCheck(), newVersion(), newFiles())
	return root
}

// flagError says what to do about a flag that there isn't, or whose value is none.
func flagError(cmd *cobra.Command, err error) error {
	if missing, ok := errors.AsType[*pflag.NotExistError](err); ok {
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		if near := config.Near(missing.GetSpecifiedName(), known); len(near) > 0 {
			return fmt.Errorf("%w; did you mean --%s?", err, strings.Join(near, " or --"))
		}
	}
	if invalid, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		f := invalid.GetFlag()
		return fmt.Errorf("--%s: received %q, expected %s", f.Name, invalid.GetValue(), expected(f.Value.Type()))
	}
	return fmt.Errorf("%w; %s --help tells the flags", err, cmd.CommandPath())
}

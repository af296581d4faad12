package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras/internal/kerasfile"
)

// oneModel says that a verb takes the path of a model.
func oneModel(cmd *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("MODEL: received %s, expected one: the path of a model's file; %s --help tells more", plural(len(args), "argument"), cmd.CommandPath())
	}
	return nil
}

// completeModel completes the path of a model.
func completeModel(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return []cobra.Completion{"keras", "h5"}, cobra.ShellCompDirectiveFilterFileExt
}

// require makes flags ones that must be given.
func require(cmd *cobra.Command, names ...string) {
	run := cmd.RunE
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		for _, n := range names {
			if f := cmd.Flags().Lookup(n); f.Value.String() == "" {
				return fmt.Errorf("--%s: received nothing, expected a file; %s --help tells more", n, cmd.CommandPath())
			}
		}
		return run(cmd, args)
	}
}

// canWrite returns an error if the file that a flag names can't be written, so that long
// work isn't done in vain. An empty path is no file.
func canWrite(flag, path string) error {
	if path == "" {
		return nil
	}
	if err := writable(path); err != nil {
		return fmt.Errorf("%s: received %q: %w", flag, path, err)
	}
	return nil
}

func positive(flag string, n int) error {
	if n <= 0 {
		return fmt.Errorf("%s: received %d, expected a positive number", flag, n)
	}
	return nil
}

// interruptible returns a context that the user can end. The second signal has its
// usual effect.
func interruptible(cmd *cobra.Command) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// interruptedOr returns errInterrupted if the work was ended by the user.
func interruptedOr(err error) error {
	if errors.Is(err, context.Canceled) {
		return errInterrupted
	}
	return err
}

// A content writes what a file is to hold.
type content func(io.Writer) error

// WriteTo implements [io.WriterTo] for [kerasfile.WriteFile], which doesn't count.
func (c content) WriteTo(w io.Writer) (int64, error) {
	b := bufio.NewWriter(w)
	if err := c(b); err != nil {
		return 0, err
	}
	return 0, b.Flush()
}

// writeFile writes a file that is there whole or not at all.
func writeFile(path string, c content) error { return kerasfile.WriteFile(path, c) }

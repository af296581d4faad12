package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"

	"github.com/spf13/cobra"
)

// oneModel says that a verb takes the path of a model.
func oneModel(_ *cobra.Command, args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("MODEL: received %s, expected one: the path of a model's file", plural(len(args), "argument"))
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

type writer = io.Writer

// writeFile writes a file that is there whole or not at all.
func writeFile(path string, write func(writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // nothing is there once it has its name
	b := bufio.NewWriter(f)
	err = write(b)
	if err == nil {
		err = b.Flush()
	}
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

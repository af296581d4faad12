package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/tensor"
)

// A workload is what fit and predict time: a compiled model, and random data for it.
type workload interface {
	model() (*keras.Model, error)
	samples(n int) (x, y *tensor.Tensor)
}

// workloads has them by name. Each of them stands in a file of its own.
var workloads = map[string]workload{}

// add makes a workload known. It returns true, so that it can stand in a variable
// declaration.
func add(name string, w workload) bool {
	workloads[name] = w
	return true
}

// known checks what a command is to work on.
func known(_ *cobra.Command, args []string) error {
	if len(args) != 1 || workloads[args[0]] == nil {
		names := slices.Sorted(maps.Keys(workloads))
		return fmt.Errorf("workload: received %q, expected one of %s", args, strings.Join(names, ", "))
	}
	return nil
}

// onlyMLP checks that a command is to work on the network whose size its flags tell.
func onlyMLP(_ *cobra.Command, args []string) error {
	if len(args) != 1 || args[0] != "mlp" {
		return fmt.Errorf("workload: received %q, expected mlp", args)
	}
	return nil
}

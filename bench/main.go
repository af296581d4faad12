// Bench measures how fast this package is: alone, beside everything else that a
// user could pick, and against what the machine can do at most.
//
//	go run ./bench fit mlp --batch-size 1,10,32,100,1000 --json
//	go run ./bench fit lstm --batch-size 32 --json
//	go run ./bench predict mlp --batch-size 1,32,1000 --json
//	go run ./bench roof --json
//	go run ./bench load --json
//	go run ./bench save --json
//	go run ./bench process --json
//	scripts/venv-bench && go run ./bench compare
//	go run ./bench files
//	go run ./bench growth
//	go run ./bench kernels
//
// Those with --json time this package and this machine only. Compare alternates with
// Keras on JAX, TensorFlow and Torch, with steps written by hand for JAX and Torch,
// and with ONNX Runtime and OpenVINO, files with Keras on JAX; they are in peers/ and print the
// same lines. Compare, files and growth run one process after the other, never two at once. They
// write results/ and the tables of docs/performance.md. Kernels tabulates go test's
// benchmarks of the matrix products.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/spf13/cobra"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := newCommand().ExecuteContext(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

func newCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:           "bench",
		Short:         "Measure how fast this package is",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	cmd.AddCommand(newFit(), newBetween(), newPredict(), newCompile(), newRoof(), newLoad(), newSave(), newProcess(), newFiles(), newKernels(), newCompare(), newGrowth())
	return cmd
}

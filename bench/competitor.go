package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gokeras/keras/internal/cpu"
)

// A competitor is a program that prints timings.
type competitor struct {
	name    string // heads its column
	verb    string // fit or predict
	sizes   []int  // of batches; nil for all that are compared
	command []string
	env     []string
}

// The names of this package's own columns.
const (
	here     = "here"
	hereAVX2 = "here, AVX2"
	crowd    = "here, 8 goroutines"
)

// own tells whether a column is this package's.
func own(name string) bool { return name == here || strings.HasPrefix(name, here+",") }

// competitors returns this program, and the peers that run in a Python; without
// one, just this program.
func competitors(self, python string) []competitor {
	list := []competitor{
		{name: here, verb: "fit", command: []string{self, "fit", "mlp", "--json"}},
		{name: here, verb: "predict", command: []string{self, "predict", "mlp", "--json"}},
		{name: crowd, verb: "predict", sizes: []int{1}, command: []string{self, "predict", "mlp", "--json", "--goroutines", "8"}},
	}
	if cpu.AVX512 {
		for _, c := range list[:2] {
			c.name, c.env = hereAVX2, []string{"KERAS_CPU=avx2"}
			list = append(list, c)
		}
	}
	if python == "" {
		return list
	}
	peer := func(name, script string, env ...string) {
		for _, verb := range []string{"fit", "predict"} {
			if verb == "fit" && (script == "onnxruntime" || script == "openvino") {
				continue
			}
			list = append(list, competitor{name: name, verb: verb, env: env,
				command: []string{python, filepath.Join("bench", "peers", "by_"+script+".py"), verb}})
		}
	}
	peer("Keras on JAX", "keras", "KERAS_BACKEND=jax")
	peer("Keras on TensorFlow", "keras", "KERAS_BACKEND=tensorflow")
	peer("Keras on Torch", "keras", "KERAS_BACKEND=torch")
	peer("JAX", "jax")
	peer("Torch", "torch")
	peer("ONNX Runtime", "onnxruntime")
	peer("OpenVINO", "openvino")
	return list
}

// findPython returns the interpreter that scripts/venv-bench makes.
func findPython() (string, error) {
	path, err := filepath.Abs(filepath.Join(".venv-bench", "bin", "python"))
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		return "", fmt.Errorf("the peers' Python is missing (run scripts/venv-bench, or compare with --peers=false): %w", err)
	}
	return path, nil
}

// run starts the competitor and returns what it prints.
func (c competitor) run(ctx context.Context, sizes []int, seconds float64, threads int) ([]timing, error) {
	if c.sizes != nil {
		sizes = c.sizes
	}
	var list []string
	for _, n := range sizes {
		list = append(list, strconv.Itoa(n))
	}
	return lines[timing](ctx, c.env, append(slices.Clone(c.command),
		"--batch-size", strings.Join(list, ","), "--seconds", fmt.Sprint(seconds), "--threads", strconv.Itoa(threads)))
}

// lines runs a command and returns the lines of JSON that it prints.
func lines[T any](ctx context.Context, env, command []string) ([]T, error) {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Env = append(environment(), env...)
	var out, problems bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problems
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", strings.Join(command, " "), errors.Join(err, ctx.Err()), lastLine(problems.String()))
	}
	var list []T
	for s := bufio.NewScanner(&out); s.Scan(); {
		if !strings.HasPrefix(s.Text(), "{") {
			continue // libraries greet
		}
		var t T
		if err := json.Unmarshal(s.Bytes(), &t); err != nil {
			return nil, fmt.Errorf("%s: %w", strings.Join(command, " "), err)
		}
		list = append(list, t)
	}
	return list, nil
}

// environment is that of all processes that are timed: no accelerators, no log
// of TensorFlow, and no settings that slow OpenBLAS or Go down.
func environment() []string {
	env := slices.DeleteFunc(os.Environ(), func(s string) bool {
		name, _, _ := strings.Cut(s, "=")
		return slices.Contains([]string{"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "GOMAXPROCS", "GOGC", "GODEBUG"}, name)
	})
	return append(env, "CUDA_VISIBLE_DEVICES=", "JAX_PLATFORMS=cpu", "TF_CPP_MIN_LOG_LEVEL=3")
}

func lastLine(s string) string {
	all := strings.Split(strings.TrimSpace(s), "\n")
	return all[len(all)-1]
}

// allThreads is the number of threads that may run at the same time.
func allThreads() int { return runtime.GOMAXPROCS(0) }

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"github.com/gokeras/keras/tensor"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"keras": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"sameresults": sameResults,
			"columns":     atMostColumns,
			"files":       onlyFiles,
			"close":       closeFiles,
		},
		Setup: func(e *testscript.Env) error {
			models, err := filepath.Abs(filepath.Join("testdata", "models"))
			files, err2 := filepath.Abs(filepath.Join("..", "..", "testdata", "files"))
			e.Setenv("MODELS", models)
			e.Setenv("FILES", files)
			return errors.Join(err, err2)
		},
	})
}

// sameResults compares two files of hello --json but for what was asked for, the
// seconds and the threads:
//
//	[!] sameresults one.json two.json
func sameResults(ts *testscript.TestScript, neg bool, args []string) {
	var results [2]map[string]any
	for i, name := range args {
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(name)), &results[i]))
		delete(results[i], "seconds_per_epoch")
		delete(results[i], "settings")
	}
	if reflect.DeepEqual(results[0], results[1]) == neg {
		ts.Fatalf("%s and %s: same is %v", args[0], args[1], !neg)
	}
}

// closeFiles fails unless the numbers in two .npz or .json files of the same names are
// within 1e-5 of each other:
//
//	close got.npz want.npz
func closeFiles(ts *testscript.TestScript, _ bool, args []string) {
	var numbers [2]map[string][]float64
	for i, name := range args {
		numbers[i] = map[string][]float64{}
		if strings.HasSuffix(name, ".npz") {
			arrays, err := tensor.LoadNPZ(ts.MkAbs(name))
			ts.Check(err)
			for k, t := range arrays {
				numbers[i][k] = tensor.Data[float64](t.Cast(tensor.Float64))
			}
			continue
		}
		var tree any
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(name)), &tree))
		collect(numbers[i], "", tree)
	}
	got, want := numbers[0], numbers[1]
	if len(got) != len(want) || len(want) == 0 {
		ts.Fatalf("%s has %d, %s has %d", args[0], len(got), args[1], len(want))
	}
	for k, w := range want {
		g := got[k]
		if len(g) != len(w) {
			ts.Fatalf("%s: received %d numbers, expected %d", k, len(g), len(w))
		}
		for i := range w {
			if !(math.Abs(g[i]-w[i]) <= 1e-5*max(1, math.Abs(w[i]))) {
				ts.Fatalf("%s[%d]: received %v, expected %v", k, i, g[i], w[i])
			}
		}
	}
}

// collect puts the numbers of a JSON tree into a map by their places.
func collect(into map[string][]float64, at string, tree any) {
	switch v := tree.(type) {
	case float64:
		into[at] = append(into[at], v)
	case []any:
		for _, x := range v {
			collect(into, at, x)
		}
	case map[string]any:
		for k, x := range v {
			collect(into, at+"/"+k, x)
		}
	}
}

// atMostColumns fails if the output has lines wider than 80 characters, other than
// those of progress bars, which are Keras's.
func atMostColumns(ts *testscript.TestScript, _ bool, _ []string) {
	for _, line := range strings.Split(ts.ReadFile("stdout"), "\n") {
		if n := len([]rune(line)); n > 80 && !strings.Contains(line, "step - ") {
			ts.Fatalf("%d columns: %s", n, line)
		}
	}
}

// onlyFiles fails unless the folder has these files and no others:
//
//	files [name…]
func onlyFiles(ts *testscript.TestScript, _ bool, args []string) {
	entries, err := os.ReadDir(ts.MkAbs("."))
	ts.Check(err)
	got := []string{}
	for _, e := range entries {
		if e.Name() != ".tmp" { // testscript's own
			got = append(got, e.Name())
		}
	}
	if !reflect.DeepEqual(got, append([]string{}, args...)) {
		ts.Fatalf("found %q, want %q", got, args)
	}
}

// TestVerbsHaveExamples holds for every verb but those that cobra adds.
func TestVerbsHaveExamples(t *testing.T) {
	var check func(*cobra.Command)
	check = func(c *cobra.Command) {
		if c.Runnable() && c.Example == "" || c.Long == "" || c.Short == "" {
			t.Errorf("%s: Short, Long and Example are needed", c.CommandPath())
		}
		for line := range strings.Lines(c.Long + "\n" + c.Example) {
			if len(strings.TrimSuffix(line, "\n")) > 80 {
				t.Errorf("%s: received a line of more than 80 characters: %s", c.CommandPath(), line)
			}
		}
		for _, sub := range c.Commands() {
			check(sub)
		}
	}
	check(newRoot())
}

// execute runs the command within this process.
func execute(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(&out)
	if err := root.Execute(); err != nil {
		t.Fatalf("keras %s: %v", strings.Join(args, " "), err)
	}
	return out.String()
}

// TestGoroutines checks that a run leaves none behind but those that are started
// once.
func TestGoroutines(t *testing.T) {
	hello := func() {
		execute(t, "hello", "--examples=200", "--epochs=2", "--units=8", "--no-progress", "--save", filepath.Join(t.TempDir(), "m.keras"))
	}
	hello()
	before := runtime.NumGoroutine()
	hello()
	after := runtime.NumGoroutine()
	for wait := time.Millisecond; after > before && wait < time.Second; wait *= 2 {
		time.Sleep(wait) // those that are about to end
		after = runtime.NumGoroutine()
	}
	if after > before {
		text := make([]byte, 1<<20)
		t.Errorf("%d goroutines after the second run, %d after the first:\n%s", after, before, text[:runtime.Stack(text, true)])
	}
}

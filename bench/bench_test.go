package main

import (
	"bytes"
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/cpu"
	"github.com/gokeras/keras/internal/roof"
)

// TestMain is the program itself, where a test starts it.
func TestMain(m *testing.M) {
	if os.Getenv("BENCH_TEST_MAIN") != "" {
		main()
		return
	}
	os.Exit(m.Run())
}

// bench runs a command line and returns what it prints.
func bench(t *testing.T, args ...string) string {
	t.Helper()
	t.Setenv("BENCH_TEST_MAIN", "1") // for what the command starts
	cmd, out := newCommand(), &bytes.Buffer{}
	cmd.SetArgs(args)
	cmd.SetOut(out)
	cmd.SetErr(&bytes.Buffer{})
	if err := cmd.ExecuteContext(t.Context()); err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return out.String()
}

func TestTimings(t *testing.T) {
	small := []string{"mlp", "--json", "--batch-size", "1,3", "--seconds", "0.02", "--width", "16", "--depth", "1", "--threads", "1"}
	for _, tt := range []struct {
		args []string
		keys []string
	}{
		{append([]string{"fit"}, small...), []string{"batch", "isa", "ms", "threads", "what"}},
		{append([]string{"predict"}, small...), []string{"batch", "isa", "ms", "threads", "what"}},
		{append([]string{"predict", "--goroutines", "3"}, small...), []string{"batch", "goroutines", "isa", "ms", "threads", "what"}},
	} {
		all := strings.Split(strings.TrimSpace(bench(t, tt.args...)), "\n")
		if len(all) != 2 {
			t.Fatalf("%v: received %q, expected 2 lines", tt.args, all)
		}
		for i, text := range all {
			var keys map[string]any
			var line timing
			if err := json.Unmarshal([]byte(text), &keys); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(text), &line); err != nil {
				t.Fatal(err)
			}
			if got := slices.Sorted(maps.Keys(keys)); !slices.Equal(got, tt.keys) {
				t.Errorf("%v: keys %v, expected %v", tt.args, got, tt.keys)
			}
			if line.What != "mlp" || line.Batch != []int{1, 3}[i] || line.MS <= 0 || line.ISA != cpu.Level() || line.Threads != 1 {
				t.Errorf("%v: received %s", tt.args, text)
			}
		}
	}
}

// TestStorings looks at the lines of load, save and process.
func TestStorings(t *testing.T) {
	t.Chdir("..") // where go build ./cmd/keras works
	for verb, models := range map[string][]string{"load": {"hello", "large"}, "save": {"hello", "large"}, "process": {"hello"}} {
		all := strings.Split(strings.TrimSpace(bench(t, verb, "--json", "--mb", "2", "--seconds", "0.001")), "\n")
		if len(all) != len(models) {
			t.Fatalf("%s: received %q, expected %d lines", verb, all, len(models))
		}
		for i, text := range all {
			var line storing
			if err := json.Unmarshal([]byte(text), &line); err != nil {
				t.Fatal(err)
			}
			least := map[string]float64{"hello": 7, "large": 2}[models[i]]
			if line.What != verb || line.Model != models[i] || line.MS <= 0 || line.MB < least || line.MB > least+1 {
				t.Errorf("received %s", text)
			}
			if verb == "load" && line.Allocated < line.MB || verb == "save" && line.Allocated > line.MB {
				t.Errorf("received %s", text)
			}
			if verb == "process" && runtime.GOOS == "linux" && line.Resident < 1 {
				t.Errorf("received %s", text)
			}
		}
	}
}

func TestMistakes(t *testing.T) {
	for want, args := range map[string]string{
		`workload: received ["none"], expected one of`:     "fit none",
		`workload: received ["lstm"], expected mlp`:        "compile lstm",
		"received a size of 0, expected at least 1":        "fit mlp --batch-size 0",
		"--seconds: received 0, expected a positive":       "predict mlp --seconds 0",
		"--threads: received -1, expected at least 1":      "fit mlp --threads -1",
		"received 0 MB and 2 seconds, expected positive":   "load --mb 0",
		"received 0 layers of 500 units":                   "compile mlp --depth 0",
		"the peers' Python is missing (run scripts/venv-b": "compare",
	} {
		cmd := newCommand()
		cmd.SetArgs(strings.Fields(args))
		cmd.SetOut(&bytes.Buffer{})
		cmd.SetErr(&bytes.Buffer{})
		t.Chdir(t.TempDir())
		if err := cmd.ExecuteContext(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("bench %s: %v, expected %q", args, err, want)
		}
	}
}

func TestBetween(t *testing.T) {
	text := bench(t, "between", "mlp", "--json", "--batch-size", "3", "--seconds", "0.02", "--width", "16", "--depth", "1")
	var g gap
	if err := json.Unmarshal([]byte(text), &g); err != nil {
		t.Fatal(err)
	}
	if g.What != "mlp" || g.Batch != 3 || g.Between < 0 || g.MS < g.Between {
		t.Errorf("%+v", g)
	}
}

// TestWrite lets the commands that write do so, in a copy of what they need.
func TestWrite(t *testing.T) {
	text, err := os.ReadFile("../docs/performance.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir("..") // where go build ./cmd/keras works
	dir := t.TempDir()
	defer func(d, p, r string) { document, picture, folder = d, p, r }(document, picture, folder)
	document, picture, folder = filepath.Join(dir, "performance.md"), filepath.Join(dir, "growth.svg"), filepath.Join(dir, "results")
	if err := os.WriteFile(document, text, 0o644); err != nil {
		t.Fatal(err)
	}

	out := bench(t, "compare", "--peers=false", "--rounds=2", "--seconds=0.01", "--fit=1,2", "--predict=1")
	out += bench(t, "growth", "--seconds=0.01", "--batch-size=1,2", "--width=8,16", "--depth=1,2", "--compile=3", "--threads-of=1", "--images=200")

	out += bench(t, "files", "--peers=false", "--rounds=1", "--mb=2", "--seconds=0.001")

	written, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{out, string(written)} {
		for _, want := range []string{"| batch |", "Milliseconds a step", "Eight goroutines", "update, DRAM (GB/s)", "µs a sample", "| 16    |", "speed-up", "hidden layers", "program", "| load large    |"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q is missing in:\n%s", want, text)
			}
		}
	}
	if svg, err := os.ReadFile(picture); err != nil || !bytes.Contains(svg, []byte("µs a sample")) {
		t.Errorf("the plot: %v, %d bytes", err, len(svg))
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 3 {
		t.Fatalf("results: %v, %v, expected three files", files, err)
	}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil || !json.Valid(text) {
			t.Errorf("%s: %v, %d bytes", f.Name(), err, len(text))
		}
	}
}

func TestNumbers(t *testing.T) {
	if got := hello.fitFlops(); got != 3098000 {
		t.Errorf("fitFlops = %v", got)
	}
	if got := hello.predictFlops(); got != 1294000 {
		t.Errorf("predictFlops = %v", got)
	}
	if read, update := hello.fitBytes(); read != 3608000 || update != 15552240 {
		t.Errorf("fitBytes = %v, %v", read, update)
	}
	for _, tt := range []struct {
		list []float64
		want float64
	}{{[]float64{3, 1, 2}, 2}, {[]float64{4, 1, 2, 3}, 2.5}, {[]float64{7}, 7}} {
		if got := median(tt.list); got != tt.want {
			t.Errorf("median(%v) = %v", tt.list, got)
		}
	}
}

// A comparison with a peer that is slower, one that is faster, and one that fails.
func TestTables(t *testing.T) {
	c := &comparison{Machine: machine{CPU: "Some CPU @ 2", Threads: 2, Date: "2026-01-02"}, Missing: []string{"OpenVINO, predict: no"}}
	for _, scale := range []float64{1, 3, 2} {
		c.Roof = append(c.Roof, []roof.Rate{
			{What: "fma", ISA: "avx2", Threads: 1, GFLOPS: 25 * scale}, {What: "fma", ISA: "avx512", Threads: 1, GFLOPS: 50 * scale},
			{What: "fma", ISA: "avx2", Threads: 2, GFLOPS: 50 * scale}, {What: "fma", ISA: "avx512", Threads: 2, GFLOPS: 100 * scale},
			{What: "root", ISA: "avx2", Threads: 1, GRoots: 1}, {What: "root", ISA: "avx2", Threads: 2, GRoots: scale},
			{What: "read", Level: "step", Threads: 1, GBps: 9}, {What: "update", Level: "step", Threads: 1, GBps: 9},
			{What: "read", Level: "step", Threads: 2, GBps: 10 * scale}, {What: "update", Level: "step", Threads: 2, GBps: 20 * scale},
		})
		c.add(here, "fit", []timing{{Batch: 100, MS: 2 + scale/10}})
		c.add("Torch", "fit", []timing{{Batch: 100, MS: 5}})
		c.add("JAX", "fit", []timing{{Batch: 100, MS: 4.4}})
		c.add(here, "predict", []timing{{Batch: 1, MS: 0.1}})
		c.add(crowd, "predict", []timing{{Batch: 1, MS: 0.05}})
	}
	flops, bytes := c.floor(100)
	if math.Abs(flops-1.549) > 1e-9 || math.Abs(bytes-(3.608/20+15.55224/40)) > 1e-9 {
		t.Errorf("floor = %v, %v", flops, bytes)
	}
	got := ""
	for _, s := range c.tables() {
		got += s.text
	}
	for _, want := range []string{
		"Some CPU @ 2, 2 threads", "Missing: OpenVINO, predict: no",
		"| fma, avx512 (GFLOP/s) |      100 |       200 |",
		"| 100   | 2.2 ±5 % | 4.4 ±0 % | 5 ±0 % |       2.00 (JAX) |            70 % |", "|         1.42 |       0.324 |",
		"do 2.00 times as many as one",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is missing in:\n%s", want, got)
		}
	}
	if name := filepath.Base(c.Machine.file("")); name != "2026-01-02-some-cpu-2.json" {
		t.Errorf("file %q", name)
	}
}

func TestReplace(t *testing.T) {
	const text = "a\n<!-- bench x -->\nold\n<!-- end x -->\nb\n"
	got, err := replace(text, section{"x", "new\n"})
	if want := "a\n<!-- bench x -->\n\nnew\n\n<!-- end x -->\nb\n"; got != want || err != nil {
		t.Errorf("received %q, %v, expected %q", got, err, want)
	}
	if again, err := replace(got, section{"x", "new\n"}); again != got || err != nil {
		t.Errorf("again: received %q, %v", again, err)
	}
	if _, err := replace(text, section{"y", ""}); err == nil {
		t.Error("no error for missing markers")
	}
}

func TestKernelTable(t *testing.T) {
	got, err := kernelTable(strings.NewReader(`goos: linux
BenchmarkMul/100x500x784-2   	 100	 10 ns/op	 180.0 GFLOP/s	 0.9 of-roof
BenchmarkMul/100x500x784-2   	 100	 10 ns/op	 200.0 GFLOP/s	 0.8 of-roof
BenchmarkPack-2              	 100	 10 ns/op
BenchmarkMul/1x500x784-2     	 100	 10 ns/op	 20.4 GFLOP/s
PASS
`))
	want := `| kernel            | GFLOP/s | of the FMA roof |
|-------------------|--------:|----------------:|
| Mul/100x500x784-2 |     190 |            85 % |
| Mul/1x500x784-2   |      20 |               — |
`
	if got != want || err != nil {
		t.Errorf("received\n%s, %v, expected\n%s", got, err, want)
	}
	if _, err := kernelTable(strings.NewReader("PASS\n")); err == nil {
		t.Error("no error without a benchmark")
	}
}

package activations

import (
	"encoding/json"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// TestKeras calls every function by its name and holds it to Keras's without arguments.
func TestKeras(t *testing.T) {
	seen := map[Name]bool{"swish": true, "hard_swish": true}
	for _, c := range golden.Load[struct {
		Name, Function string
		Args           map[string]any
		X, Value       golden.Array
	}](t, "activations") {
		if len(c.Args) > 0 || c.Function == "threshold" {
			continue
		}
		t.Run(c.Name, func(t *testing.T) {
			seen[Name(c.Function)] = true
			f, err := Lookup(Name(c.Function))
			if err != nil {
				t.Fatal(err)
			}
			golden.Close(t, run(t, f, c.X.Float32s(), c.X.Shape...), c.Value, 1e-6, 1.5e-7)
		})
	}
	for _, n := range Names() {
		if f, _ := lookup(n); !f.own && !seen[n] {
			t.Errorf("%q was not compared with Keras", n)
		}
	}
}

func run(t *testing.T, f func(*ops.Value) *ops.Value, x []float32, shape ...int) []float32 {
	t.Helper()
	trace := ops.NewTrace(false)
	in := ops.Input("x", tensor.Float32, shape...)
	out, err := ref.Run(trace.Program("test", []*ops.Value{in}, []*ops.Value{f(in)}), tensor.FromSlice(x, shape...))
	if err != nil {
		t.Fatal(err)
	}
	return tensor.Data[float32](out[0])
}

func TestLookup(t *testing.T) {
	x := []float32{-2, .5, 3}
	for a, b := range map[Name]Name{"": Linear, "swish": SiLU, "hard_swish": HardSiLU} {
		f, err1 := Lookup(a)
		g, err2 := Lookup(b)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if got, want := run(t, f, x, 3), run(t, g, x, 3); !slices.Equal(got, want) {
			t.Errorf("%q gives %v, %q gives %v", a, got, b, want)
		}
	}
	for name, want := range map[Name]string{
		"rleu":     `activation: received "rleu", expected a known name such as "relu"`,
		"ReLU":     `activation: received "ReLU", expected a known name such as "relu"`,
		"soft_max": `activation: received "soft_max", expected a known name such as "softmax"`,
		"no such":  `activation: received "no such", expected a known name such as "celu", "elu"`,
	} {
		if _, err := Lookup(name); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func TestRegister(t *testing.T) {
	double := Register("test>double", func(x *ops.Value) *ops.Value { return ops.Scale(x, 2) })
	t.Cleanup(func() { delete(registry.functions, double) })
	f, err := Lookup(double)
	if err != nil {
		t.Fatal(err)
	}
	if got := run(t, f, []float32{3}, 1); got[0] != 6 {
		t.Errorf("double(3) = %v", got)
	}
	text, err := config.Encode(double)
	const want = `{"module": "builtins", "class_name": "function", "config": "test>double", "registered_name": "function"}`
	if err != nil || string(text) != want {
		t.Errorf("written as %s, %v; want %s", text, err, want)
	}
	for _, name := range []string{"test>double", "relu", ""} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("Register(%q) didn't panic", name)
				}
			}()
			Register(name, func(x *ops.Value) *ops.Value { return x })
		}()
	}
}

// TestConfig reads and writes a name as Keras has it in the config of a layer.
func TestConfig(t *testing.T) {
	for text, want := range map[string]Name{
		`"relu"`: ReLU,
		`null`:   "",
		`{"class_name": "function", "config": "relu"}`:                                                                 ReLU,
		`{"module": "builtins", "class_name": "function", "config": "softmax", "registered_name": "function"}`:         Softmax,
		`{"module": "builtins", "class_name": "function", "config": "my_package>bump", "registered_name": "function"}`: "my_package>bump",
	} {
		if got, err := config.Decode[Name](json.RawMessage(text)); got != want || err != nil {
			t.Errorf("%s: read %q, %v; want %q", text, got, err, want)
		}
	}
	if text, err := config.Encode([]Name{ReLU, "unknown"}); err != nil || string(text) != `["relu", "unknown"]` {
		t.Errorf("written as %s, %v", text, err)
	}
}

// TestFiles holds every file to one constant, registered under the name of the file.
func TestFiles(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	constant := regexp.MustCompile(`const (\w+) Name = "(\w+)"`)
	found := map[Name]bool{"swish": true, "hard_swish": true}
	for _, f := range files {
		if strings.HasSuffix(f.Name(), "_test.go") || !strings.HasSuffix(f.Name(), ".go") || f.Name() == "name.go" {
			continue
		}
		src, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parser.ParseFile(token.NewFileSet(), f.Name(), src, 0); err != nil {
			t.Fatal(err)
		}
		m := constant.FindAllStringSubmatch(string(src), -1)
		if len(m) != 1 || m[0][2]+".go" != f.Name() {
			t.Errorf("%s: constants %q, want one named after the file", f.Name(), m)
			continue
		}
		n := Name(m[0][2])
		found[n] = true
		if _, err := Lookup(n); err != nil {
			t.Errorf("%s: %s is not registered", f.Name(), m[0][1])
		}
	}
	for _, n := range Names() {
		if f, _ := lookup(n); !f.own && !found[n] {
			t.Errorf("%q has no file", n)
		}
	}
}

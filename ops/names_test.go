package ops_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

var update = flag.Bool("update", false, "write docs/ops.md")

// A madeCase is a function that makes an array, or the names or the types.
type madeCase struct {
	Name, Function string
	Args           []any
	Value          golden.Array
	Names          []string
	Types          [][3]string
}

func made(t *testing.T, name string) madeCase {
	t.Helper()
	for _, c := range golden.Load[madeCase](t, "ops_made") {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("ops_made has no case %q", name)
	return madeCase{}
}

// otherNames are the functions whose names in Go aren't Keras's in Go case, and the
// names that Keras has twice.
var otherNames = map[string]string{
	"abs":            "Absolute",
	"bitwise_invert": "BitwiseNot", "bitwise_left_shift": "LeftShift", "bitwise_right_shift": "RightShift",
	"cond": "Cond", "convert_to_tensor": "Constant", "array": "Constant",
	"hard_swish": "HardSilu", "swish": "Silu", "true_divide": "Divide",
	"amax": "Max", "amin": "Min", "trace": "TraceOf",
	"linalg.norm": "Norm",
}

// exported returns the names of the functions of this package.
func exported(t *testing.T) map[string]bool {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Recv == nil && d.Name.IsExported() {
				names[d.Name.Name] = true
			}
		}
	}
	return names
}

// inGo returns, for each function of keras.ops, its name in Go, "" if there is none.
func inGo(t *testing.T) map[string]string {
	folded := map[string]string{}
	for name := range exported(t) {
		folded[strings.ToLower(name)] = name
	}
	functions := map[string]string{}
	for _, name := range made(t, "names").Names {
		of := otherNames[name]
		if of == "" {
			of = folded[strings.ReplaceAll(strings.TrimPrefix(name, "image."), "_", "")]
		}
		functions[name] = of
	}
	return functions
}

// TestFunctionsAreRecorded checks that each function which Keras has is held to
// recordings of it: by a call of it, which names the operation.
func TestFunctionsAreRecorded(t *testing.T) {
	direct := map[string]bool{}
	for _, c := range golden.Load[madeCase](t, "ops_made") {
		direct[c.Function] = true
	}
	seen := map[string]bool{}
	for keras, name := range inGo(t) {
		if name == "" || direct[keras] || elsewhere[name] {
			continue
		}
		call := calls[name]
		if call == nil {
			t.Errorf("%s (keras.ops.%s): no call of it in calls_test.go", name, keras)
			continue
		}
		seen[name] = true
		y := call(new(symbols))
		if !ops.IsSymbolic(y) {
			t.Errorf("%s of symbolic values isn't symbolic", name)
			continue
		}
		if y.Call.Err != nil {
			t.Errorf("%s: %v", name, y.Call.Err)
		}
		op, ok := y.Call.Op.(ops.Operation)
		if !ok || ops.ClassOf(op) == nil {
			t.Errorf("%s: %T is no operation of Keras's", name, y.Call.Op)
		}
	}
	for name := range calls {
		if !seen[name] {
			t.Errorf("%s is called in calls_test.go and isn't a function of keras.ops", name)
		}
	}
}

// symbols makes symbolic values.
type symbols struct{}

func (*symbols) of(dt tensor.DType, shape ...int) *ops.Value {
	return graph.NewCall("test").Declare(ops.Type{DType: dt, Shape: shape})[0]
}

// f returns a symbolic value of float32 numbers.
func (s *symbols) f(shape ...int) *ops.Value { return s.of(tensor.Float32, shape...) }

// i returns a symbolic value of int32 numbers.
func (s *symbols) i(shape ...int) *ops.Value { return s.of(tensor.Int32, shape...) }

// TestDocs checks that docs/ops.md lists the functions of keras.ops.
func TestDocs(t *testing.T) {
	functions := inGo(t)
	var b, missing strings.Builder
	have := 0
	for _, keras := range slices.Sorted(maps.Keys(functions)) {
		if name := functions[keras]; name != "" {
			fmt.Fprintf(&b, "| `%s` | `%s` |\n", keras, name)
			have++
		} else {
			fmt.Fprintf(&missing, "`%s` ", keras)
		}
	}
	text := fmt.Sprintf("# keras.ops in Go\n\n%d of the %d functions of `keras.ops` and `keras.ops.image` are functions of package `ops`.\n"+
		"This list is written by `go test ./ops -run TestDocs -update`.\n\n| keras.ops | ops |\n|---|---|\n%s\nNot yet: %s\n",
		have, len(functions), b.String(), strings.TrimSpace(missing.String()))
	const file = "../docs/ops.md"
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ReplaceAll(string(got), "\r\n", "\n") != text {
		t.Error("docs/ops.md isn't what go test ./ops -run TestDocs -update writes")
	}
}

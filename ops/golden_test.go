package ops_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/engine/cpu"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// families are the files of recorded operations.
var families = []string{"ops_arrays", "ops_elementwise", "ops_linalg", "ops_nn"}

// An opCase is one call of an operation of Keras's.
type opCase struct {
	Name, Class, Module string
	Config              json.RawMessage
	Inputs              []golden.Array
	Missing             []int // arguments that are null
	Args                json.RawMessage
	Outputs, W          []golden.Array
	Gradients           []*golden.Array
	Open                *struct{ Inputs, Outputs []opType }
}

type opType struct {
	Shape []*int
	DType string
}

func (o opType) typ(t *testing.T) ops.Type {
	dt, err := tensor.ParseDType(o.DType)
	if err != nil {
		t.Fatal(err)
	}
	shape := tensor.Shape{}
	for _, d := range o.Shape {
		if d == nil {
			shape = append(shape, tensor.Unknown)
		} else {
			shape = append(shape, *d)
		}
	}
	return ops.Type{DType: dt, Shape: shape}
}

// operation returns the operation as a file describes it.
func (c opCase) operation(t *testing.T) ops.Operation {
	t.Helper()
	class := ops.LookupClass(c.Class)
	if class == nil {
		t.Fatalf("there is no class %s", c.Class)
	}
	if class.Module != c.Module {
		t.Errorf("module %q, want %q", class.Module, c.Module)
	}
	op := class.New()
	tree, err := config.Parse(c.Config)
	if err != nil {
		t.Fatal(err)
	}
	if m := tree.(config.Map); len(m) > 0 && !class.Plain {
		var d config.Decoder
		if err := d.Fields(m, op); err != nil {
			t.Fatal(err)
		}
	}
	args, err := config.Parse(c.Args)
	if err != nil {
		t.Fatal(err)
	}
	if list := args.([]any); len(list) > 0 {
		if err := op.(ops.WithArgs).SetCallArgs(list); err != nil {
			t.Fatal(err)
		}
	}
	for _, i := range c.Missing {
		op.(ops.Arranged).Missing(i)
	}
	return op
}

// TestOperations holds operations to what Keras computes: values, types, gradients,
// shapes with unknown sizes and settings.
func TestOperations(t *testing.T) {
	for _, family := range families {
		for _, c := range golden.Load[opCase](t, family) {
			t.Run(c.Name, func(t *testing.T) {
				defer func() {
					if e := recover(); e != nil {
						t.Fatal(e)
					}
				}()
				c.values(t)
				c.settings(t)
				c.open(t)
			})
		}
	}
}

func (c opCase) values(t *testing.T) {
	op := c.operation(t)
	trace := ops.NewTrace(false)
	var in []*ops.Value
	var arrays []*tensor.Tensor
	for _, a := range c.Inputs {
		x := a.Tensor(t)
		arrays = append(arrays, x)
		in = append(in, ops.Input("", x.DType(), x.Shape()...))
	}
	out := op.Apply(in)
	if len(out) != len(c.Outputs) {
		t.Fatalf("%d outputs, want %d", len(out), len(c.Outputs))
	}
	results := slices.Clone(out)
	var by []*ops.Value
	if c.Gradients != nil {
		by = c.smooth(in)
		results = append(results, trace.Gradients(c.total(t, out), by...)...)
	}
	p := trace.Program("test", in, results)
	plain, err := ref.Run(p, arrays...)
	if err != nil {
		t.Fatal(err)
	}
	fast := make([]*tensor.Tensor, len(results))
	for i, y := range results {
		fast[i] = tensor.New(y.DType, y.Shape...)
	}
	compiled, err := cpu.Compile(p)
	if err == nil {
		err = compiled.Run(arrays, fast)
	}
	if err != nil {
		t.Fatal(err)
	}
	c.close(t, in, by, plain)
	c.close(t, in, by, fast)
}

// close holds results, outputs and then gradients, to the recorded ones.
func (c opCase) close(t *testing.T, in, by []*ops.Value, got []*tensor.Tensor) {
	t.Helper()
	for i, want := range c.Outputs {
		if dt := narrow(got[i].DType()); dt != want.DType {
			t.Errorf("output %d is %v, want %s", i, got[i].DType(), want.DType)
		}
		if !got[i].Shape().Equal(tensor.Shape(want.Shape)) {
			t.Fatalf("output %d has shape %v, want %v", i, got[i].Shape(), want.Shape)
		}
		golden.Close(t, floats(got[i]), want, 1e-5, 2e-6)
	}
	for i, g := range got[len(c.Outputs):] {
		want := c.Gradients[slices.Index(in, by[i])]
		golden.Close(t, floats(g), *want, 1e-4, 2e-5)
	}
}

// smooth returns the inputs by which there is a gradient.
func (c opCase) smooth(in []*ops.Value) []*ops.Value {
	var by []*ops.Value
	for i, g := range c.Gradients {
		if g != nil {
			by = append(by, in[i])
		}
	}
	return by
}

// total returns what the recorded gradients are of: Σ out·w.
func (c opCase) total(t *testing.T, out []*ops.Value) *ops.Value {
	sum := ops.Const(0, tensor.Float32)
	for i, y := range out {
		if y.DType.IsFloat() {
			sum = ops.Add(sum, ops.Sum(ops.Multiply(y, ops.Constant(c.W[i].Tensor(t)))))
		}
	}
	return sum
}

// narrow returns the name of the type that Keras on JAX has for dt, which has none of
// 64 bits.
func narrow(dt tensor.DType) string {
	switch dt {
	case tensor.Float64:
		dt = tensor.Float32
	case tensor.Int64:
		dt = tensor.Int32
	case tensor.Uint64:
		dt = tensor.Uint32
	}
	return dt.String()
}

func floats(t *tensor.Tensor) []float32 { return tensor.Data[float32](t.Cast(tensor.Float32)) }

// settings checks that a file would say the same as Keras's.
func (c opCase) settings(t *testing.T) {
	op := c.operation(t)
	got := config.Map{}
	if !ops.ClassOf(op).Plain {
		var err error
		if got, err = config.Fields(op); err != nil {
			t.Fatal(err)
		}
	}
	if a, b := normal(t, got), normal(t, c.Config); a != b {
		t.Errorf("settings %s, want %s", a, b)
	}
}

// normal returns JSON in a form that is the same for equal values.
func normal(t *testing.T, v any) string {
	t.Helper()
	text, ok := v.(json.RawMessage)
	if !ok {
		var err error
		if text, err = config.Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	text, _ = json.Marshal(plain(tree))
	return string(text)
}

// plain leaves out what is as if it weren't there, and makes one of lists of the same,
// such as strides: Keras reads one as that.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if x == nil || x == false {
				delete(v, k)
			} else {
				v[k] = plain(x)
			}
		}
	case []any:
		same := len(v) > 0
		for i, x := range v {
			v[i] = plain(x)
			same = same && reflect.DeepEqual(v[i], v[0])
		}
		if same {
			return v[0]
		}
	}
	return v
}

// open checks the types of symbolic values.
func (c opCase) open(t *testing.T) {
	if c.Open == nil {
		return
	}
	var in []*ops.Value
	for _, o := range c.Open.Inputs {
		in = append(in, graph.NewCall("test").Declare(o.typ(t))...)
	}
	out := ops.Declare(c.operation(t), in)
	if err := out[0].Call.Err; err != nil {
		t.Fatalf("symbolic: %v", err)
	}
	if len(out) != len(c.Open.Outputs) {
		t.Fatalf("symbolic: %d outputs, want %d", len(out), len(c.Open.Outputs))
	}
	for i, o := range c.Open.Outputs {
		want := o.typ(t)
		if !out[i].Shape.Equal(want.Shape) || narrow(out[i].DType) != narrow(want.DType) {
			t.Errorf("symbolic: output %d is %v, want %v", i, out[i].Type, want)
		}
	}
}

// TestOperationsAreRecorded checks that there are recordings of every operation.
func TestOperationsAreRecorded(t *testing.T) {
	recorded := map[string]bool{}
	for _, family := range families {
		for _, c := range golden.Load[opCase](t, family) {
			recorded[c.Class] = true
		}
	}
	for _, name := range ops.Classes() {
		if !recorded[name] {
			t.Errorf("%s isn't in testdata/golden/ops_*: record what Keras makes of it", name)
		}
	}
}

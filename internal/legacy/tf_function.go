package legacy

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/config"
)

// A tfFunction is what a function of TensorFlow, which tf.keras has between layers, is
// called today.
type tfFunction struct {
	class    string
	values   []string          // arguments after the first that are values, in today's order
	settings map[string]string // today's names of the others
	list     bool              // the first argument is a list of values
}

var (
	tfAxis   = map[string]string{"axis": "axis"}
	tfReduce = map[string]string{"axis": "axis", "keepdims": "keepdims"}
	tfSecond = []string{"y"}
)

// tfFunctions has them by name.
var tfFunctions = map[string]tfFunction{
	"cast":          {class: "Cast", settings: map[string]string{"dtype": "dtype"}},
	"clip_by_value": {class: "Clip", settings: map[string]string{"clip_value_min": "x_min", "clip_value_max": "x_max"}},
	"concat":        {class: "Concatenate", settings: tfAxis, list: true},
	"expand_dims":   {class: "ExpandDims", settings: tfAxis},
	"linalg.matmul": {class: "Matmul", values: []string{"b"}},
	"nn.relu":       {class: "Relu"},
	"nn.softmax":    {class: "Softmax", settings: tfAxis},
	"reshape":       {class: "Reshape", settings: map[string]string{"shape": "newshape"}},
	"squeeze":       {class: "Squeeze", settings: tfAxis},
	"stack":         {class: "Stack", settings: tfAxis, list: true},
	"tile":          {class: "Tile", settings: map[string]string{"multiples": "repeats"}},
	"transpose":     {class: "Transpose", settings: map[string]string{"perm": "axes"}},
	"where":         {class: "Where", values: []string{"x", "y"}},

	"math.abs":      {class: "Absolute"},
	"math.cos":      {class: "Cos"},
	"math.exp":      {class: "Exp"},
	"math.log":      {class: "Log"},
	"math.negative": {class: "Negative"},
	"math.sigmoid":  {class: "Sigmoid"},
	"math.sign":     {class: "Sign"},
	"math.sin":      {class: "Sin"},
	"math.sqrt":     {class: "Sqrt"},
	"math.square":   {class: "Square"},
	"math.tanh":     {class: "Tanh"},

	"math.reduce_max":  {class: "Max", settings: tfReduce},
	"math.reduce_mean": {class: "Mean", settings: tfReduce},
	"math.reduce_min":  {class: "Min", settings: tfReduce},
	"math.reduce_prod": {class: "Prod", settings: tfReduce},
	"math.reduce_sum":  {class: "Sum", settings: tfReduce},

	"__operators__.add":  {class: "Add", values: tfSecond},
	"__operators__.eq":   {class: "Equal", values: tfSecond},
	"__operators__.ne":   {class: "NotEqual", values: tfSecond},
	"math.add":           {class: "Add", values: tfSecond},
	"math.divide":        {class: "TrueDivide", values: tfSecond},
	"math.equal":         {class: "Equal", values: tfSecond},
	"math.greater":       {class: "Greater", values: tfSecond},
	"math.greater_equal": {class: "GreaterEqual", values: tfSecond},
	"math.less":          {class: "Less", values: tfSecond},
	"math.less_equal":    {class: "LessEqual", values: tfSecond},
	"math.maximum":       {class: "Maximum", values: tfSecond},
	"math.minimum":       {class: "Minimum", values: tfSecond},
	"math.multiply":      {class: "Multiply", values: tfSecond},
	"math.not_equal":     {class: "NotEqual", values: tfSecond},
	"math.pow":           {class: "Power", values: tfSecond},
	"math.subtract":      {class: "Subtract", values: tfSecond},
	"math.truediv":       {class: "TrueDivide", values: tfSecond},
}

// function turns a call of a function of TensorFlow into an operation of today's.
func (l *layer) function() {
	name := l.Text("function")
	nodes, _ := l.outer.Get("inbound_nodes")
	list, _ := nodes.([]any)
	if len(list) != 1 {
		l.fail("inbound_nodes: received %d calls of the function %q, expected one", len(list), name)
		return
	}
	first, kwargs := call(list[0])
	if len(first) == 0 {
		l.fail("inbound_nodes: received a call of the function %q without values", name)
		return
	}
	f, ok := tfFunctions[strings.TrimPrefix(name, "compat.v1.")]
	var args []any
	settings := config.Map{{Key: "name", Value: l.name()}}
	switch {
	case l.class == "SlicingOpLambda":
		f.class = "GetItem"
		spec, _ := kwargs.Get("slice_spec")
		kwargs.Delete("slice_spec")
		args = []any{first[0], index(spec)}
	case !ok:
		l.fail("function: received %q, which isn't known here", name)
		return
	case f.list:
		args = []any{first}
	default:
		args = first
	}
	for _, key := range f.values {
		if v, ok := kwargs.Get(key); ok && v != nil {
			args = append(args, v)
			kwargs.Delete(key)
		}
	}
	for _, e := range kwargs {
		switch key := f.settings[e.Key]; {
		case e.Value == nil, e.Value == false, e.Key == "name": // the default
		case key != "":
			settings.Set(key, e.Value)
		default:
			l.fail("function %q: received the argument %s=%v, which isn't known here", name, e.Key, e.Value)
			return
		}
	}
	if (f.class == "Concatenate" || f.class == "Stack") && !slices.ContainsFunc(settings, func(e config.Entry) bool { return e.Key == "axis" }) {
		settings.Set("axis", json.Number("0"))
	}
	l.class, l.Map = f.class, settings
	l.outer.Set("module", "keras.src.ops")
	l.outer.Set("inbound_nodes", []any{config.Map{{Key: "args", Value: args}, {Key: "kwargs", Value: config.Map{}}}})
}

// call returns what comes first in a call of tf.keras, one value or several, and its
// other arguments, which stand beside each of them.
func call(node any) (first []any, kwargs config.Map) {
	list, _ := node.([]any)
	if len(list) >= 3 {
		if name, ok := list[0].(string); ok {
			if len(list) > 3 {
				m, _ := list[3].(config.Map)
				kwargs = slices.Clone(m)
			}
			if name == "_CONSTANT_VALUE" {
				return list[2:3], kwargs
			}
			return []any{list[:3:3]}, kwargs
		}
	}
	for _, x := range list {
		var one []any
		one, kwargs = call(x)
		first = append(first, one...)
	}
	return first, kwargs
}

// index returns an index of TensorFlow as that of Keras 3.
func index(spec any) []any {
	list, ok := spec.([]any)
	if !ok {
		list = []any{spec}
	}
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = x
		if m, ok := x.(config.Map); ok {
			class := m.Text("class_name")
			if class == "" {
				class = "__slice__"
			} else {
				m = config.Map{}
			}
			out[i] = config.Map{{Key: "class_name", Value: class}, {Key: "config", Value: m}}
		}
	}
	return out
}

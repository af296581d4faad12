package legacy

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"

	"github.com/gokeras/keras/internal/config"
)

// A tfFunction is what a function of TensorFlow, which tf.keras has between layers, is
// called today.
type tfFunction struct {
	class    string
	values   []string          // arguments after the first that are values, in today's order
	settings map[string]string // today's names of the others; those that change nothing have none
	defaults config.Map        // settings for arguments that aren't told, where today has others
	list     bool              // the first argument is a list of values
	layer    bool              // it is a layer today

	// adapt changes the arguments, and may return another class in place of this one.
	adapt func(arguments *config.Map) (class string, err error)
}

type keys = map[string]string

var (
	tfAxis   = keys{"axis": "axis"}
	tfReduce = keys{"axis": "axis", "keepdims": "keepdims", "keep_dims": "keepdims"}
	tfPlaces = keys{"axis": "axis", "output_type": ""}
	tfOrder  = keys{"axis": "axis", "direction": "", "stable": ""}
	tfSecond = []string{"y"}
	tfFirst  = config.Map{{Key: "axis", Value: json.Number("0")}}
)

// tfModules is where operations are that aren't in the module of all others.
var tfModules = map[string]string{"Resize": "keras.src.ops.image"}

// tfFunctions has them by name.
var tfFunctions = map[string]tfFunction{
	"argsort":       {class: "Argsort", settings: tfOrder, adapt: ascending},
	"broadcast_to":  {class: "BroadcastTo", settings: keys{"shape": "shape"}},
	"cast":          {class: "Cast", settings: keys{"dtype": "dtype"}},
	"clip_by_value": {class: "Clip", settings: keys{"clip_value_min": "x_min", "clip_value_max": "x_max"}},
	"concat":        {class: "Concatenate", settings: tfAxis, defaults: tfFirst, list: true},
	"expand_dims":   {class: "ExpandDims", settings: tfAxis},
	"gather":        {class: "Take", values: []string{"indices"}, settings: keys{"axis": "axis", "batch_dims": ""}, defaults: tfFirst, adapt: only0("batch_dims")},
	"identity":      {class: "Copy"},
	"image.resize":  {class: "Resize", settings: keys{"size": "size", "method": "interpolation", "antialias": "antialias"}, defaults: config.Map{{Key: "data_format", Value: "channels_last"}}},
	"linalg.matmul": {class: "Matmul", values: []string{"b"}, settings: keys{"subscripts": "subscripts"}, adapt: transposed},
	"norm":          {class: "Norm", settings: keys{"ord": "", "axis": "axis", "keepdims": "keepdims"}, adapt: euclidean},
	"one_hot":       {class: "OneHot", settings: keys{"depth": "num_classes", "axis": "axis", "dtype": "dtype", "on_value": "", "off_value": ""}, adapt: hot},
	"ones_like":     {class: "OnesLike", settings: keys{"optimize": ""}},
	"pad":           {class: "Pad", values: []string{"constant_values"}, settings: keys{"paddings": "pad_width", "mode": "mode"}, adapt: padMode},
	"repeat":        {class: "Repeat", settings: keys{"repeats": "repeats", "axis": "axis"}},
	"reshape":       {class: "Reshape", settings: keys{"shape": "newshape"}},
	"reverse":       {class: "Flip", settings: tfAxis},
	"roll":          {class: "Roll", settings: keys{"shift": "shift", "axis": "axis"}},
	"sort":          {class: "Sort", settings: tfOrder, adapt: ascending},
	"split":         {class: "Split", settings: keys{"num_or_size_splits": "indices_or_sections", "axis": "axis"}, adapt: sections},
	"squeeze":       {class: "Squeeze", settings: tfAxis},
	"stack":         {class: "Stack", settings: tfAxis, defaults: tfFirst, list: true},
	"stop_gradient": {class: "StopGradient"},
	"tensordot":     {class: "Tensordot", values: []string{"b"}, settings: keys{"axes": "axes"}},
	"tile":          {class: "Tile", settings: keys{"multiples": "repeats"}},
	"transpose":     {class: "Transpose", settings: keys{"perm": "axes"}},
	"unstack":       {class: "Unstack", settings: keys{"num": "num", "axis": "axis"}},
	"where":         {class: "Where", values: []string{"x", "y"}},
	"zeros_like":    {class: "ZerosLike", settings: keys{"optimize": ""}},

	"nn.bias_add":    {class: "Add", values: []string{"bias"}},
	"nn.elu":         {class: "Elu"},
	"nn.gelu":        {class: "Gelu", settings: keys{"approximate": "approximate"}, defaults: config.Map{{Key: "approximate", Value: false}}},
	"nn.leaky_relu":  {class: "LeakyRelu", settings: keys{"alpha": "negative_slope"}},
	"nn.log_softmax": {class: "LogSoftmax", settings: tfAxis},
	"nn.relu":        {class: "Relu"},
	"nn.relu6":       {class: "Relu6"},
	"nn.selu":        {class: "Selu"},
	"nn.silu":        {class: "Silu"},
	"nn.softmax":     {class: "Softmax", settings: tfAxis},
	"nn.softsign":    {class: "Softsign"},

	"math.abs":          {class: "Absolute"},
	"math.acos":         {class: "Arccos"},
	"math.acosh":        {class: "Arccosh"},
	"math.asin":         {class: "Arcsin"},
	"math.asinh":        {class: "Arcsinh"},
	"math.atan":         {class: "Arctan"},
	"math.atanh":        {class: "Arctanh"},
	"math.ceil":         {class: "Ceil"},
	"math.cos":          {class: "Cos"},
	"math.cosh":         {class: "Cosh"},
	"math.erf":          {class: "Erf"},
	"math.exp":          {class: "Exp"},
	"math.expm1":        {class: "Expm1"},
	"math.floor":        {class: "Floor"},
	"math.is_finite":    {class: "Isfinite"},
	"math.is_inf":       {class: "Isinf"},
	"math.is_nan":       {class: "Isnan"},
	"math.l2_normalize": {class: "Normalize", settings: tfAxis},
	"math.log":          {class: "Log"},
	"math.log1p":        {class: "Log1p"},
	"math.logical_not":  {class: "LogicalNot"},
	"math.negative":     {class: "Negative"},
	"math.reciprocal":   {class: "Reciprocal"},
	"math.round":        {class: "Round"},
	"math.rsqrt":        {class: "Rsqrt"},
	"math.sigmoid":      {class: "Sigmoid"},
	"math.sign":         {class: "Sign"},
	"math.sin":          {class: "Sin"},
	"math.sinh":         {class: "Sinh"},
	"math.softplus":     {class: "Softplus"},
	"math.sqrt":         {class: "Sqrt"},
	"math.square":       {class: "Square"},
	"math.tan":          {class: "Tan"},
	"math.tanh":         {class: "Tanh"},

	"math.add_n":                 {class: "Add", list: true, layer: true},
	"math.argmax":                {class: "Argmax", settings: tfPlaces, defaults: tfFirst},
	"math.argmin":                {class: "Argmin", settings: tfPlaces, defaults: tfFirst},
	"math.cumprod":               {class: "Cumprod", settings: tfAxis, defaults: tfFirst},
	"math.cumsum":                {class: "Cumsum", settings: tfAxis, defaults: tfFirst},
	"math.reduce_all":            {class: "All", settings: tfReduce},
	"math.reduce_any":            {class: "Any", settings: tfReduce},
	"math.reduce_euclidean_norm": {class: "Norm", settings: tfReduce},
	"math.reduce_logsumexp":      {class: "Logsumexp", settings: tfReduce},
	"math.reduce_max":            {class: "Max", settings: tfReduce},
	"math.reduce_mean":           {class: "Mean", settings: tfReduce},
	"math.reduce_min":            {class: "Min", settings: tfReduce},
	"math.reduce_prod":           {class: "Prod", settings: tfReduce},
	"math.reduce_std":            {class: "Std", settings: tfReduce},
	"math.reduce_sum":            {class: "Sum", settings: tfReduce},
	"math.reduce_variance":       {class: "Var", settings: tfReduce},
	"math.top_k":                 {class: "TopK", settings: keys{"k": "k", "sorted": "sorted"}},

	"__operators__.add":  {class: "Add", values: tfSecond},
	"__operators__.eq":   {class: "Equal", values: tfSecond},
	"__operators__.ne":   {class: "NotEqual", values: tfSecond},
	"floor_div":          {class: "FloorDivide", values: tfSecond},
	"math.add":           {class: "Add", values: tfSecond},
	"math.atan2":         {class: "Arctan2", values: []string{"x"}},
	"math.divide":        {class: "TrueDivide", values: tfSecond},
	"math.divide_no_nan": {class: "DivideNoNan", values: tfSecond},
	"math.equal":         {class: "Equal", values: tfSecond},
	"math.floordiv":      {class: "FloorDivide", values: tfSecond},
	"math.floormod":      {class: "Mod", values: tfSecond},
	"math.greater":       {class: "Greater", values: tfSecond},
	"math.greater_equal": {class: "GreaterEqual", values: tfSecond},
	"math.less":          {class: "Less", values: tfSecond},
	"math.less_equal":    {class: "LessEqual", values: tfSecond},
	"math.logical_and":   {class: "LogicalAnd", values: tfSecond},
	"math.logical_or":    {class: "LogicalOr", values: tfSecond},
	"math.logical_xor":   {class: "LogicalXor", values: tfSecond},
	"math.maximum":       {class: "Maximum", values: tfSecond},
	"math.minimum":       {class: "Minimum", values: tfSecond},
	"math.multiply":      {class: "Multiply", values: tfSecond},
	"math.not_equal":     {class: "NotEqual", values: tfSecond},
	"math.pow":           {class: "Power", values: tfSecond},
	"math.subtract":      {class: "Subtract", values: tfSecond},
	"math.truediv":       {class: "TrueDivide", values: tfSecond},
}

// transposed makes a product of transposed matrices a sum over other axes.
func transposed(arguments *config.Map) (string, error) {
	flag := func(names ...string) (on bool) {
		for _, name := range names {
			v, _ := arguments.Get(name)
			on = on || v == true
			arguments.Delete(name)
		}
		return on
	}
	a, b := "...ij", "...jk"
	first, second := flag("transpose_a", "adjoint_a"), flag("transpose_b", "adjoint_b")
	if !first && !second {
		return "", nil
	}
	if first {
		a = "...ji"
	}
	if second {
		b = "...kj"
	}
	arguments.Set("subscripts", a+","+b+"->...ik")
	return "Einsum", nil
}

// sections turns sizes into the places where the parts after the first begin.
func sections(arguments *config.Map) (string, error) {
	v, _ := arguments.Get("num_or_size_splits")
	list, ok := v.([]any)
	if !ok {
		return "", nil
	}
	var places []any
	at := 0
	for _, x := range list {
		n, _ := x.(json.Number)
		size, err := strconv.Atoi(string(n))
		if err != nil || size < 0 {
			return "", errors.New("num_or_size_splits: expected sizes")
		}
		if at += size; len(places) < len(list)-1 {
			places = append(places, json.Number(strconv.Itoa(at)))
		}
	}
	arguments.Set("num_or_size_splits", places)
	return "", nil
}

// padMode writes a mode as today, and leaves zeros to be the default.
func padMode(arguments *config.Map) (string, error) {
	mode := strings.ToLower(arguments.Text("mode"))
	if mode == "" {
		mode = "constant"
	}
	arguments.Set("mode", mode)
	if v, _ := arguments.Get("constant_values"); mode != "constant" || isNumber(v, 0) {
		arguments.Delete("constant_values")
	}
	return "", nil
}

func euclidean(arguments *config.Map) (string, error) {
	if v, ok := arguments.Get("ord"); ok && v != nil && v != "euclidean" && !isNumber(v, 2) {
		return "", errors.New("ord: expected euclidean")
	}
	return "", nil
}

func hot(arguments *config.Map) (string, error) {
	on, _ := arguments.Get("on_value")
	off, _ := arguments.Get("off_value")
	if on != nil && !isNumber(on, 1) || off != nil && !isNumber(off, 0) {
		return "", errors.New("on_value, off_value: expected 1 and 0")
	}
	return "", nil
}

func ascending(arguments *config.Map) (string, error) {
	if s := arguments.Text("direction"); s != "" && s != "ASCENDING" {
		return "", errors.New("direction: expected ASCENDING")
	}
	return "", nil
}

// only0 returns what refuses all but 0 for an argument.
func only0(name string) func(*config.Map) (string, error) {
	return func(arguments *config.Map) (string, error) {
		if v, ok := arguments.Get(name); ok && v != nil && !isNumber(v, 0) {
			return "", errors.New(name + ": expected 0")
		}
		return "", nil
	}
}

func isNumber(v any, want float64) bool {
	n, ok := v.(json.Number)
	x, err := n.Float64()
	return ok && err == nil && x == want
}

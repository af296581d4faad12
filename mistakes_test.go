package keras_test

import (
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// loop is a layer that contains itself.
type loop struct{ layers.Base }

func (l *loop) Build(in tensor.Shape) error                { return l.BuildChild("self", l, in) }
func (l *loop) Call(t *ops.Trace, x *ops.Value) *ops.Value { return layers.Apply(t, l, x)[0] }

// unbuilt is a layer that forgets to build the one within it.
type unbuilt struct {
	layers.Base
	inner layers.Dense
}

func (u *unbuilt) Call(t *ops.Trace, x *ops.Value) *ops.Value { return layers.Apply(t, &u.inner, x)[0] }

// fickle is a layer whose output has another number of axes for each batch.
type fickle struct{ layers.Base }

func (*fickle) Call(_ *ops.Trace, x *ops.Value) *ops.Value {
	if x.Shape[0] == 2 {
		return x
	}
	return ops.ExpandDims(x, -1)
}

// nothing is a layer that gives nil.
type nothing struct{ layers.Base }

func (*nothing) Call(*ops.Trace, *ops.Value) *ops.Value { return nil }

// one returns the model of a layer that is called with inputs of the given shapes.
func one(l layers.Layer, shapes ...[]int) *keras.Model {
	var in keras.List
	for _, s := range shapes {
		in = append(in, keras.Input(s...))
	}
	return keras.Functional(in, keras.Call(l, in...))
}

// mistakes are models that are wrong, and what must be in the error.
var mistakes = map[string]struct {
	model func() *keras.Model
	want  []string
}{
	"dense units":      {func() *keras.Model { return one(&layers.Dense{Units: -3}, []int{4}) }, []string{`layer "dense" (Dense): Units: received -3, expected a positive number`}},
	"dense scalar":     {func() *keras.Model { return one(&layers.Dense{Units: 3}, []int{}) }, []string{`layer "dense" (Dense): input: received shape (None,), expected a batch axis and at least one more`}},
	"dense unknown":    {func() *keras.Model { return one(&layers.Dense{Units: 3}, []int{tensor.Unknown}) }, []string{`layer "dense" (Dense): input: received shape (None, None), expected a last axis of known size`}},
	"dense two inputs": {func() *keras.Model { return one(&layers.Dense{Units: 3}, []int{4}, []int{4}) }, []string{`layer "dense" (Dense): received 2 inputs, expected 1`}},
	"activation":       {func() *keras.Model { return one(&layers.Dense{Units: 3, Activation: "rellu"}, []int{4}) }, []string{`layer "dense" (Dense): activation: received "rellu", expected a known name such as "relu"`}},
	"dtype":            {func() *keras.Model { return one(&layers.Dense{Units: 3, Base: layers.Base{DType: "bfloat"}}, []int{4}) }, []string{`layer "dense" (Dense): DType: received "bfloat", expected "float32" or "float64"`}},
	"input size":       {func() *keras.Model { return one(&layers.Dense{Units: 3}, []int{-5}) }, []string{`layer "input_layer" (InputLayer): Shape[0]: received -5, expected a positive number or tensor.Unknown`}},
	"dropout rate":     {func() *keras.Model { return one(&layers.Dropout{Rate: 1.5}, []int{4}) }, []string{`layer "dropout" (Dropout): Rate: received 1.5, expected a number between 0 and 1`}},
	"reshape":          {func() *keras.Model { return one(&layers.Reshape{TargetShape: []int{5}}, []int{4}) }, []string{`layer "reshape" (Reshape): ops.Reshape: TargetShape: received [5], expected 4 elements as in an input sample of shape (4,)`}},
	"conv filters":     {func() *keras.Model { return one(&layers.Conv2D{KernelSize: []int{3}}, []int{8, 8, 3}) }, []string{`layer "conv2d" (Conv2D): Filters: received 0, expected a positive number`}},
	"conv kernel":      {func() *keras.Model { return one(&layers.Conv2D{Filters: 3}, []int{8, 8, 3}) }, []string{`layer "conv2d" (Conv2D): KernelSize: received [], expected a positive number for each axis, or one for all`}},
	"conv kernel size": {func() *keras.Model {
		return one(&layers.Conv2D{Filters: 3, KernelSize: []int{3, 3, 3}}, []int{8, 8, 3})
	}, []string{`layer "conv2d" (Conv2D): KernelSize: received [3 3 3], expected 2, or one for all`}},
	"conv stride": {func() *keras.Model {
		return one(&layers.Conv2D{Filters: 3, KernelSize: []int{3}, Strides: []int{-2}}, []int{8, 8, 3})
	}, []string{`layer "conv2d" (Conv2D): Strides[0]: received -2, expected a positive number`}},
	"conv stride dilation": {func() *keras.Model {
		return one(&layers.Conv2D{Filters: 3, KernelSize: []int{3}, Strides: []int{2}, DilationRate: []int{2}}, []int{8, 8, 3})
	}, []string{`layer "conv2d" (Conv2D): DilationRate: received [2 2] with Strides [2 2], expected one of the two to be 1`}},
	"conv rank":      {func() *keras.Model { return one(&layers.Conv2D{Filters: 3, KernelSize: []int{3}}, []int{8, 8}) }, []string{`layer "conv2d" (Conv2D): input: received shape (None, 8, 8), expected 4 axes: batch, height, width, channels`}},
	"conv too small": {func() *keras.Model { return one(&layers.Conv2D{Filters: 3, KernelSize: []int{3}}, []int{2, 8, 3}) }, []string{`layer "conv2d" (Conv2D): ops.Conv: a value of shape (None, 2, 8, 3) is too small for windows of 3 places with padding "valid": the output would have size 0 along axis 0 of space`}},
	"conv groups": {func() *keras.Model {
		return one(&layers.Conv2D{Filters: 4, KernelSize: []int{3}, Groups: 2}, []int{8, 8, 3})
	}, []string{`layer "conv2d" (Conv2D): Groups: received 2, expected a divisor of the 3 channels of an input of shape (None, 8, 8, 3)`}},
	"conv group filters": {func() *keras.Model {
		return one(&layers.Conv2D{Filters: 3, KernelSize: []int{3}, Groups: 2}, []int{8, 8, 4})
	}, []string{`layer "conv2d" (Conv2D): Groups: received 2, expected a divisor of Filters, which is 3`}},
	"conv padding": {func() *keras.Model {
		return one(&layers.Conv2D{Filters: 3, KernelSize: []int{3}, Padding: "full"}, []int{8, 8, 4})
	}, []string{`layer "conv2d" (Conv2D): Padding: received "full", expected "valid" or "same"`}},
	"conv causal": {func() *keras.Model {
		return one(&layers.Conv2D{Filters: 3, KernelSize: []int{3}, Padding: "causal"}, []int{8, 8, 4})
	}, []string{`layer "conv2d" (Conv2D): Padding: received "causal", expected "valid" or "same"`}},
	"conv format": {func() *keras.Model {
		return one(&layers.Conv2D{Filters: 3, KernelSize: []int{3}, DataFormat: "NHWC"}, []int{8, 8, 4})
	}, []string{`layer "conv2d" (Conv2D): DataFormat: received "NHWC", expected "channels_last" or "channels_first"`}},
	"conv channels": {func() *keras.Model {
		return one(&layers.Conv2D{Filters: 3, KernelSize: []int{3}}, []int{8, 8, tensor.Unknown})
	}, []string{`layer "conv2d" (Conv2D): input: received shape (None, 8, 8, None), expected a known number of channels`}},
	"transpose padding": {func() *keras.Model {
		return one(&layers.Conv2DTranspose{Filters: 3, KernelSize: []int{3}, Strides: []int{2}, OutputPadding: []int{2}}, []int{8, 8, 4})
	}, []string{`layer "conv2d_transpose" (Conv2DTranspose): OutputPadding[0]: received 2, expected less than the stride, 2`}},
	"pool size":        {func() *keras.Model { return one(&layers.MaxPooling2D{PoolSize: []int{-1}}, []int{8, 8, 4}) }, []string{`layer "max_pooling2d" (MaxPooling2D): PoolSize[0]: received -1, expected a positive number`}},
	"pool rank":        {func() *keras.Model { return one(&layers.MaxPooling2D{}, []int{8, 4}) }, []string{`layer "max_pooling2d" (MaxPooling2D): call: input: received shape (None, 8, 4), expected 4 axes: batch, height, width, channels`}},
	"pool too small":   {func() *keras.Model { return one(&layers.AveragePooling1D{PoolSize: []int{5}}, []int{3, 4}) }, []string{`layer "average_pooling1d" (AveragePooling1D): ops.AveragePool: a value of shape (None, 3, 4) is too small for windows of 5 places with padding "valid": the output would have size 0 along axis 0 of space`}},
	"global rank":      {func() *keras.Model { return one(&layers.GlobalAveragePooling2D{}, []int{8, 4}) }, []string{`layer "global_average_pooling2d" (GlobalAveragePooling2D): call: input: received shape (None, 8, 4), expected 4 axes: batch, height, width, channels`}},
	"crop":             {func() *keras.Model { return one(&layers.Cropping1D{Cropping: []int{2, 3}}, []int{4, 4}) }, []string{`layer "cropping1d" (Cropping1D): crop: Cropping: received [2 3], expected less than the 4 elements along axis 1 of an input of shape (None, 4, 4)`}},
	"up":               {func() *keras.Model { return one(&layers.UpSampling2D{Size: []int{0}}, []int{4, 4, 1}) }, []string{`layer "up_sampling2d" (UpSampling2D): Size[0]: received 0, expected a positive number`}},
	"up interpolation": {func() *keras.Model { return one(&layers.UpSampling2D{Interpolation: "linear"}, []int{4, 4, 1}) }, []string{`layer "up_sampling2d" (UpSampling2D): Interpolation: received "linear", expected "nearest", "bilinear", "bicubic", "lanczos3" or "lanczos5"`}},
	"permute":          {func() *keras.Model { return one(&layers.Permute{Dims: []int{1, 1}}, []int{4, 4}) }, []string{`layer "permute" (Permute): Dims: received [1 1], expected each of the numbers from 1 to 2`}},
	"repeat":           {func() *keras.Model { return one(&layers.RepeatVector{}, []int{4}) }, []string{`layer "repeat_vector" (RepeatVector): N: received 0, expected a positive number`}},
	"embedding":        {func() *keras.Model { return one(&layers.Embedding{InputDim: -1, OutputDim: 2}, []int{4}) }, []string{`layer "embedding" (Embedding): InputDim: received -1, expected a positive number`}},
	"lstm units":       {func() *keras.Model { return one(&layers.LSTM{}, []int{4, 2}) }, []string{`layer "lstm" (LSTM): Units: received 0, expected a positive number`}},
	"lstm rank":        {func() *keras.Model { return one(&layers.LSTM{Units: 3}, []int{4}) }, []string{`layer "lstm" (LSTM): input: received shape (None, 4), expected 3 axes, of which the first are batch and steps`}},
	"lstm states": {func() *keras.Model {
		x, h := keras.Input(4, 2), keras.Input(3)
		return keras.Functional(keras.List{x, h}, keras.CallWith(&layers.LSTM{Units: 3}, layers.Args{InitialState: h.Values()}, x)[0])
	}, []string{`layer "lstm" (LSTM): call: initial state: received 1 values, expected 2 states`}},
	"lstm state shape": {func() *keras.Model {
		x, h := keras.Input(4, 2), keras.Input(5)
		return keras.Functional(keras.List{x, h}, keras.CallWith(&layers.LSTM{Units: 3}, layers.Args{InitialState: []*ops.Value{h.Value(), h.Value()}}, x)[0])
	}, []string{`layer "lstm" (LSTM): call: initial state 0: received shape (None, 5), expected (None, 3)`}},
	"stateful": {func() *keras.Model { return one(&layers.GRU{Units: 3, Stateful: true}, []int{4, 2}) }, []string{`layer "gru" (GRU): Stateful: received an input of shape (None, 4, 2), expected a fixed size of the batch: give the Input a BatchSize`}},
	"bidirectional": {func() *keras.Model {
		return one(&layers.Bidirectional{Layer: &layers.LSTM{Units: 3}, MergeMode: "product"}, []int{4, 2})
	}, []string{`layer "bidirectional" (Bidirectional): MergeMode: received "product", expected "concat", "sum", "mul", "ave" or "none"`}},
	"bidirectional nil": {func() *keras.Model { return one(&layers.Bidirectional{}, []int{4, 2}) }, []string{`layer "bidirectional" (Bidirectional): Layer: received nil, expected a recurrent layer such as &LSTM{Units: 32}`}},
	"time distributed":  {func() *keras.Model { return one(&layers.TimeDistributed{Layer: &layers.Dense{Units: 3}}, []int{4}) }, []string{`layer "time_distributed" (TimeDistributed): input: received shape (None, 4), expected at least 3 axes, of which the first are batch and steps`}},
	"attention heads":   {func() *keras.Model { return one(&layers.MultiHeadAttention{KeyDim: 2}, []int{4, 2}, []int{4, 2}) }, []string{`layer "multi_head_attention" (MultiHeadAttention): NumHeads: received 0, expected a positive number`}},
	"attention inputs":  {func() *keras.Model { return one(&layers.MultiHeadAttention{NumHeads: 2, KeyDim: 2}, []int{4, 2}) }, []string{`layer "multi_head_attention" (MultiHeadAttention): received 1 inputs, expected query, value and, if need be, key`}},
	"attention shapes":  {func() *keras.Model { return one(&layers.Attention{}, []int{4, 2}, []int{4, 3}) }, []string{`layer "attention" (Attention): ops.Einsum: received values of shapes [(None, 4, 2) (None, 4, 3)], in which the axis j has the sizes 2 and 3`}},
	"attention mask": {func() *keras.Model {
		x, m := keras.Input(4, 2), &layers.Input{Shape: []int{4, 5}, Type: tensor.Bool}
		y := keras.CallWith(&layers.MultiHeadAttention{NumHeads: 2, KeyDim: 2}, layers.Args{AttentionMask: m.Value()}, x, x)[0]
		return keras.Functional(keras.List{x, m}, y)
	}, []string{`layer "multi_head_attention" (MultiHeadAttention): Attention[float32(None, 4, 2, 2) float32(None, 4, 2, 2) float32(None, 4, 2, 2) bool(None, 1, 4, 5)]: received a mask of type bool(None, 1, 4, 5), expected bool(None, 2, 4, 4), or 1 in place of some sizes`}},
	"einsum": {func() *keras.Model {
		return one(&layers.EinsumDense{Equation: "ab->ac", OutputShape: tensor.Shape{3}}, []int{4})
	}, []string{`layer "einsum_dense" (EinsumDense): Equation: received "ab->ac", expected one of the forms "X,Y->Z", "...X,Y->...Z" and "X...,Y->Z..."`}},
	"batch axis":       {func() *keras.Model { return one(&layers.BatchNormalization{Axis: new(3)}, []int{4}) }, []string{`layer "batch_normalization" (BatchNormalization): Axis: received 3, expected an axis of an input of shape (None, 4)`}},
	"batch momentum":   {func() *keras.Model { return one(&layers.BatchNormalization{Momentum: new(2.)}, []int{4}) }, []string{`layer "batch_normalization" (BatchNormalization): Momentum: received 2, expected a number between 0 and 1`}},
	"group":            {func() *keras.Model { return one(&layers.GroupNormalization{Groups: 3}, []int{4}) }, []string{`layer "group_normalization" (GroupNormalization): Groups: received 3, expected a number that divides the 4 channels of an input of shape (None, 4)`}},
	"add shapes":       {func() *keras.Model { return one(&layers.Add{}, []int{4}, []int{3}) }, []string{`layer "add" (Add): inputs: received shapes [(None, 4) (None, 3)], expected ones that can be broadcast together`}},
	"subtract three":   {func() *keras.Model { return one(&layers.Subtract{}, []int{4}, []int{4}, []int{4}) }, []string{`layer "subtract" (Subtract): received 3 inputs, expected 2`}},
	"concatenate":      {func() *keras.Model { return one(&layers.Concatenate{}, []int{4, 2}, []int{3, 2}) }, []string{`layer "concatenate" (Concatenate): inputs: received shapes [(None, 4, 2) (None, 3, 2)], expected the same but for the sizes of axis 2`}},
	"concatenate axis": {func() *keras.Model { return one(&layers.Concatenate{Axis: new(4)}, []int{4}, []int{4}) }, []string{`layer "concatenate" (Concatenate): Axis: received 4, expected an axis of an input of shape (None, 4)`}},
	"concatenate rank": {func() *keras.Model { return one(&layers.Concatenate{}, []int{4}, []int{4, 4}) }, []string{`layer "concatenate" (Concatenate): inputs: received shapes [(None, 4) (None, 4, 4)], expected the same but for the sizes of axis 1`}},
	"dot":              {func() *keras.Model { return one(&layers.Dot{Axes: []int{1}}, []int{4}, []int{3}) }, []string{`layer "dot" (Dot): Axes: received [1], expected an axis for each of the two inputs`}},
	"masking flag":     {func() *keras.Model { return one(&layers.Discretization{}, []int{4}) }, []string{`layer "discretization" (Discretization): NumBins: received 0, expected a positive number, or BinBoundaries`}},
	"prelu axes":       {func() *keras.Model { return one(&layers.PReLU{SharedAxes: []int{5}}, []int{4}) }, []string{`layer "p_re_lu" (PReLU): SharedAxes: received 5, expected an axis from 1 to 1 of an input of shape (None, 4)`}},
	"leaky":            {func() *keras.Model { return one(&layers.LeakyReLU{NegativeSlope: new(-1.)}, []int{4}) }, []string{`layer "leaky_re_lu" (LeakyReLU): NegativeSlope: received -1, expected a number that isn't negative`}},
	"lambda":           {func() *keras.Model { return one(&layers.Lambda{}, []int{4}) }, []string{`layer "lambda" (Lambda): Function: received "", expected the name of a function made known by layers.RegisterFunction`}},
	"contains itself":  {func() *keras.Model { return one(&loop{}, []int{4}) }, []string{`layer "loop" (loop): layer "loop" (loop): it contains itself: BuildChild was called with a layer that is being built`}},
	"forgot to build":  {func() *keras.Model { return one(&unbuilt{inner: layers.Dense{Units: 2}}, []int{4}) }, []string{`layer "unbuilt" (unbuilt): layer Dense: call: the layer isn't built: layers.Build or, within another layer, BuildChild comes first`}},
	"rank by batch":    {func() *keras.Model { return one(&fickle{}, []int{4}) }, []string{`layer "fickle" (fickle): call: the number of axes of the output depends on the batch: (2, 4) and (3, 4, 1)`}},
	"gives nil":        {func() *keras.Model { return one(&nothing{}, []int{4}) }, []string{`layer "nothing" (nothing): call: output 0: received nil, expected a value`}},
	"nil layer":        {func() *keras.Model { return one(nil, []int{4}) }, []string{`Call: layer: received nil`}},
	"nil input": {func() *keras.Model {
		x := keras.Input(4)
		return keras.Functional(x, keras.Call(&layers.Dense{Units: 1}, nil))
	}, []string{`layer "dense" (Dense): input 0: received nil, expected a value`}},
	"nil in a list": {func() *keras.Model {
		x := keras.Input(4)
		return keras.Functional(x, keras.Call(&layers.Add{}, keras.List{x, nil}))
	}, []string{`layer "add" (Add): input 0: value 1: received nil, expected a value`}},
	"nil by name": {func() *keras.Model {
		x := keras.Input(4)
		return keras.Functional(x, keras.Named{"a": x, "b": keras.List{nil}})
	}, []string{`Functional: outputs: value "b": value 0: received nil, expected a value`}},
	"nil chain": {func() *keras.Model { return keras.Functional(keras.Input(4), keras.Chain(nil)) }, []string{`input 0: received nil, expected a value`}},
	"nil operand": {func() *keras.Model {
		x := keras.Input(4)
		return keras.Functional(x, ops.Maximum(x.Value(), one(&layers.Dense{Units: 1}, []int{4}).Output("missing")))
	}, []string{`layer "maximum" (Maximum): value 1: received nil`}},
	"added to a graph": {func() *keras.Model {
		m := one(&layers.Dense{Units: 1}, []int{4})
		m.Add(&layers.Dense{Units: 1})
		return m
	}, []string{`Add: received a call of a functional model, expected a sequential one`}},
	"no input": {func() *keras.Model {
		x := keras.Input(4)
		return keras.Functional(x, keras.Call(&layers.Dense{Units: 1}))
	}, []string{`layer "dense" (Dense): received no inputs, expected at least one`}},
	"nil inputs":  {func() *keras.Model { return keras.Functional(nil, keras.Input(4)) }, []string{`Functional: inputs: received nil, expected a value, a List or a Named`}},
	"nil outputs": {func() *keras.Model { return keras.Functional(keras.Input(4), nil) }, []string{`Functional: outputs: received nil, expected a value, a List or a Named`}},
	"no outputs":  {func() *keras.Model { return keras.Functional(keras.Input(4), keras.List{}) }, []string{`Functional: outputs: received no values, expected at least one`}},
	"input twice": {func() *keras.Model {
		x := keras.Input(4)
		return keras.Functional(keras.List{x, x}, keras.Call(&layers.Dense{Units: 1}, x))
	}, []string{`Functional: inputs: value 1: received the same value as in place 0`}},
	"disconnected": {func() *keras.Model {
		x, y := keras.Input(4), &layers.Input{Shape: []int{4}, Base: layers.Named("other")}
		return keras.Functional(x, keras.Call(&layers.Add{}, x, y))
	}, []string{`Functional: outputs: they depend on an input "other" of shape (None, 4), which isn't among the inputs`}},
	"not symbolic": {func() *keras.Model { return keras.Functional(keras.Input(4), ops.Const(1, tensor.Float32)) }, []string{`Functional: outputs: value 0: received one that doesn't come from keras.Input`}},
	"two of a name": {func() *keras.Model {
		x := keras.Input(4)
		return keras.Functional(x, keras.Chain(x, &layers.Dense{Units: 1, Base: layers.Named("a")}, &layers.Dense{Units: 1, Base: layers.Named("a")}))
	}, []string{`model "functional": layer 2 (Dense): received the name "a", which another layer has, expected a unique one`}},
	"two inputs of a name": {func() *keras.Model {
		a, b := &layers.Input{Shape: []int{4}, Base: layers.Named("a")}, &layers.Input{Shape: []int{4}, Base: layers.Named("a")}
		return keras.Functional(keras.List{a, b}, keras.Call(&layers.Add{}, a, b))
	}, []string{`model "functional": layer 1 (InputLayer): received the name "a", which another layer has, expected a unique one`}},
	"shared shape": {func() *keras.Model {
		d := &layers.Dense{Units: 2}
		x := keras.Input(4)
		return keras.Functional(x, keras.Call(d, keras.Call(d, x)))
	}, []string{`layer "dense" (Dense): ops.Matmul: the last axis of a value of shape (None, 2) has size 2, expected 4 for a matrix of shape (4, 2)`}},
	"inner shape": {func() *keras.Model {
		inner := keras.Sequential(keras.Input(4), &layers.Dense{Units: 2})
		x := keras.Input(3)
		return keras.Functional(x, keras.Call(inner, x))
	}, []string{`layer "sequential" (Sequential): received shape (None, 3), expected (None, 4) as its Input says`}},
	"inner inputs": {func() *keras.Model {
		a, b := keras.Input(4), keras.Input(4)
		inner := keras.Functional(keras.List{a, b}, keras.Call(&layers.Add{}, a, b))
		x := keras.Input(4)
		return keras.Functional(x, keras.Call(inner, x))
	}, []string{`layer "functional" (Functional): received 1 inputs, expected 2`}},
	"operation axis": {func() *keras.Model { x := keras.Input(4); return keras.Functional(x, ops.Sum(x.Value(), 5)) }, []string{`layer "sum" (Sum): ops.Sum: axis 5 is out of range for a value of shape (None, 4)`}},
	"operation shapes": {func() *keras.Model {
		x, y := keras.Input(4), keras.Input(3)
		return keras.Functional(keras.List{x, y}, ops.Add(x.Value(), y.Value()))
	}, []string{`layer "add" (Add): ops.Add: operands of shapes (None, 4) and (None, 3) can't be broadcast together`}},
	"operation reshape": {func() *keras.Model { x := keras.Input(4); return keras.Functional(x, ops.Reshape(x.Value(), -1, 5)) }, []string{`layer "reshape" (Reshape): ops.Reshape: the None elements of a value of shape (None, 4) don't fit a shape [-1 5]`}},
	"arguments": {func() *keras.Model {
		x := keras.Input(4)
		return keras.Functional(x, keras.CallWith(&layers.Dense{Units: 1}, layers.Args{UseCausalMask: true}, x)[0])
	}, []string{`layer "dense" (Dense): call: received arguments beside the inputs, which the layer doesn't take`}},
}

func TestMistakes(t *testing.T) {
	for name, c := range mistakes {
		t.Run(name, func(t *testing.T) {
			err := c.model().Compile(keras.CompileOptions{Loss: losses.Name("mse")})
			says(t, err, c.want...)
		})
	}
}

// TestMistakesDeep checks that all mistakes in a graph are told at once, and none
// that only follows from another.
func TestMistakesDeep(t *testing.T) {
	x := keras.Input(8, 8, 3)
	a := keras.Chain(x, &layers.Conv2D{Filters: -1, KernelSize: []int{3}}, &layers.MaxPooling2D{}, &layers.Flatten{})
	b := keras.Chain(x, &layers.Flatten{}, &layers.Dense{Units: 4, Activation: "rellu"}, &layers.Dense{Units: 4})
	c := keras.Chain(x, &layers.Flatten{}, &layers.Reshape{TargetShape: []int{7}})
	err := keras.Functional(x, keras.Call(&layers.Add{}, a, b, c)).Compile(keras.CompileOptions{})
	says(t, err,
		`layer "conv2d" (Conv2D): Filters: received -1`,
		`layer "dense" (Dense): activation: received "rellu"`,
		`layer "reshape" (Reshape): ops.Reshape: TargetShape: received [7]`,
	)
	if joined, ok := err.(interface{ Unwrap() []error }); !ok || len(joined.Unwrap()) < 1 {
		t.Errorf("received %T, expected errors that are joined", err)
	}
}

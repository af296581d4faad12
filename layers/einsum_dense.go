package layers

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/constraints"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

// EinsumDense multiplies its input and a kernel as an equation says:
//
//	y = Activation(einsum(Equation, x, kernel) + bias)
//
// so "ab,bc->ac" is a Dense layer, "...x,xy->...y" one for any number of axes, and
// "abc,cde->abde" projects each step of a sequence for several heads. Its weights are
// kernel and, with BiasAxes, bias; see [ops.Einsum].
type EinsumDense struct {
	// Equation is in one of the forms X,Y->Z, ...X,Y->...Z and X...,Y->Z..., where X,
	// Y and Z are letters: the axes of the input, the kernel and the output. Required.
	Equation string `json:"equation"`

	// OutputShape is the sizes of the output's axes but for the batch and those that
	// "..." stands for; tensor.Unknown for a size that is the input's. Required.
	OutputShape tensor.Shape `json:"output_shape"`

	// Activation ends the layer. Default: activations.Linear.
	Activation activations.Name `json:"activation" keras:"default=linear"`

	// BiasAxes are the letters of the output's axes that the bias has. Default: "", no
	// bias.
	BiasAxes string `json:"bias_axes"`

	// KernelInitializer gives the first kernel. Default: GlorotUniform.
	KernelInitializer initializers.Initializer `json:"kernel_initializer" keras:"default=GlorotUniform"`

	// BiasInitializer gives the first bias. Default: Zeros.
	BiasInitializer initializers.Initializer `json:"bias_initializer" keras:"default=Zeros"`

	// KernelRegularizer is a penalty on the kernel. Default: none.
	KernelRegularizer regularizers.Regularizer `json:"kernel_regularizer"`

	// BiasRegularizer is a penalty on the bias. Default: none.
	BiasRegularizer regularizers.Regularizer `json:"bias_regularizer"`

	// KernelConstraint limits the kernel. Default: none.
	KernelConstraint constraints.Constraint `json:"kernel_constraint"`

	// BiasConstraint limits the bias. Default: none.
	BiasConstraint constraints.Constraint `json:"bias_constraint"`

	Base

	kernel, bias *ops.Variable
}

var _ = register[EinsumDense]()

var einsumDenseForm = regexp.MustCompile(`^(\.\.\.)?([a-zA-Z]+)(\.\.\.)?,([a-zA-Z]+)->(\.\.\.)?([a-zA-Z]+)(\.\.\.)?$`)

// einsumTerms are the letters of an equation's input, kernel and output, and where
// "..." stands.
type einsumTerms struct {
	x, kernel, y string
	left, right  bool
}

func (e *EinsumDense) terms() (einsumTerms, error) {
	m := einsumDenseForm.FindStringSubmatch(strings.ReplaceAll(e.Equation, " ", ""))
	if m == nil || m[1] != m[5] || m[3] != m[7] || m[1] != "" && m[3] != "" {
		return einsumTerms{}, received("Equation", e.Equation, `one of the forms "X,Y->Z", "...X,Y->...Z" and "X...,Y->Z..."`)
	}
	t := einsumTerms{x: m[2], kernel: m[4], y: m[6], left: m[1] != "", right: m[3] != ""}
	for _, c := range t.kernel {
		if !strings.ContainsRune(t.x+t.y, c) {
			return t, received("Equation", e.Equation, fmt.Sprintf("the kernel's axis %q in the input or the output", c))
		}
	}
	for _, c := range t.y {
		if !strings.ContainsRune(t.x+t.kernel, c) {
			return t, received("Equation", e.Equation, fmt.Sprintf("the output's axis %q in the input or the kernel", c))
		}
	}
	for _, c := range e.BiasAxes {
		if !strings.ContainsRune(t.y, c) {
			return t, received("BiasAxes", e.BiasAxes, fmt.Sprintf("letters of the output's axes %q", t.y))
		}
	}
	return t, nil
}

// Validate implements [Validator].
func (e *EinsumDense) Validate() error {
	if _, err := e.terms(); err != nil {
		return err
	}
	for i, d := range e.OutputShape {
		if d <= 0 && d != tensor.Unknown {
			return received(fmt.Sprintf("OutputShape[%d]", i), d, "a positive number or tensor.Unknown")
		}
	}
	return checkActivation(e.Activation)
}

// sizes returns the sizes of the input's and the output's axes, by letter.
func (e *EinsumDense) sizes(t einsumTerms, in tensor.Shape) (x, y map[rune]int, elided int, err error) {
	elided = len(in) - len(t.x)
	if elided < 0 || elided > 0 && !t.left && !t.right || t.left && elided == 0 {
		return nil, nil, 0, fmt.Errorf("input: received shape %v, expected the axes of %q", in, e.Equation)
	}
	out := e.OutputShape.Clone()
	if !t.left {
		out = append(tensor.Shape{tensor.Unknown}, out...) // the batch
	}
	if len(out) != len(t.y) {
		return nil, nil, 0, fmt.Errorf("OutputShape: received %v, expected the sizes of the output's axes %q without the batch", e.OutputShape, t.y)
	}
	x, y = map[rune]int{}, map[rune]int{}
	if t.left {
		in = in[elided:]
	}
	for i, c := range t.x {
		x[c] = in[i]
	}
	for i, c := range t.y {
		y[c] = out[i]
		d, shared := x[c]
		switch {
		case !shared || d == tensor.Unknown:
		case out[i] == tensor.Unknown:
			y[c] = d
		case d != out[i]:
			return nil, nil, 0, fmt.Errorf("OutputShape: received %v, in which the axis %q has size %d, expected the input's, %d", e.OutputShape, c, out[i], d)
		}
	}
	return x, y, elided, nil
}

// Build implements [Layer].
func (e *EinsumDense) Build(in tensor.Shape) error {
	t, err := e.terms()
	if err != nil {
		return err
	}
	x, y, elided, err := e.sizes(t, in)
	if err != nil {
		return err
	}
	var kernel tensor.Shape
	var inputs, outputs []int
	for i, c := range t.kernel {
		d, ok := y[c]
		if ok {
			outputs = append(outputs, i)
		} else {
			d = x[c]
			inputs = append(inputs, i)
		}
		if d == tensor.Unknown {
			return fmt.Errorf("input: received shape %v, expected a known size of the kernel's axis %q", in, c)
		}
		kernel = append(kernel, d)
	}
	e.kernel = e.AddWeight(Weight{
		Name: "kernel", Shape: kernel, Initializer: withAxes(e.KernelInitializer, inputs, outputs),
		Regularizer: e.KernelRegularizer, Constraint: e.KernelConstraint,
	})
	if e.BiasAxes == "" {
		return nil
	}
	shape, err := e.biasShape(t, y, elided)
	if err != nil {
		return err
	}
	e.bias = e.AddWeight(Weight{
		Name: "bias", Shape: shape,
		Initializer: orZeros(e.BiasInitializer), Regularizer: e.BiasRegularizer, Constraint: e.BiasConstraint,
	})
	return nil
}

// leaveOpen makes unknown what OutputShape doesn't say of the shape that comes out, as
// Keras does although it could know it.
func (e *EinsumDense) leaveOpen(out tensor.Shape) {
	if strings.HasPrefix(e.Equation, "...") {
		out = out[len(out)-len(e.OutputShape):]
	} else {
		out = out[1:]
	}
	for i, d := range e.OutputShape {
		if d == tensor.Unknown {
			out[i] = tensor.Unknown
		}
	}
}

// biasShape returns the sizes of the output's axes from the first that the bias has,
// and 1 for those that it lacks.
func (e *EinsumDense) biasShape(t einsumTerms, y map[rune]int, elided int) (tensor.Shape, error) {
	var shape tensor.Shape
	for _, c := range t.y[strings.IndexAny(t.y, e.BiasAxes):] {
		switch {
		case !strings.ContainsRune(e.BiasAxes, c):
			shape = append(shape, 1)
		case y[c] == tensor.Unknown:
			return nil, received("BiasAxes", e.BiasAxes, fmt.Sprintf("a known size of the axis %q", c))
		default:
			shape = append(shape, y[c])
		}
	}
	if t.right {
		shape = append(shape, slices.Repeat(tensor.Shape{1}, elided)...)
	}
	return shape, nil
}

// withAxes returns an initializer that knows which axes of a weight are inputs and
// which are outputs, if it cares and hasn't been told.
func withAxes(i initializers.Initializer, inputs, outputs []int) initializers.Initializer {
	if i == nil {
		i = &initializers.GlorotUniform{}
	}
	p := reflect.ValueOf(i)
	if p.Kind() != reflect.Pointer || p.Elem().Kind() != reflect.Struct {
		return i
	}
	told := reflect.New(p.Elem().Type())
	told.Elem().Set(p.Elem())
	in, out := told.Elem().FieldByName("InputAxes"), told.Elem().FieldByName("OutputAxes")
	ints := reflect.TypeFor[[]int]()
	if !in.IsValid() || !out.IsValid() || in.Type() != ints || out.Type() != ints || !in.IsNil() && !out.IsNil() {
		return i
	}
	in.Set(reflect.ValueOf(inputs))
	out.Set(reflect.ValueOf(outputs))
	return told.Interface().(initializers.Initializer)
}

// Call implements [Layer].
func (e *EinsumDense) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	y := ops.Einsum(e.Equation, x, t.Get(e.kernel))
	if e.bias != nil {
		y = ops.Add(y, t.Get(e.bias))
	}
	return activate(y, e.Activation)
}

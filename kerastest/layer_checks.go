package kerastest

import (
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

// batch returns inputs of n samples, the same at every call, in which floating-point
// numbers are of type dt.
func (c *LayerCase) batch(n int, dt tensor.DType) []*tensor.Tensor {
	g := random.New(3)
	list := make([]*tensor.Tensor, len(c.Inputs))
	for i, s := range c.Inputs {
		shape := batched(n, s)
		if c.Values != nil {
			list[i] = c.Values(g, i, shape)
		} else {
			x := make([]float32, shape.Size())
			g.Uniform(x, -1, 1)
			list[i] = tensor.FromSlice(x, shape...)
		}
		if list[i].DType().IsFloat() {
			list[i] = list[i].Cast(dt)
		}
	}
	return list
}

// variables returns all that a layer has of state.
func variables(l layers.Layer) []*ops.Variable { return append(layers.Weights(l), layers.Seeds(l)...) }

// forward records what the layer gives for inputs.
func forward(l layers.Layer, training bool, inputs []*tensor.Tensor) (*step, error) {
	s, err := record(training, inputs, func(t *ops.Trace, in []*ops.Value) []*ops.Value {
		return layers.Apply(t, l, in...)
	})
	if err == nil {
		s.vars = variables(l)
	}
	return s, err
}

// outputs computes what the layer gives for inputs, on the plain engine.
func outputs(t testing.TB, check string, l layers.Layer, training bool, inputs []*tensor.Tensor) []array {
	t.Helper()
	s, err := forward(l, training, inputs)
	if err == nil {
		var list []array
		if list, err = s.plain(); err == nil {
			return list[:len(s.program.Outputs)]
		}
	}
	t.Errorf("%s: %v", check, err)
	return nil
}

// loss records a scalar that depends on all outputs of the layer, the losses that it
// adds, and the penalties on its weights.
func loss(t *ops.Trace, l layers.Layer, in []*ops.Value) *ops.Value {
	var terms []*ops.Value
	for _, y := range layers.Apply(t, l, in...) {
		terms = append(terms, weigh(y))
	}
	terms = append(terms, t.Losses()...)
	for _, v := range layers.TrainableWeights(l) {
		if v.Regularizer != nil {
			terms = append(terms, v.Regularizer(t.Get(v)))
		}
	}
	return total(terms...)
}

// shapes checks what comes out against what was foretold.
func (c *LayerCase) shapes(t testing.TB, l layers.Layer) bool {
	t.Helper()
	infer := func(n int) []ops.Type {
		var types []ops.Type
		for i, x := range c.batch(1, tensor.Float32) {
			types = append(types, ops.Type{DType: x.DType(), Shape: batched(n, c.Inputs[i])})
		}
		out, err := layers.Infer(l, types...)
		if err != nil {
			t.Errorf("shapes: %v", err)
		}
		return out
	}
	anyBatch := infer(tensor.Unknown)
	if anyBatch == nil {
		return false
	}
	if c.Outputs != nil && len(anyBatch) != len(c.Outputs) {
		t.Errorf("shapes: received %d outputs, expected %d", len(anyBatch), len(c.Outputs))
		return false
	}
	for i, want := range c.Outputs {
		if got := anyBatch[i].Shape; len(got) == 0 || !got[1:].Equal(want) {
			t.Errorf("shapes: output %d: received shape %v, expected %v", i, got, batched(tensor.Unknown, want))
		}
	}
	ok := true
	for _, n := range []int{1, 5} {
		known := infer(n)
		for i, y := range outputs(t, "shapes", l, false, c.batch(n, tensor.Float32)) {
			if !fits(y.Shape(), anyBatch[i].Shape) || y.DType() != anyBatch[i].DType {
				t.Errorf("shapes: %s of a batch of %d: received %v%v, expected %v%v, as foretold for any batch",
					y.what, n, y.DType(), y.Shape(), anyBatch[i].DType, anyBatch[i].Shape)
				ok = false
			}
			if !fits(y.Shape(), known[i].Shape) {
				t.Errorf("shapes: %s of a batch of %d: received shape %v, expected %v, as foretold", y.what, n, y.Shape(), known[i].Shape)
				ok = false
			}
			if !c.AcrossSamples && y.Len() != n {
				t.Errorf("shapes: %s of a batch of %d: received shape %v, expected the first axis to be the batch", y.what, n, y.Shape())
				ok = false
			}
		}
	}
	return ok
}

// fits tells whether a shape is one of those that a shape with unknown sizes stands for.
func fits(shape, open tensor.Shape) bool {
	return slices.EqualFunc(shape, open, func(a, b int) bool { return a == b || b == tensor.Unknown })
}

// weights checks the names of the weights.
func (c *LayerCase) weights(t testing.TB, l layers.Layer) {
	t.Helper()
	names, paths := []string{}, map[string]bool{}
	for _, v := range layers.Weights(l) {
		names = append(names, v.Name)
		if paths[v.Path] {
			t.Errorf("weights: received the path %q twice, expected another for each weight", v.Path)
		}
		paths[v.Path] = true
		if !strings.HasPrefix(v.Path, layers.NameOf(l)+"/") {
			t.Errorf("weights: received the path %q, expected it to begin with the layer's name %q", v.Path, layers.NameOf(l))
		}
	}
	if c.Weights != nil && !slices.Equal(names, c.Weights) {
		t.Errorf("weights: received %q, expected %q", names, c.Weights)
	}
	if _, ok := l.(layers.Weightless); ok && len(names) > 0 {
		t.Errorf("weights: received %q of a layers.Weightless, expected none", names)
	}
}

// gradients compares gradients with slopes, in training and otherwise.
func (c *LayerCase) gradients(t testing.TB) {
	t.Helper()
	for _, training := range []bool{false, true} {
		if training && c.OtherGradients {
			continue
		}
		l, err := c.build(tensor.Float64)
		if err != nil {
			t.Errorf("gradient: %v", err)
			return
		}
		inputs := c.batch(3, tensor.Float64)
		var sources []source
		s, err := record(training, inputs, func(t *ops.Trace, in []*ops.Value) []*ops.Value {
			y := loss(t, l, in)
			var by []*ops.Value
			add := func(x *ops.Value, what string, memory *tensor.Tensor) {
				if memory.DType() == tensor.Float64 {
					by = append(by, x)
					sources = append(sources, source{what, memory, len(by)})
				}
			}
			for _, v := range layers.TrainableWeights(l) {
				add(t.Get(v), v.Path, v.Store())
			}
			for i, x := range in {
				add(x, x.Name, inputs[i])
			}
			return append([]*ops.Value{y}, t.Gradients(y, by...)...)
		})
		if err != nil {
			t.Errorf("gradient: %v", err)
			return
		}
		s.vars = variables(l)
		s.gradients(t, sources)
	}
}

// trainingStep records a step of plain gradient descent.
func (c *LayerCase) trainingStep(l layers.Layer, n int) (*step, error) {
	opt := &optimizers.SGD{LearningRate: .1}
	vars := layers.TrainableWeights(l)
	s, err := record(true, c.batch(n, tensor.Float32), func(t *ops.Trace, in []*ops.Value) []*ops.Value {
		y := loss(t, l, in)
		by := make([]*ops.Value, len(vars))
		for i, v := range vars {
			by[i] = t.Get(v)
		}
		grads := t.Gradients(y, by...)
		if err := optimizers.Apply(t, opt, vars, grads); err != nil {
			panic(&ops.Error{Func: "optimizer", Err: err})
		}
		return append([]*ops.Value{y}, grads...)
	})
	if err == nil {
		s.vars = append(variables(l), optimizers.Variables(opt)...)
	}
	return s, err
}

// training checks which weights a training step changes.
func (c *LayerCase) training(t testing.TB, l layers.Layer) {
	t.Helper()
	s, err := c.trainingStep(l, 8)
	if err != nil {
		t.Errorf("training: %v", err)
		return
	}
	results, err := s.plain()
	if err != nil {
		t.Errorf("training: %v", err)
		return
	}
	trained := map[*ops.Variable]bool{}
	for _, v := range layers.TrainableWeights(l) {
		trained[v] = true
	}
	updated := false
	for i, v := range layers.Weights(l) {
		now := results[len(s.program.Outputs)+i]
		same := string(now.Bytes()) == string(v.Store().Bytes())
		switch {
		case trained[v] && same:
			t.Errorf("training: weight %s: received the value that it had, expected a step to change it", v.Path)
		case !trained[v] && !same && !c.UpdatesState:
			t.Errorf("training: weight %s, which isn't trained: received another value, expected the one that it had", v.Path)
		}
		updated = updated || !trained[v] && !same
	}
	if c.UpdatesState && !updated {
		t.Errorf("training: received the values that weights that aren't trained had, expected a step to change them")
	}
	was := layers.IsTrainable(l)
	setField(l, "Trainable", new(false))
	if w := layers.TrainableWeights(l); len(w) > 0 {
		t.Errorf("training: received %d trainable weights of a layer that isn't Trainable, expected none", len(w))
	}
	setField(l, "Trainable", &was)
}

// rows checks that each sample is computed as if it were alone.
func (c *LayerCase) rows(t testing.TB, l layers.Layer) {
	t.Helper()
	if c.AcrossSamples {
		return
	}
	const n = 5
	inputs := c.batch(n, tensor.Float32)
	whole := outputs(t, "rows", l, false, inputs)
	for _, part := range [][2]int{{0, 1}, {1, 3}, {2, n}} {
		some := make([]*tensor.Tensor, len(inputs))
		for i, x := range inputs {
			some[i] = x.Rows(part[0], part[1])
		}
		for i, y := range outputs(t, "rows", l, false, some) {
			if err := near(y.Tensor, whole[i].Rows(part[0], part[1]), 1e-5); err != nil {
				t.Errorf("rows: %s of samples %d to %d alone: %v, as in a batch of %d", y.what, part[0], part[1]-1, err, n)
			}
		}
	}
}

// modes checks what training changes, and that nothing else happens without it.
func (c *LayerCase) modes(t testing.TB, l layers.Layer) {
	t.Helper()
	inputs := c.batch(8, tensor.Float32)
	s, err := forward(l, false, inputs)
	if err != nil {
		t.Errorf("modes: %v", err)
		return
	}
	for _, v := range s.program.Vars {
		if v.Next != nil {
			t.Errorf("modes: variable %s: received a new value without training, expected none", v.Leaf.Name)
		}
	}
	plain := outputs(t, "modes", l, false, inputs)
	differs := false
	for i, y := range outputs(t, "modes", l, true, inputs) {
		differs = differs || near(y.Tensor, plain[i].Tensor, 0) != nil
	}
	if differs && !c.TrainingDiffers {
		t.Errorf("modes: received other outputs in training, expected the same")
	}
	if !differs && c.TrainingDiffers {
		t.Errorf("modes: received the same outputs in training, expected others")
	}
}

// double checks that the layer computes in the type that it is told to.
func (c *LayerCase) double(t testing.TB, l layers.Layer) {
	t.Helper()
	l64, err := c.build(tensor.Float64)
	if err != nil {
		t.Errorf("float64: %v", err)
		return
	}
	want := outputs(t, "float64", l, false, c.batch(5, tensor.Float32))
	for i, y := range outputs(t, "float64", l64, false, c.batch(5, tensor.Float64)) {
		if y.DType().IsFloat() && y.DType() != tensor.Float64 {
			t.Errorf("float64: %s: received %v, expected float64", y.what, y.DType())
		}
		if i < len(want) {
			if err := near(y.Tensor, want[i].Tensor, 1e-4); err != nil {
				t.Errorf("float64: %s: %v, as in float32", y.what, err)
			}
		}
	}
}

// masks checks whether a mask of the first input goes on.
func (c *LayerCase) masks(t testing.TB, l layers.Layer) {
	t.Helper()
	inputs := c.batch(4, tensor.Float32)
	shape := inputs[0].Shape()[:max(1, min(2, inputs[0].Rank()-1))]
	mask := tensor.New(tensor.Bool, shape...)
	for i := range tensor.Data[bool](mask) {
		tensor.Data[bool](mask)[i] = i%3 != 1
	}
	s, err := record(false, append(inputs, mask), func(tr *ops.Trace, in []*ops.Value) []*ops.Value {
		n := len(inputs)
		tr.SetMask(in[0], in[n])
		out := layers.Apply(tr, l, in[:n]...)
		var list []*ops.Value
		for _, y := range out {
			m := tr.Mask(y)
			if m == nil {
				continue
			}
			list = append(list, m)
			if m.DType != tensor.Bool || len(m.Shape) > len(y.Shape) || !y.Shape[:len(m.Shape)].Equal(m.Shape) {
				t.Errorf("masks: received a mask of type %v%v, expected bool and the leading axes of the output's %v", m.DType, m.Shape, y.Shape)
			}
		}
		return list
	})
	if err != nil {
		t.Errorf("masks: %v", err)
		return
	}
	switch n := len(s.program.Outputs); {
	case n > 0 && !c.SupportsMasking:
		t.Errorf("masks: received a mask of the output, expected none")
	case n == 0 && c.SupportsMasking:
		t.Errorf("masks: received no mask of the output, expected one")
	}
}

// engines runs a training step and a prediction on both engines.
func (c *LayerCase) engines(t testing.TB, l layers.Layer) {
	t.Helper()
	s, err := c.trainingStep(l, 64)
	if err == nil {
		s.engines(t)
		s, err = forward(l, false, c.batch(64, tensor.Float32))
	}
	if err != nil {
		t.Errorf("engine: %v", err)
		return
	}
	s.engines(t)
}

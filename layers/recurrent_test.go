package layers_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/initializers"
	"github.com/gokeras/keras/internal/config/configtest"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/regularizers"
	"github.com/gokeras/keras/tensor"
)

var three = []string{"kernel", "recurrent_kernel", "bias"}

func stack() *layers.StackedRNNCells {
	return &layers.StackedRNNCells{Cells: []layers.Cell{
		&layers.LSTMCell{Units: 3}, &layers.LSTMCell{Units: 2}, &layers.GRUCell{Units: 4},
	}}
}

func TestSimpleRNN(t *testing.T) {
	layerCases{
		"last": {
			New:   func() layers.Layer { return &layers.SimpleRNN{Units: 3} },
			Input: shape{4, 2}, Output: shape{3}, Weights: three,
			Mistakes: map[string]layers.Layer{
				"Units: received 0, expected a positive number":                      &layers.SimpleRNN{},
				"Dropout: received 1.5, expected a number between 0 and 1":           &layers.SimpleRNN{Units: 3, Dropout: 1.5},
				"RecurrentDropout: received -0.5, expected a number between 0 and 1": &layers.SimpleRNN{Units: 3, RecurrentDropout: -.5},
				`received "than"`: &layers.SimpleRNN{Units: 3, Activation: "than"},
				"Stateful: received an input of shape (None, 4, 2), expected a fixed size of the batch": &layers.SimpleRNN{Units: 3, Stateful: true},
			},
		},
		"sequences": {
			New: func() layers.Layer {
				return &layers.SimpleRNN{Units: 3, Activation: "sigmoid", ReturnSequences: true, UseBias: new(false)}
			},
			Input: shape{4, 2}, Output: shape{4, 3}, Weights: three[:2], SupportsMasking: true,
		},
		"dropout": {
			New: func() layers.Layer {
				return &layers.SimpleRNN{Units: 3, Dropout: .5, RecurrentDropout: .25, Seed: new(int64(1))}
			},
			Input: shape{4, 2}, Output: shape{3}, Weights: three, TrainingDiffers: true,
		},
	}.run(t)
}

func TestLSTM(t *testing.T) {
	layerCases{
		"last": {
			New:   func() layers.Layer { return &layers.LSTM{Units: 3} },
			Input: shape{4, 2}, Output: shape{3}, Weights: three,
			Mistakes: map[string]layers.Layer{
				"Units: received -3, expected a positive number":    &layers.LSTM{Units: -3},
				"Implementation: received 3, expected 1 or 2":       &layers.LSTM{Units: 3, Implementation: 3},
				"Dropout: received -1, expected a number between 0": &layers.LSTM{Units: 3, Dropout: -1},
				`received "sigmund"`:                                &layers.LSTM{Units: 3, RecurrentActivation: "sigmund"},
				`weight "bias"`:                                     &layers.LSTM{Units: 3, BiasInitializer: initializers.Name("won")},
				`weight "recurrent_kernel"`:                         &layers.LSTM{Units: 3, RecurrentInitializer: initializers.Name("orto")},
			},
		},
		"all": {
			New: func() layers.Layer {
				return &layers.LSTM{
					Units: 3, Activation: activations.ReLU, RecurrentActivation: "hard_sigmoid",
					KernelInitializer: initializers.Name("he_normal"), RecurrentInitializer: initializers.Name("glorot_normal"),
					BiasInitializer: &initializers.Constant{Value: .25}, UnitForgetBias: new(false),
					KernelRegularizer: regularizers.Name("l2"), RecurrentRegularizer: regularizers.Name("l1"), BiasRegularizer: regularizers.Name("l2"),
					ReturnSequences: true, ReturnState: true, GoBackwards: true, Unroll: true,
					Base: layers.Base{Name: "memory", ActivityRegularizer: regularizers.Name("l2")},
				}
			},
			Input: shape{4, 2}, Outputs: []shape{{4, 3}, {3}, {3}}, Weights: three, SupportsMasking: true,
		},
		"first state": {
			New:    func() layers.Layer { return &layers.LSTM{Units: 3, ReturnSequences: true, ZeroOutputForMask: true} },
			Inputs: []shape{{4, 2}, {3}, {3}}, Output: shape{4, 3}, Weights: three, SupportsMasking: true,
		},
		"dropout": {
			New:   func() layers.Layer { return &layers.LSTM{Units: 3, Dropout: .5, ReturnSequences: true} },
			Input: shape{4, 2}, Output: shape{4, 3}, Weights: three, TrainingDiffers: true, SupportsMasking: true,
		},
		"dropout of each gate": {
			New:   func() layers.Layer { return &layers.LSTM{Units: 3, Dropout: .5, Implementation: 1} },
			Input: shape{4, 2}, Output: shape{3}, Weights: three, TrainingDiffers: true,
		},
		"recurrent dropout": {
			New:   func() layers.Layer { return &layers.LSTM{Units: 3, RecurrentDropout: .5} },
			Input: shape{4, 2}, Output: shape{3}, Weights: three, TrainingDiffers: true,
		},
		"dropout of all, which Keras doesn't": {
			New:   func() layers.Layer { return &layers.LSTM{Units: 3, Dropout: 1, RecurrentDropout: 1} },
			Input: shape{4, 2}, Output: shape{3}, Weights: three,
		},
		"large": {
			New:   func() layers.Layer { return &layers.LSTM{Units: 40, ReturnSequences: true} },
			Input: shape{7, 30}, Output: shape{7, 40}, SupportsMasking: true,
		},
	}.run(t)
}

func TestGRU(t *testing.T) {
	layerCases{
		"last": {
			New:   func() layers.Layer { return &layers.GRU{Units: 3} },
			Input: shape{4, 2}, Output: shape{3}, Weights: three,
			Mistakes: map[string]layers.Layer{
				"Units: received 0, expected a positive number": &layers.GRU{},
			},
		},
		"states": {
			New: func() layers.Layer {
				return &layers.GRU{Units: 3, ReturnSequences: true, ReturnState: true, GoBackwards: true}
			},
			Input: shape{4, 2}, Outputs: []shape{{4, 3}, {3}}, Weights: three, SupportsMasking: true,
		},
		"reset before": {
			New:    func() layers.Layer { return &layers.GRU{Units: 3, ResetAfter: new(false)} },
			Inputs: []shape{{4, 2}, {3}}, Output: shape{3}, Weights: three,
		},
		"dropout": {
			New: func() layers.Layer {
				return &layers.GRU{Units: 3, Dropout: .25, RecurrentDropout: .5, ResetAfter: new(false)}
			},
			Input: shape{4, 2}, Output: shape{3}, Weights: three, TrainingDiffers: true,
		},
	}.run(t)
}

func TestCells(t *testing.T) {
	layerCases{
		"SimpleRNNCell": {
			New:    func() layers.Layer { return &layers.SimpleRNNCell{Units: 3, Dropout: .5} },
			Inputs: []shape{{2}, {3}}, Outputs: []shape{{3}, {3}}, Weights: three, TrainingDiffers: true,
		},
		"LSTMCell": {
			New:    func() layers.Layer { return &layers.LSTMCell{Units: 3, UseBias: new(false)} },
			Inputs: []shape{{2}, {3}, {3}}, Outputs: []shape{{3}, {3}, {3}}, Weights: three[:2],
			Mistakes: map[string]layers.Layer{"Units: received 0": &layers.LSTMCell{}},
		},
		"GRUCell": {
			New:    func() layers.Layer { return &layers.GRUCell{Units: 3, Implementation: 1} },
			Inputs: []shape{{2}, {3}}, Outputs: []shape{{3}, {3}}, Weights: three,
		},
		"StackedRNNCells": {
			New:    func() layers.Layer { return stack() },
			Inputs: []shape{{2}, {3}, {3}, {2}, {2}, {4}}, Outputs: []shape{{4}, {3}, {3}, {2}, {2}, {4}},
			Mistakes: map[string]layers.Layer{
				"Cells: received none":             &layers.StackedRNNCells{},
				"Cells[1]: received nil":           &layers.StackedRNNCells{Cells: []layers.Cell{&layers.GRUCell{Units: 1}, nil}},
				`layer GRUCell: Units: received 0`: &layers.StackedRNNCells{Cells: []layers.Cell{&layers.GRUCell{}}},
			},
		},
	}.run(t)
}

func TestRNN(t *testing.T) {
	layerCases{
		"stack": {
			New:   func() layers.Layer { return &layers.RNN{Cell: stack(), ReturnSequences: true, ReturnState: true} },
			Input: shape{4, 2}, Outputs: []shape{{4, 4}, {3}, {3}, {2}, {2}, {4}}, SupportsMasking: true,
			Mistakes: map[string]layers.Layer{
				"Cell: received nil, expected a cell":                         &layers.RNN{},
				`layer LSTMCell: Units: received 0`:                           &layers.RNN{Cell: &layers.LSTMCell{}},
				"expected a fixed size of the batch: give the Input":          &layers.RNN{Cell: stack(), Stateful: true},
				`layer "mean_cell" (MeanCell): call: received 1 va`:           &layers.RNN{Cell: &MeanCell{States: 2}},
				"initial state: received 1 values, expected 3 states":         &layers.RNN{Cell: &MeanCell{States: 3, First: 1}},
				"initial state 1: received shape (None, 7), expected (None,)": &layers.RNN{Cell: &MeanCell{States: 2, First: 2, Size: 7}},
			},
		},
		"own": {
			New:   func() layers.Layer { return &layers.RNN{Cell: &MinimalCell{Units: 3}, ReturnSequences: true} },
			Input: shape{4, 2}, Output: shape{4, 3}, Weights: []string{"kernel", "decay"}, SupportsMasking: true,
		},
		"own, not trained": {
			New: func() layers.Layer {
				return &layers.RNN{Cell: &MinimalCell{Units: 3, MultiBase: layers.MultiBase{Base: layers.Base{Trainable: new(false)}}}}
			},
			Input: shape{4, 2}, Output: shape{3},
		},
		"own that draws and has penalties": {
			New: func() layers.Layer {
				return &layers.RNN{Cell: &NoisyCell{Units: 3, MultiBase: layers.MultiBase{Base: layers.Base{ActivityRegularizer: regularizers.Name("l2")}}}}
			},
			Input: shape{4, 2}, Output: shape{3}, TrainingDiffers: true, UpdatesState: true,
		},
		"penalties of a cell": {
			New: func() layers.Layer {
				return &layers.RNN{Cell: &layers.GRUCell{Units: 3, MultiBase: layers.MultiBase{Base: layers.Base{ActivityRegularizer: regularizers.Name("l2")}}}}
			},
			Input: shape{4, 2}, Output: shape{3},
		},
	}.run(t)
}

// NoisyCell is a cell with another layer in it, which draws, and a state that isn't one of
// the sequence: how many steps there were in all training.
type NoisyCell struct {
	Units int `json:"units"`
	layers.MultiBase

	noise, dense layers.Layer
	steps        *ops.Variable
}

var _ = keras.Register[NoisyCell]("recurrent")

func (n *NoisyCell) BuildAll(in []tensor.Shape) error {
	if n.noise == nil {
		n.noise, n.dense = &layers.Dropout{Rate: .5}, &layers.Dense{Units: n.Units, Activation: "tanh"}
	}
	n.steps = n.AddWeight(layers.Weight{Name: "steps", Initializer: &initializers.Zeros{}, Frozen: true})
	if err := n.BuildChild("noise", n.noise, in[0]); err != nil {
		return err
	}
	return n.BuildChild("dense", n.dense, in[0])
}

func (n *NoisyCell) StateShapes() []tensor.Shape { return []tensor.Shape{{n.Units}} }

func (n *NoisyCell) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	if t.Training {
		t.Set(n.steps, ops.AddScalar(t.Get(n.steps), 1))
	}
	x := layers.Apply(t, n.noise, in[0])[0]
	y := ops.Add(layers.Apply(t, n.dense, x)[0], ops.Scale(in[1], .5))
	return []*ops.Value{y, y}
}

// TestOwnCellState follows the state of a cell of a user's own from step to step.
func TestOwnCellState(t *testing.T) {
	l := &layers.RNN{Cell: &NoisyCell{Units: 3}, ReturnSequences: true}
	x := tensor.New(tensor.Float32, 2, 5, 30)
	x.Fill(1)
	first := apply(t, l, true, x)[0]
	second := apply(t, l, true, x)[0]
	if got := tensor.Data[float32](layers.Weights(l)[0].Store())[0]; got != 10 {
		t.Errorf("received %v steps, expected 10", got)
	}
	if string(first.Bytes()) == string(second.Bytes()) {
		t.Error("received the same outputs twice, expected other numbers at each step")
	}
}

// MeanCell is wrong about its states in one way or another.
type MeanCell struct {
	States, First, Size int
	layers.MultiBase
}

var _ = keras.Register[MeanCell]("recurrent")

func (m *MeanCell) StateShapes() []tensor.Shape { return make([]tensor.Shape, m.States) }

func (m *MeanCell) InitialState(_ *ops.Trace, batch int) []*ops.Value {
	var list []*ops.Value
	for i := range max(m.First, 1) {
		s := []int{batch}
		if i > 0 {
			s = append(s, m.Size)
		}
		list = append(list, ops.Full(0, tensor.Float32, s...))
	}
	if m.First == 0 {
		for range m.States - 1 {
			list = append(list, list[0])
		}
	}
	return list
}

func (m *MeanCell) CallAll(_ *ops.Trace, in []*ops.Value) []*ops.Value { return in[:1] }

// WideCell has an output of another shape than its state.
type WideCell struct{ layers.MultiBase }

var _ = keras.Register[WideCell]("recurrent")

func (*WideCell) StateShapes() []tensor.Shape { return []tensor.Shape{{3}} }

func (*WideCell) CallAll(_ *ops.Trace, in []*ops.Value) []*ops.Value {
	return []*ops.Value{ops.Concatenate([]*ops.Value{in[0], in[0]}, 1), in[1]}
}

func TestConvLSTM(t *testing.T) {
	layerCases{
		"1D": {
			New:   func() layers.Layer { return &layers.ConvLSTM1D{Filters: 2, KernelSize: []int{3}, ReturnState: true} },
			Input: shape{3, 6, 2}, Outputs: []shape{{4, 2}, {4, 2}, {4, 2}}, Weights: three,
			Mistakes: map[string]layers.Layer{
				`Padding: received "causal"`: &layers.ConvLSTM1D{Filters: 2, KernelSize: []int{3}, Padding: "causal"},
			},
		},
		"2D": {
			New: func() layers.Layer {
				return &layers.ConvLSTM2D{Filters: 2, KernelSize: []int{2, 2}, Strides: []int{2, 2}, ReturnSequences: true, Padding: "same"}
			},
			Input: shape{3, 4, 3, 2}, Output: shape{3, 2, 2, 2}, Weights: three, SupportsMasking: true,
			Mistakes: map[string]layers.Layer{
				"Filters: received 0, expected a positive number":    &layers.ConvLSTM2D{KernelSize: []int{2}},
				"KernelSize: received []":                            &layers.ConvLSTM2D{Filters: 2},
				"KernelSize[1]: received -1":                         &layers.ConvLSTM2D{Filters: 2, KernelSize: []int{2, -1}},
				"Strides: received [1 1 1]":                          &layers.ConvLSTM2D{Filters: 2, KernelSize: []int{2}, Strides: []int{1, 1, 1}},
				"DilationRate: received [2 2] with Strides [2 2]":    &layers.ConvLSTM2D{Filters: 2, KernelSize: []int{2}, Strides: []int{2}, DilationRate: []int{2}},
				`DataFormat: received "first"`:                       &layers.ConvLSTM2D{Filters: 2, KernelSize: []int{2}, DataFormat: "first"},
				"is too small for windows of 5 places with padding ": &layers.ConvLSTM2D{Filters: 2, KernelSize: []int{5}},
			},
		},
		"2D, channels first": {
			New: func() layers.Layer {
				return &layers.ConvLSTM2D{Filters: 3, KernelSize: []int{2, 2}, DataFormat: "channels_first", Dropout: .5, RecurrentDropout: .5}
			},
			Input: shape{3, 2, 4, 3}, Output: shape{3, 3, 2}, Weights: three, TrainingDiffers: true,
		},
		"3D": {
			New: func() layers.Layer {
				return &layers.ConvLSTM3D{Filters: 2, KernelSize: []int{1, 2, 1}, UseBias: new(false)}
			},
			Inputs: []shape{{2, 2, 3, 2, 1}, {2, 2, 2, 2}, {2, 2, 2, 2}}, Output: shape{2, 2, 2, 2}, Weights: three[:2],
		},
	}.run(t)
}

func TestBidirectional(t *testing.T) {
	layerCases{
		"LSTM": {
			New:   func() layers.Layer { return &layers.Bidirectional{Layer: &layers.LSTM{Units: 3}} },
			Input: shape{4, 2}, Output: shape{6}, Weights: append(three, three...),
			Mistakes: map[string]layers.Layer{
				"Layer: received nil, expected a recurrent layer":     &layers.Bidirectional{},
				"Layer: received a Dense, expected a recurrent layer": &layers.Bidirectional{Layer: &layers.Dense{Units: 3}},
				`MergeMode: received "max"`:                           &layers.Bidirectional{Layer: &layers.LSTM{Units: 3}, MergeMode: "max"},
				"GoBackwards: received false, expected another in BackwardLayer than in Layer": &layers.Bidirectional{
					Layer: &layers.LSTM{Units: 3}, BackwardLayer: &layers.LSTM{Units: 3}},
				"GoBackwards: received true, expected another": &layers.Bidirectional{Layer: &layers.LSTM{Units: 3, GoBackwards: true}},
				"BackwardLayer: received return_state true, expected false as in Layer": &layers.Bidirectional{
					Layer: &layers.LSTM{Units: 3}, BackwardLayer: &layers.LSTM{Units: 3, GoBackwards: true, ReturnState: true}},
				`layer "forward_gru" (GRU): Units: received -1`: &layers.Bidirectional{Layer: &layers.GRU{Units: -1}},
				`layer "gru" (GRU): Dropout: received 2`: &layers.Bidirectional{
					Layer: &layers.LSTM{Units: 3}, BackwardLayer: &layers.GRU{Units: 3, Dropout: 2, GoBackwards: true}},
				`can't be broadcast`: &layers.Bidirectional{
					Layer: &layers.LSTM{Units: 3}, BackwardLayer: &layers.LSTM{Units: 2, GoBackwards: true}, MergeMode: "sum"},
			},
		},
		"GRU with everything": {
			New: func() layers.Layer {
				return &layers.Bidirectional{
					Layer:     &layers.GRU{Units: 3, ReturnSequences: true, ReturnState: true, ZeroOutputForMask: true, Base: layers.Named("g")},
					MergeMode: "none", Base: layers.Named("both"),
				}
			},
			Inputs: []shape{{4, 2}, {3}, {3}}, Outputs: []shape{{4, 3}, {4, 3}, {3}, {3}}, SupportsMasking: true,
		},
		"stack": {
			New:   func() layers.Layer { return &layers.Bidirectional{Layer: &layers.RNN{Cell: stack()}, MergeMode: "mul"} },
			Input: shape{4, 2}, Output: shape{4},
		},
		"two layers": {
			New: func() layers.Layer {
				return &layers.Bidirectional{
					Layer:         &layers.LSTM{Units: 3, ReturnSequences: true, ZeroOutputForMask: true},
					BackwardLayer: &layers.GRU{Units: 3, ReturnSequences: true, ZeroOutputForMask: true, GoBackwards: true, Dropout: .5},
					MergeMode:     "ave",
				}
			},
			Input: shape{4, 2}, Output: shape{4, 3}, SupportsMasking: true, TrainingDiffers: true,
		},
		"ConvLSTM2D": {
			New: func() layers.Layer {
				return &layers.Bidirectional{Layer: &layers.ConvLSTM2D{Filters: 2, KernelSize: []int{2, 2}, ReturnSequences: true, ZeroOutputForMask: true}}
			},
			Input: shape{3, 3, 3, 1}, Output: shape{3, 2, 2, 4}, SupportsMasking: true,
		},
	}.run(t)
}

func TestTimeDistributed(t *testing.T) {
	layerCases{
		"Dense": {
			New: func() layers.Layer {
				return &layers.TimeDistributed{Layer: &layers.Dense{Units: 3, Activation: "tanh"}}
			},
			Input: shape{4, 2}, Output: shape{4, 3}, Weights: []string{"kernel", "bias"}, SupportsMasking: true,
			Mistakes: map[string]layers.Layer{
				"Layer: received nil, expected a layer":           &layers.TimeDistributed{},
				`layer Dense: Units: received 0`:                  &layers.TimeDistributed{Layer: &layers.Dense{}},
				`layer "lstm" (LSTM): input: received shape (Non`: &layers.TimeDistributed{Layer: &layers.LSTM{Units: 3}},
			},
		},
		"Flatten": {
			New:   func() layers.Layer { return &layers.TimeDistributed{Layer: &layers.Flatten{}} },
			Input: shape{2, 3, 2}, Output: shape{2, 6}, SupportsMasking: true,
		},
		"Dropout": {
			New:   func() layers.Layer { return &layers.TimeDistributed{Layer: &layers.Dropout{Rate: .5}} },
			Input: shape{4, 9}, Output: shape{4, 9}, SupportsMasking: true, TrainingDiffers: true,
		},
		"a layer with a state": {
			New:   func() layers.Layer { return &layers.TimeDistributed{Layer: &Centered{Momentum: .75}} },
			Input: shape{4, 3}, Output: shape{4, 3}, Weights: []string{"shift", "moving_mean"},
			TrainingDiffers: true, UpdatesState: true, SupportsMasking: true,
		},
	}.run(t)
}

// TestDropoutOfStates compares dropout with the same layer without it, whose kernels have
// rows of zeros instead: for a batch of one that is the same.
func TestDropoutOfStates(t *testing.T) {
	const units, features, steps = 3, 4, 5
	for name, c := range map[string]struct {
		gates, masks int
		new          func(in, recurrent float64) layers.Layer
	}{
		"SimpleRNN": {1, 1, func(in, recurrent float64) layers.Layer {
			return &layers.SimpleRNN{Units: units, Dropout: in, RecurrentDropout: recurrent}
		}},
		"LSTM": {4, 4, func(in, recurrent float64) layers.Layer {
			return &layers.LSTM{Units: units, Dropout: in, RecurrentDropout: recurrent}
		}},
		"LSTM, one mask": {4, 1, func(in, _ float64) layers.Layer { return &layers.LSTM{Units: units, Dropout: in} }},
		"GRU": {3, 3, func(in, recurrent float64) layers.Layer {
			return &layers.GRU{Units: units, Dropout: in, RecurrentDropout: recurrent, ResetAfter: new(false)}
		}},
		"GRU, reset after": {3, 3, func(in, recurrent float64) layers.Layer {
			return &layers.GRU{Units: units, Dropout: in, RecurrentDropout: recurrent}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			dropping, plain := c.new(.4, .6), c.new(0, 0)
			x := tensor.New(tensor.Float32, 1, steps, features)
			random.New(3).Uniform(tensor.Data[float32](x), -1, 1)
			apply(t, dropping, false, x)
			apply(t, plain, false, x)
			tr := ops.NewTrace(true)
			seed := layers.Seeds(dropping)[0]
			var kernels []*ops.Value
			for i, v := range layers.Weights(dropping)[:2] {
				rate, rows := .4, features
				if i == 1 {
					rate, rows = .6, units
				}
				if i == 1 && c.masks < c.gates {
					kernels = append(kernels, tr.Get(v))
					break
				}
				var masks []*ops.Value
				for range c.masks {
					masks = append(masks, ops.Dropout(ops.Full(1, tensor.Float32, 1, rows), tr.Key(seed), rate))
				}
				var columns []*ops.Value
				for g := range c.gates {
					m := ops.Reshape(masks[g%c.masks], rows, 1)
					columns = append(columns, ops.Multiply(m, ops.SliceAxis(tr.Get(v), 1, g*units, (g+1)*units)))
				}
				kernels = append(kernels, ops.Concatenate(columns, 1))
			}
			out, err := ref.Run(tr.Program("masks", nil, kernels))
			if err != nil {
				t.Fatal(err)
			}
			if err := seed.Assign(tensor.FromSlice([]int64{tensor.Data[int64](seed.Store())[0], 0})); err != nil {
				t.Fatal(err)
			}
			for i, v := range layers.Weights(plain) {
				value := layers.Weights(dropping)[i].Store()
				if i < 2 {
					value = out[i]
				}
				if err := v.Assign(value); err != nil {
					t.Fatal(err)
				}
			}
			want := tensor.Data[float32](apply(t, plain, true, x)[0])
			for i, got := range tensor.Data[float32](apply(t, dropping, true, x)[0]) {
				if d := got - want[i]; d > 1e-5 || d < -1e-5 {
					t.Errorf("element %d: received %v, expected %v", i, got, want[i])
				}
			}
		})
	}
}

// TestDropoutOfAll drops all that a SimpleRNN sees, as Keras does.
func TestDropoutOfAll(t *testing.T) {
	l := &layers.SimpleRNN{Units: 3, Dropout: 1, BiasInitializer: &initializers.Ones{}, RecurrentInitializer: &initializers.Zeros{}}
	x := tensor.New(tensor.Float32, 1, 2, 4)
	x.Fill(5)
	for _, v := range tensor.Data[float32](apply(t, l, true, x)[0]) {
		if d := v - .76159416; d > 1e-6 || d < -1e-6 {
			t.Errorf("received %v, expected tanh 1", v)
		}
	}
}

// TestStateful predicts batch after batch with a model that goes on where it was.
func TestStateful(t *testing.T) {
	l := &layers.GRU{Units: 3, Stateful: true}
	m := keras.Sequential(&layers.Input{Shape: shape{4, 2}, BatchSize: 2}, l)
	x := tensor.New(tensor.Float32, 2, 4, 2)
	x.Fill(1)
	var out []string
	for i := range 3 {
		if i == 2 {
			l.ResetState()
		}
		y, err := m.PredictOnBatch(x)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(y.Bytes()))
	}
	if out[0] == out[1] || out[0] != out[2] {
		t.Error("received outputs that don't go on from those before, or not from zero after a reset")
	}
	if n := len(m.Weights()); n != 3 {
		t.Errorf("received %d weights, expected 3, without the state", n)
	}
	if _, err := m.PredictOnBatch(tensor.New(tensor.Float32, 3, 4, 2)); err == nil || !strings.Contains(err.Error(), "Stateful: received a batch of 3, expected 2") {
		t.Errorf("received %v, expected an error about the batch", err)
	}
}

func TestRecurrentErrors(t *testing.T) {
	in, state := shape{tensor.Unknown, 4, 2}, shape{tensor.Unknown, 3}
	lstm := func() layers.Layer { return &layers.LSTM{Units: 3, Base: layers.Named("l")} }
	both := func() layers.Layer { return &layers.Bidirectional{Layer: &layers.LSTM{Units: 3}} }
	for i, tt := range []struct {
		layer layers.Layer
		in    []shape
		want  string
	}{
		{lstm(), nil, `layer "l" (LSTM): received no inputs, expected sequences`},
		{lstm(), []shape{{tensor.Unknown, 4}}, `layer "l" (LSTM): input: received shape (None, 4), expected 3 axes, of which the first are batch and steps`},
		{lstm(), []shape{{tensor.Unknown, 4, 2, 2}}, "input: received shape (None, 4, 2, 2), expected 3 axes"},
		{lstm(), []shape{{tensor.Unknown, 4, tensor.Unknown}}, "input: received shape (None, None) of a step, expected a batch axis and a known number of features"},
		{lstm(), []shape{{tensor.Unknown, 0, 2}}, "input: received shape (None, 0, 2), expected at least one step"},
		{lstm(), []shape{in, state}, `layer "l" (LSTM): call: initial state: received 1 values, expected 2 states`},
		{lstm(), []shape{in, state, {tensor.Unknown, 4}}, "initial state 1: received shape (None, 4), expected (None, 3)"},
		{lstm(), []shape{in, state, state, state}, "initial state: received 3 values, expected 2 states"},
		{&layers.GRU{Units: 3}, []shape{in, state, state}, "initial state: received 2 values, expected 1 state"},
		{both(), nil, "received no inputs, expected sequences"},
		{both(), []shape{in, state}, "initial state: received 1 values, expected as many for each of two layers"},
		{both(), []shape{in, state, state}, `layer "forward_lstm" (LSTM): call: initial state: received 1 values, expected 2 states`},
		{&layers.RNN{Cell: stack()}, []shape{{tensor.Unknown, 4}}, "input: received shape (None, 4), expected at least 3 axes"},
		{&layers.RNN{Cell: stack()}, []shape{in, state}, "initial state: received 1 values, expected 5 states"},
		{&layers.LSTMCell{Units: 3}, nil, "received no inputs, expected the input of a step and states"},
		{&layers.LSTMCell{Units: 3}, []shape{{tensor.Unknown, 2}}, "received 1 values, expected the input of a step and 2 states"},
		{&layers.GRUCell{Units: 3}, []shape{in, state}, "input: received shape (None, 4, 2) of a step"},
		{stack(), []shape{{tensor.Unknown, 2}, state}, "received 2 values, expected the input of a step and 5 states"},
		{&layers.ConvLSTM2D{Filters: 2, KernelSize: []int{2}}, []shape{in}, "input: received shape (None, 4, 2), expected 5 axes"},
		{&layers.ConvLSTM2D{Filters: 2, KernelSize: []int{2}}, []shape{{tensor.Unknown, 3, tensor.Unknown, 4, 1}},
			"input: received shape (None, None, 4, 1) of a step, expected known sizes of all axes but the batch"},
		{&layers.TimeDistributed{Layer: &layers.Dense{Units: 2}}, []shape{state}, "input: received shape (None, 3), expected at least 3 axes"},
		{&layers.TimeDistributed{Layer: &layers.LSTM{Units: 2, ReturnState: true}}, []shape{{tensor.Unknown, 3, 4, 2}}, "received 3 outputs, expected 1"},
	} {
		if err := tryAll(tt.layer, tt.in...); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%d: received %v, expected an error with %q", i, err, tt.want)
		}
	}
}

// TestRecurrentCallErrors makes mistakes in calls of layers that are built.
func TestRecurrentCallErrors(t *testing.T) {
	stateful := &layers.GRU{Units: 3, Stateful: true}
	plain := &layers.LSTM{Units: 3}
	timed := &layers.TimeDistributed{Layer: &layers.Dense{Units: 2}}
	wide := &layers.RNN{Cell: &WideCell{}}
	for _, l := range []layers.Layer{stateful, plain, timed, wide} {
		if err := layers.Build(l, "", random.New(1), shape{5, 4, 2}); err != nil {
			t.Fatal(err)
		}
	}
	value := func(s ...int) *ops.Value { return ops.Input("x", tensor.Float32, s...) }
	mask := ops.Input("mask", tensor.Bool, 5, 3)
	for want, call := range map[string]func(*ops.Trace){
		"Stateful: received a batch of 3, expected 5": func(t *ops.Trace) { layers.Apply(t, stateful, value(3, 4, 2)) },
		"received 3 inputs and InitialState": func(t *ops.Trace) {
			layers.ApplyWith(t, plain, layers.Args{InitialState: []*ops.Value{value(5, 3), value(5, 3)}}, value(5, 4, 2), value(5, 3), value(5, 3))
		},
		"initial state 1: received nil, expected a value": func(t *ops.Trace) {
			layers.ApplyWith(t, plain, layers.Args{InitialState: []*ops.Value{value(5, 3), nil}}, value(5, 4, 2))
		},
		"mask: received an output of shape (5, 4), expected that of the first state, (5, 3)": func(t *ops.Trace) {
			x := value(5, 4, 2)
			t.SetMask(x, ops.Input("mask", tensor.Bool, 5, 4))
			layers.Apply(t, wide, x)
		},
		"of which the layer takes InitialState only": func(t *ops.Trace) { layers.ApplyWith(t, plain, layers.Args{UseCausalMask: true}, value(5, 4, 2)) },
		"layer GRU: call: mask: received shape (5, 3), expected (5, 4)": func(t *ops.Trace) {
			layers.ApplyWith(t, stateful, layers.Args{Mask: []*ops.Value{mask}}, value(5, 4, 2))
		},
		"layer TimeDistributed: call: mask: received shape (5, 3), expected (5, 4)": func(t *ops.Trace) {
			x := value(5, 4, 2)
			t.SetMask(x, mask)
			layers.Apply(t, timed, x)
		},
		"input: received shape (5, 4), expected 3 axes": func(t *ops.Trace) { layers.Apply(t, plain, value(5, 4)) },
	} {
		err := func() (err error) {
			defer ops.Catch(&err)
			call(ops.NewTrace(false))
			return nil
		}()
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("received %v, expected an error with %q", err, want)
		}
	}
}

// TestForgetBias begins with ones for the gate that forgets.
func TestForgetBias(t *testing.T) {
	l := &layers.LSTM{Units: 2, BiasInitializer: &initializers.Constant{Value: .5}}
	apply(t, l, false, tensor.New(tensor.Float32, 1, 3, 2))
	if got, want := fmt.Sprint(tensor.Data[float32](layers.Weights(l)[2].Store())), "[0.5 0.5 1 1 0.5 0.5 0.5 0.5]"; got != want {
		t.Errorf("received %v, expected %v", got, want)
	}
}

// TestKeysOfChildren has the places in files of weights.
func TestKeysOfChildren(t *testing.T) {
	var keys func(l layers.Layer) string
	keys = func(l layers.Layer) string {
		var s []string
		for _, c := range layers.Children(l) {
			s = append(s, c.Key+"("+keys(c.Layer)+")")
		}
		return strings.Join(s, " ")
	}
	for want, l := range map[string]layers.Layer{
		"cell()": &layers.LSTM{Units: 2},
		"cell(cells/lstm_cell() cells/lstm_cell_1() cells/gru_cell())": &layers.RNN{Cell: stack()},
		"forward_layer(cell()) backward_layer(cell())":                 &layers.Bidirectional{Layer: &layers.GRU{Units: 2}},
		"layer()": &layers.TimeDistributed{Layer: &layers.Dense{Units: 2}},
	} {
		if err := layers.Build(l, "", random.New(1), shape{tensor.Unknown, 4, 2}); err != nil {
			t.Fatal(err)
		}
		if got := keys(l); got != want {
			t.Errorf("received %q, expected %q", got, want)
		}
	}
}

// TestPackState nests states as Keras wants them.
func TestPackState(t *testing.T) {
	for want, l := range map[string]interface {
		layers.Layer
		PackState([]any) []any
	}{
		"[1 2]":                          &layers.LSTM{Units: 2},
		"[[1 2] [3 4] 5]":                &layers.RNN{Cell: stack()},
		"[1 2 3 4]":                      &layers.Bidirectional{Layer: &layers.LSTM{Units: 2}},
		"[[1 2] [3 4] 5 [6 7] [8 9] 10]": &layers.Bidirectional{Layer: &layers.RNN{Cell: stack()}},
	} {
		if err := layers.Build(l, "", random.New(1), shape{tensor.Unknown, 4, 2}); err != nil {
			t.Fatal(err)
		}
		var list []any
		for i := range len(strings.Fields(want)) {
			list = append(list, i+1)
		}
		if got := fmt.Sprint(l.PackState(list)); got != want {
			t.Errorf("received %v, expected %v", got, want)
		}
	}
}

func TestRecurrentConfigs(t *testing.T) { configtest.Run(t, "layer", "recurrent_configs") }

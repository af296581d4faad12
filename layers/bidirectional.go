package layers

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// Bidirectional applies one recurrent layer from the first step to the last and another
// from the last to the first, and merges what they give (Schuster and Paliwal, 1997).
//
// Input [batch, steps, ...], output that of the layers, merged; then, if they return
// their states, those of the first and those of the second. Further inputs are the first
// states of both, as is the argument InitialState. With ReturnSequences masked steps of
// the output are zero. Its weights are those of the layers.
type Bidirectional struct {
	// Layer is a recurrent layer such as LSTM. It says how both layers are; it isn't
	// used itself. Required.
	Layer Layer `json:"layer"`

	// MergeMode says how the outputs are merged: "concat", "sum", "mul", "ave", or
	// "none", with which they are two outputs. Default: "concat".
	MergeMode string `json:"merge_mode" keras:"default=concat;null=none"`

	// BackwardLayer is the layer that goes from the last step to the first, which has
	// GoBackwards set. Default: one like Layer.
	BackwardLayer Layer `json:"backward_layer"`

	Base

	forward, backward recurrent
	shared            sides
}

// sides is the settings in which both layers are the same.
type sides struct{ sequences, state, stateful bool }

var _ = register[Bidirectional]()

// recurrent is the layers that a Bidirectional can have: those of this package. A cell
// of one's own is one with [RNN].
type recurrent interface {
	Multi
	Caller
	ResetState()
	PackState(states []any) []any
}

// Validate implements [Validator].
func (b *Bidirectional) Validate() error {
	errs := []error{b.split()}
	if b.forward != nil {
		errs = append(errs, Validate(b.forward))
	}
	if b.backward != nil && b.BackwardLayer != nil {
		errs = append(errs, Validate(b.backward))
	}
	switch b.MergeMode {
	case "", "concat", "sum", "mul", "ave", "none":
	default:
		errs = append(errs, received("MergeMode", b.MergeMode, `"concat", "sum", "mul", "ave" or "none"`))
	}
	return errors.Join(errs...)
}

// split makes the two layers, as Keras does: of the config of Layer, so that they share
// nothing with it.
func (b *Bidirectional) split() error {
	if b.forward != nil {
		return nil
	}
	forward, front, err := direction("Layer", "forward_", b.Layer, false)
	if err != nil {
		return err
	}
	given := b.BackwardLayer
	backward, back, err := direction("BackwardLayer", "", given, false)
	if given == nil {
		backward, back, err = direction("Layer", "backward_", b.Layer, true)
	}
	if err != nil {
		return err
	}
	if front.on("go_backwards") == back.on("go_backwards") {
		return received("GoBackwards", front.on("go_backwards"), "another in BackwardLayer than in Layer")
	}
	for _, key := range []string{"return_sequences", "return_state", "stateful"} {
		if front.on(key) != back.on(key) {
			return fmt.Errorf("BackwardLayer: received %s %v, expected %v as in Layer", key, back.on(key), front.on(key))
		}
	}
	b.forward, b.backward = forward, backward
	b.shared = sides{front.on("return_sequences"), front.on("return_state"), front.on("stateful")}
	return nil
}

// settingsOf is the config of a layer.
type settingsOf config.Map

// on tells whether a setting is true.
func (s settingsOf) on(key string) bool {
	v, _ := config.Map(s).Get(key)
	on, _ := v.(bool)
	return on
}

// direction returns a copy of a recurrent layer, with a prefix to its name, and its
// config.
func direction(setting, prefix string, l Layer, backwards bool) (recurrent, settingsOf, error) {
	if err := notNil(l); err != nil {
		return nil, nil, fmt.Errorf("%s: received nil, expected a recurrent layer such as &LSTM{Units: 32}", setting)
	}
	if _, ok := l.(recurrent); !ok {
		return nil, nil, fmt.Errorf("%s: received a %s, expected a recurrent layer such as LSTM", setting, ClassOf(l))
	}
	o, err := config.Marshal(l)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", setting, err)
	}
	c, _ := o.Config.(config.Map)
	if name := NameOf(l); name != "" {
		c.Set("name", prefix+strings.TrimPrefix(name, prefix))
	}
	if backwards {
		c.Set("go_backwards", true)
	}
	c.Set("zero_output_for_mask", settingsOf(c).on("return_sequences"))
	o.Config = c
	text, err := config.Encode(o)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", setting, err)
	}
	again, err := config.Decode[recurrent](text)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", setting, err)
	}
	if NameOf(again) == "" {
		SetName(again, prefix+config.SnakeCase(ClassOf(l)))
	}
	return again, settingsOf(c), nil
}

// BuildAll implements [Multi].
func (b *Bidirectional) BuildAll(in []tensor.Shape) error {
	if len(in) == 0 {
		return errors.New("received no inputs, expected sequences")
	}
	return errors.Join(b.BuildChild("forward_layer", b.forward, in[0]), b.BuildChild("backward_layer", b.backward, in[0]))
}

// Call implements [Layer].
func (b *Bidirectional) Call(t *ops.Trace, x *ops.Value) *ops.Value {
	return b.CallWith(t, []*ops.Value{x}, Args{})[0]
}

// CallAll implements [Multi].
func (b *Bidirectional) CallAll(t *ops.Trace, in []*ops.Value) []*ops.Value {
	return b.CallWith(t, in, Args{})
}

// CallWith implements [Caller]. It takes InitialState: the states of the forward layer
// and then those of the backward one.
func (b *Bidirectional) CallWith(t *ops.Trace, in []*ops.Value, a Args) []*ops.Value {
	x, given := in[0], a.InitialState
	if len(given) == 0 {
		given = in[1:]
	} else if len(in) > 1 {
		ops.Fail("call", "received %d inputs and InitialState, expected states in one way", len(in))
	}
	if len(given)%2 != 0 {
		ops.Fail("call", "initial state: received %d values, expected as many for each of two layers", len(given))
	}
	half := len(given) / 2
	a.Training, a.InitialState = nil, given[:half]
	front := ApplyWith(t, b.forward, a, x)
	a.InitialState = given[half:]
	back := ApplyWith(t, b.backward, a, x)
	y, z := ops.Cast(front[0], b.computeDType()), ops.Cast(back[0], b.computeDType())
	if b.shared.sequences {
		z = ops.Flip(z, 1)
	}
	out := []*ops.Value{b.merge(y, z)}
	if b.MergeMode == "none" {
		out = []*ops.Value{y, z}
	}
	return append(append(out, front[1:]...), back[1:]...)
}

func (b *Bidirectional) merge(y, z *ops.Value) *ops.Value {
	switch b.MergeMode {
	case "sum":
		return ops.Add(y, z)
	case "mul":
		return ops.Multiply(y, z)
	case "ave":
		return ops.Scale(ops.Add(y, z), .5)
	}
	return ops.Concatenate([]*ops.Value{y, z}, -1)
}

// Masks implements [Masker].
func (b *Bidirectional) Masks(t *ops.Trace, in, out []*ops.Value) []*ops.Value {
	masks := make([]*ops.Value, len(out))
	if b.shared.sequences {
		masks[0] = t.Mask(in[0])
		if b.MergeMode == "none" {
			masks[1] = masks[0]
		}
	}
	return masks
}

// ResetState makes both layers begin anew, if they are stateful. It must not be called
// while a model with the layer runs.
func (b *Bidirectional) ResetState() {
	if b.forward != nil {
		b.forward.ResetState()
		b.backward.ResetState()
	}
}

// PackState returns states, or what stands for them in a file, as Keras's initial_state
// is: those of each cell of a stack are a list, if they are several.
func (b *Bidirectional) PackState(states []any) []any {
	half := len(states) / 2
	return append(b.forward.PackState(states[:half]), b.backward.PackState(states[half:])...)
}

// MarshalConfig writes the config as Keras does, with both layers.
func (b *Bidirectional) MarshalConfig() (any, error) {
	c, err := config.Fields(b)
	if err != nil {
		return nil, err
	}
	if err := b.split(); err != nil {
		return nil, err
	}
	if b.MergeMode == "none" {
		c.Set("merge_mode", nil)
	}
	c.Set("layer", b.forward)
	c.Set("backward_layer", b.backward)
	return c, nil
}

// DecodeConfig reads the config of Keras.
func (b *Bidirectional) DecodeConfig(d *config.Decoder, tree any) error {
	m, ok := tree.(config.Map)
	if !ok {
		return errors.New("expected an object of keys")
	}
	if err := d.Fields(m, b); err != nil {
		return err
	}
	if b.Layer != nil {
		inner := b.Layer.base()
		inner.Name = strings.TrimPrefix(inner.Name, "forward_")
	}
	return nil
}

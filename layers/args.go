package layers

import (
	"errors"
	"fmt"
	"slices"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/ops"
)

// Args is what a call of a layer has beside its inputs: the keyword arguments of
// Keras's call methods. Most calls have none.
type Args struct {
	// Training says whether the layer behaves as in training, whatever the program
	// does. It counts where a layer calls another; in a call that makes a model it
	// is saved and otherwise ignored, as Keras 3 does: there Fit trains and Predict
	// doesn't. Freeze a layer for its behaviour of prediction. Default: as the program.
	Training *bool `json:"training"`

	// Mask is the masks of the inputs, one for each or one for the first, in place of
	// those that travel with them; nil is none. Default: those that travel.
	Mask []*ops.Value `json:"mask"`

	// InitialState is the state that a recurrent layer begins with.
	// Default: zeros, or where a stateful layer has come to.
	InitialState []*ops.Value `json:"initial_state"`

	// AttentionMask tells for each query (axis 1) which keys (axis 2) it may see, of
	// shape [batch, queries, keys]. Default: all.
	AttentionMask *ops.Value `json:"attention_mask"`

	// QueryMask is the mask of an attention's queries. Default: the one that travels
	// with them.
	QueryMask *ops.Value `json:"query_mask"`

	// ValueMask is the mask of an attention's values. Default: the one that travels
	// with them.
	ValueMask *ops.Value `json:"value_mask"`

	// KeyMask is the mask of an attention's keys. Default: the one that travels with
	// them.
	KeyMask *ops.Value `json:"key_mask"`

	// UseCausalMask lets each query see only keys that aren't behind it.
	// Default: false.
	UseCausalMask bool `json:"use_causal_mask"`

	// ReturnAttentionScores makes an attention give its scores as a second output.
	// Default: false.
	ReturnAttentionScores bool `json:"return_attention_scores"`

	// Reverse makes a [ReversibleEmbedding] turn vectors into scores of numbers.
	// Default: false.
	Reverse bool `json:"reverse"`
}

// A Caller is a layer that takes arguments beside its inputs. Its method is called
// in place of Call and CallAll. Training and Mask are seen to before: [Apply] sets
// the trace's Training and the masks of the inputs accordingly.
type Caller interface {
	Layer
	CallWith(t *ops.Trace, in []*ops.Value, a Args) []*ops.Value
}

// values returns the places of all values in a.
func (a *Args) values() []*[]*ops.Value {
	return []*[]*ops.Value{&a.Mask, &a.InitialState}
}

// single returns the places of all single values in a.
func (a *Args) single() []**ops.Value {
	return []**ops.Value{&a.AttentionMask, &a.QueryMask, &a.ValueMask, &a.KeyMask}
}

// Values returns the values in a, in a fixed order.
func (a Args) Values() []*ops.Value {
	var list []*ops.Value
	for _, vs := range a.values() {
		for _, v := range *vs {
			if v != nil {
				list = append(list, v)
			}
		}
	}
	for _, v := range a.single() {
		if *v != nil {
			list = append(list, *v)
		}
	}
	return list
}

// With returns a with others in place of its values, in the order of [Args.Values].
func (a Args) With(values []*ops.Value) Args {
	next := func(v *ops.Value) *ops.Value {
		if v == nil {
			return nil
		}
		v, values = values[0], values[1:]
		return v
	}
	for _, vs := range a.values() {
		*vs = slices.Clone(*vs)
		for i, v := range *vs {
			(*vs)[i] = next(v)
		}
	}
	for _, v := range a.single() {
		*v = next(*v)
	}
	return a
}

// IsZero tells whether a says nothing.
func (a Args) IsZero() bool {
	return a.Training == nil && len(a.Values()) == 0 && !a.UseCausalMask && !a.ReturnAttentionScores && !a.Reverse
}

// Config returns a as the keyword arguments of a call in Keras, with values of list,
// in the order of [Args.Values], in place of its own.
func (a Args) Config(list []any) config.Map {
	m := config.Map{}
	next := func(v *ops.Value) any {
		if v == nil {
			return nil
		}
		x := list[0]
		list = list[1:]
		return x
	}
	several := func(key string, vs []*ops.Value) {
		if len(vs) == 0 {
			return
		}
		var xs []any
		for _, v := range vs {
			xs = append(xs, next(v))
		}
		m.Set(key, xs)
	}
	if len(a.Mask) == 1 {
		m.Set("mask", next(a.Mask[0]))
	} else {
		several("mask", a.Mask)
	}
	several("initial_state", a.InitialState)
	for i, key := range []string{"attention_mask", "query_mask", "value_mask", "key_mask"} {
		if v := *a.single()[i]; v != nil {
			m.Set(key, next(v))
		}
	}
	if a.Training != nil {
		m.Set("training", *a.Training)
	}
	if a.UseCausalMask {
		m.Set("use_causal_mask", true)
	}
	if a.ReturnAttentionScores {
		m.Set("return_attention_scores", true)
	}
	if a.Reverse {
		m.Set("reverse", true)
	}
	return m
}

// Set takes up a keyword argument of a call in Keras: raw is what the file has,
// values what it stands for, if it stands for values. Those that are inputs are
// returned.
func (a *Args) Set(key string, raw any, values []*ops.Value) (inputs []*ops.Value, err error) {
	flag := func(to *bool) error {
		if b, ok := raw.(bool); ok {
			*to = b
			return nil
		}
		return fmt.Errorf("%s: received %v, expected true or false", key, raw)
	}
	one := func(to **ops.Value) error {
		if len(values) != 1 {
			return fmt.Errorf("%s: received %d values, expected 1", key, len(values))
		}
		*to = values[0]
		return nil
	}
	if raw == nil {
		return nil, nil
	}
	if key != "mask" && slices.Contains(values, nil) {
		return nil, fmt.Errorf("%s: received null among values of the model", key)
	}
	switch key {
	case "inputs", "input", "query", "value", "key", "sequences", "x":
		if len(values) == 0 {
			return nil, errors.New(key + ": expected a value of the model")
		}
		return values, nil
	case "mask":
		a.Mask = values
	case "initial_state":
		a.InitialState = values
	case "training":
		a.Training = new(bool)
		return nil, flag(a.Training)
	case "attention_mask":
		return nil, one(&a.AttentionMask)
	case "query_mask":
		return nil, one(&a.QueryMask)
	case "value_mask":
		return nil, one(&a.ValueMask)
	case "key_mask":
		return nil, one(&a.KeyMask)
	case "use_causal_mask":
		return nil, flag(&a.UseCausalMask)
	case "return_attention_scores":
		return nil, flag(&a.ReturnAttentionScores)
	case "reverse":
		return nil, flag(&a.Reverse)
	default:
		return nil, fmt.Errorf("received the argument %q, which calls of layers don't have here", key)
	}
	return nil, nil
}

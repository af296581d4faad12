package layers

import (
	"slices"

	"github.com/gokeras/keras/ops"
)

// Args is what a call of a layer has beside its inputs: the keyword arguments of
// Keras's call methods. Most calls have none.
type Args struct {
	// Training says whether the layer behaves as in training, whatever the program
	// does. Default: as the program.
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
	return a.Training == nil && len(a.Values()) == 0 && !a.UseCausalMask && !a.ReturnAttentionScores
}

package keras_test

import (
	"strings"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// told adds its inputs, and writes down that it was called.
type told struct {
	ran *[]string
	layers.MultiBase
}

func (l *told) CallAll(_ *ops.Trace, in []*ops.Value) []*ops.Value {
	*l.ran = append(*l.ran, l.Name)
	sum := in[0]
	for _, x := range in[1:] {
		sum = ops.Add(sum, x)
	}
	return []*ops.Value{sum}
}

// TestCallsRunInKerasOrder calls a model of branches and a shared layer, for which Keras
// 3.15 runs the calls in the order that is expected here.
func TestCallsRunInKerasOrder(t *testing.T) {
	var ran []string
	layer := func(name string) *told {
		l := &told{ran: &ran}
		l.Name = name
		return l
	}
	one := func(l *told, in ...keras.Source) *ops.Value { return keras.Call(l, in...) }
	i, j := keras.Input(2).Value(), keras.Input(2).Value()
	a := one(layer("a"), i)
	b, c, s := one(layer("b"), a), one(layer("c"), j), layer("s")
	d, e := one(layer("d"), c, b), one(layer("e"), j)
	f, g := one(layer("f"), one(s, e), one(s, d)), one(layer("g"), i)
	h := one(layer("h"), g, a)
	m := keras.Functional(keras.List{i, j}, keras.List{h, f, one(layer("k"), c), one(s, g)})
	if err := m.Build(nil); err != nil {
		t.Fatal(err)
	}
	ran = nil
	layers.Apply(ops.NewTrace(false), m, ops.Input("", tensor.Float32, 1, 2), ops.Input("", tensor.Float32, 1, 2))
	const want = "a c b d e g s s s k f h"
	if got := strings.Join(ran, " "); got != want {
		t.Errorf("received the order %s, expected %s", got, want)
	}
}

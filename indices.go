package keras

import (
	"fmt"

	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/tensor"
)

// An indexed is an input whose numbers are rows of an embedding's table.
type indexed struct {
	input int
	table *layers.Embedding
}

// indices returns the inputs that embeddings take as they come.
func (n *network) indices() []indexed {
	var list []indexed
	inputs := map[int]int{} // by the values that they are
	for i := range n.inputs {
		inputs[i] = i
	}
	for _, c := range n.calls {
		if len(c.in) == 0 {
			continue
		}
		input, ok := inputs[c.in[0]]
		if !ok {
			continue
		}
		switch l := c.layer.(type) {
		case *layers.Input:
			inputs[c.out[0]] = input
		case *layers.Embedding:
			list = append(list, indexed{input, l})
		}
	}
	return list
}

// checkIndices returns an error if a batch has a number for which there is no row in the
// table that it is to be looked up in. Nothing else would tell: the loss becomes NaN.
func (m *Model) checkIndices(b data.Batch) error {
	for _, x := range m.net.indexed {
		t, rows := b.X[x.input], x.table.InputDim
		i := outside(t, rows)
		if i < 0 {
			continue
		}
		what := "x"
		if len(b.X) > 1 {
			what = fmt.Sprintf("x: input %q", m.inputKeys()[x.input])
		}
		v, _ := t.Reshape(-1)
		return fmt.Errorf("%s: row %d: received %v, expected a number from 0 to %d: layer %q (Embedding) has InputDim %d",
			what, i/(t.Size()/t.Len()), v.At(i), rows-1, layers.NameOf(x.table), rows)
	}
	return nil
}

// outside returns the place of the first element of t that isn't the number of a row,
// where negative ones count from the end, and -1 if there is none.
func outside(t *tensor.Tensor, rows int) int {
	switch t.DType() {
	case tensor.Float32:
		return firstOutside(tensor.Data[float32](t), rows)
	case tensor.Float64:
		return firstOutside(tensor.Data[float64](t), rows)
	case tensor.Int8:
		return firstOutside(tensor.Data[int8](t), rows)
	case tensor.Int16:
		return firstOutside(tensor.Data[int16](t), rows)
	case tensor.Int32:
		return firstOutside(tensor.Data[int32](t), rows)
	case tensor.Int64:
		return firstOutside(tensor.Data[int64](t), rows)
	case tensor.Uint8:
		return firstOutside(tensor.Data[uint8](t), rows)
	case tensor.Uint16:
		return firstOutside(tensor.Data[uint16](t), rows)
	case tensor.Uint32:
		return firstOutside(tensor.Data[uint32](t), rows)
	case tensor.Uint64:
		return firstOutside(tensor.Data[uint64](t), rows)
	}
	return -1
}

func firstOutside[T tensor.Number](list []T, rows int) int {
	above, below := float64(rows), -float64(rows)-1
	for i, v := range list {
		if f := float64(v); !(f > below && f < above) { // so is NaN
			return i
		}
	}
	return -1
}

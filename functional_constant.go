package keras

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// constant computes a value that depends on nothing.
func constant(v *ops.Value) (*tensor.Tensor, error) {
	out, err := ref.Run(&graph.Program{Name: "constant", Outputs: []*ops.Value{v}})
	if err != nil {
		return nil, err
	}
	return out[0], nil
}

// scalar returns the only element of t.
func scalar(t *tensor.Tensor) any {
	switch {
	case t.DType() == tensor.Bool:
		return tensor.Data[int64](t.Cast(tensor.Int64))[0] != 0
	case t.DType().IsInteger():
		return tensor.Data[int64](t.Cast(tensor.Int64))[0]
	case t.DType() == tensor.Float32: // in the fewest digits that tell it apart
		return tensor.Data[float32](t)[0]
	}
	return tensor.Data[float64](t.Cast(tensor.Float64))[0]
}

// nested returns the elements of t as lists of lists.
func nested(t *tensor.Tensor) any {
	if t.DType() == tensor.Float32 {
		t = t.Cast(tensor.Float64) // with all digits, as NumPy's tolist
	}
	if t.Rank() == 0 {
		return scalar(t)
	}
	list := make([]any, t.Len())
	for i := range list {
		row, err := t.Rows(i, i+1).Reshape(t.Shape()[1:]...)
		if err != nil {
			return nil
		}
		list[i] = nested(row)
	}
	return list
}

// maxConstant is how many elements an array in a config may have.
const maxConstant = 1 << 24

// tensorOf reads an array.
func tensorOf(c config.Map) (*tensor.Tensor, error) {
	dt, err := tensor.ParseDType(c.Text("dtype"))
	if err != nil {
		return nil, err
	}
	var shape tensor.Shape
	v, _ := c.Get("value")
	for x := v; ; {
		list, ok := x.([]any)
		if !ok {
			break
		}
		shape = append(shape, len(list))
		if len(list) == 0 || len(shape) > 8 {
			break
		}
		x = list[0]
	}
	if shape.Size() > maxConstant {
		return nil, fmt.Errorf("received an array of shape %v, expected at most %d elements", shape, maxConstant)
	}
	numbers := make([]float64, 0, shape.Size())
	var walk func(v any, depth int) error
	walk = func(v any, depth int) error {
		switch v := v.(type) {
		case []any:
			if depth >= len(shape) || len(v) != shape[depth] {
				return errors.New("expected lists of equal lengths")
			}
			for _, x := range v {
				if err := walk(x, depth+1); err != nil {
					return err
				}
			}
			return nil
		case json.Number:
			x, err := v.Float64()
			numbers = append(numbers, x)
			if depth != len(shape) {
				return errors.New("expected lists of equal lengths")
			}
			return err
		case bool:
			x := 0.
			if v {
				x = 1
			}
			numbers = append(numbers, x)
			return nil
		}
		return fmt.Errorf("received %v, expected a number", v)
	}
	if err := walk(v, 0); err != nil {
		return nil, fmt.Errorf("value: %w", err)
	}
	return tensor.FromSlice(numbers, shape...).Cast(dt), nil
}

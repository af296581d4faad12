package ops

import "github.com/gokeras/keras/tensor"

// The sizes that stand for unknown ones, of the batch and of other axes. The
// latter can be divided by all numbers up to 10 and are larger than what a layer
// may look at at once.
var standIns = [2][2]int{{2, 2520}, {3, 5040}}

// Infer returns the types that f gives for values of the given types, in which
// sizes may be [tensor.Unknown]. It calls f for two different sizes in their place:
// what differs between the results is unknown.
func Infer(in []Type, f func(in []*Value) []*Value) (out []Type, err error) {
	defer Catch(&err)
	known := true
	for _, t := range in {
		known = known && t.Shape.Known()
	}
	out = inferAt(in, f, standIns[0])
	if known {
		return out, nil
	}
	again := inferAt(in, f, standIns[1])
	if len(again) != len(out) {
		Fail("call", "the number of outputs depends on the batch: %d and %d", len(out), len(again))
	}
	for i, u := range again {
		if len(u.Shape) != len(out[i].Shape) {
			Fail("call", "the number of axes of the output depends on the batch: %v and %v", out[i].Shape, u.Shape)
		}
		for j, d := range u.Shape {
			if d != out[i].Shape[j] {
				out[i].Shape[j] = tensor.Unknown
			}
		}
	}
	return out, nil
}

func inferAt(in []Type, f func([]*Value) []*Value, unknown [2]int) []Type {
	values := make([]*Value, len(in))
	for i, t := range in {
		shape := t.Shape.Clone()
		for j, d := range shape {
			if d < 0 {
				shape[j] = unknown[min(j, 1)]
			}
		}
		values[i] = Input("", t.DType, shape...)
	}
	var types []Type
	for _, y := range f(values) {
		types = append(types, Type{DType: y.DType, Shape: y.Shape.Clone()})
	}
	return types
}

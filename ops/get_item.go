package ops

import (
	"encoding/json"
	"fmt"

	"github.com/gokeras/keras/internal/config"
)

// An Index is what [GetItem] does with an axis.
type Index struct {
	kind              indexKind
	start, stop, step *int
}

type indexKind uint8

const (
	ranged indexKind = iota
	single
	newAxis
	ellipsis
)

// Indices without a number.
var (
	Every    = Index{}               // all elements of an axis: ":"
	NewAxis  = Index{kind: newAxis}  // a new axis of size 1: "None"
	Ellipsis = Index{kind: ellipsis} // as many axes as are left: "..."
)

// Only is element i of an axis, which the result lacks. A negative i counts from the
// end.
func Only(i int) Index { return Index{kind: single, start: &i} }

// From is the elements of an axis from i on: "i:". Negative numbers count from the
// end.
func From(i int) Index { return Index{start: &i} }

// To is the elements of an axis before i: ":i".
func To(i int) Index { return Index{stop: &i} }

// To is the elements of x before i: "start:i".
func (x Index) To(i int) Index { x.stop = &i; return x }

// Step is every nth element of x: "start:stop:n". A negative n goes backwards.
func (x Index) Step(n int) Index { x.step = &n; return x }

// GetItem returns parts of x, one index for each axis from the first on, as x[…] does
// in Python: x[:, 0, ::2, None] is
//
//	GetItem(x, ops.Every, ops.Only(0), ops.Every.Step(2), ops.NewAxis)
func GetItem(x *Value, index ...Index) *Value { return do(&getItem{index}, x) }

type getItem struct{ index []Index }

var _ = settings[getItem]("numpy", "GetItem")

// CallArgs implements [WithArgs].
func (o *getItem) CallArgs() []any {
	key := make([]any, len(o.index))
	for i, x := range o.index {
		key[i] = x.tree()
	}
	if len(key) == 1 {
		return key
	}
	return []any{key}
}

func (x Index) tree() any {
	switch x.kind {
	case single:
		return *x.start
	case newAxis:
		return nil
	case ellipsis:
		return config.Map{{Key: "class_name", Value: "__ellipsis__"}, {Key: "config", Value: config.Map{}}}
	}
	return config.Map{{Key: "class_name", Value: "__slice__"}, {Key: "config", Value: config.Map{
		{Key: "start", Value: number(x.start)}, {Key: "stop", Value: number(x.stop)}, {Key: "step", Value: number(x.step)},
	}}}
}

func number(p *int) any {
	if p == nil {
		return nil
	}
	return *p
}

// SetCallArgs implements [WithArgs].
func (o *getItem) SetCallArgs(args []any) error {
	if len(args) != 1 {
		return fmt.Errorf("GetItem: received %d arguments beside the value, expected an index", len(args))
	}
	key, ok := args[0].([]any)
	if !ok {
		key = args
	}
	o.index = make([]Index, len(key))
	for i, k := range key {
		if err := o.index[i].set(k); err != nil {
			return fmt.Errorf("GetItem: index[%d]: %w", i, err)
		}
	}
	return nil
}

func (x *Index) set(tree any) error {
	switch t := tree.(type) {
	case nil:
		*x = NewAxis
		return nil
	case json.Number, int, int64:
		x.kind = single
		return new(config.Decoder).Value("", t, &x.start)
	}
	o, ok := config.AsObject(tree)
	if ok && o.ClassName == "__ellipsis__" {
		*x = Ellipsis
		return nil
	}
	fields, _ := o.Config.(config.Map)
	if !ok || o.ClassName != "__slice__" {
		return fmt.Errorf("received %v, expected a number, null, a slice or an ellipsis", tree)
	}
	for key, into := range map[string]**int{"start": &x.start, "stop": &x.stop, "step": &x.step} {
		if v, _ := fields.Get(key); v != nil {
			if err := new(config.Decoder).Value(key, v, into); err != nil {
				return err
			}
		}
	}
	return nil
}

// Apply implements [Operation].
func (o *getItem) Apply(in []*Value) []*Value {
	x := in[0]
	index := o.spread(x)
	var start, size, step, shape []int
	even := true
	for _, ix := range index {
		if ix.kind == newAxis {
			shape = append(shape, 1)
			continue
		}
		i := len(start)
		first, n, by := ix.of("GetItem", x, i)
		start, size, step = append(start, first), append(size, n), append(step, by)
		even = even && by == 1
		if ix.kind == ranged {
			shape = append(shape, n)
		}
	}
	y := x
	switch {
	case !even:
		y = strided(x, start, size, step)
	case !x.Shape.Equal(size):
		y = Slice(x, start, size)
	}
	return []*Value{Reshape(y, shape...)}
}

// spread returns an index for each axis of x, and new axes between.
func (o *getItem) spread(x *Value) []Index {
	axes, at := 0, -1
	for i, ix := range o.index {
		switch ix.kind {
		case ellipsis:
			if at >= 0 {
				Fail("GetItem", "received two ellipses, expected at most one")
			}
			at = i
		case ranged, single:
			axes++
		}
	}
	rest := len(x.Shape) - axes
	if rest < 0 {
		Fail("GetItem", "received %d indices for a value of shape %v", axes, x.Shape)
	}
	head, tail := o.index, []Index(nil)
	if at >= 0 {
		head, tail = o.index[:at], o.index[at+1:]
	}
	index := append([]Index(nil), head...)
	for range rest {
		index = append(index, Every)
	}
	return append(index, tail...)
}

// of returns the first element, the number of elements and the step that the index
// means for axis i of x.
func (x Index) of(fn string, v *Value, i int) (start, size, step int) {
	n := v.Shape[i]
	if x.kind == single {
		at := *x.start
		if at < 0 {
			at += n
		}
		if at < 0 || at >= n {
			Fail(fn, "index %d is out of range for axis %d of a value of shape %v", *x.start, i, v.Shape)
		}
		return at, 1, 1
	}
	step = or(x.step, 1)
	if step == 0 {
		Fail(fn, "received the step 0 for axis %d", i)
	}
	limit := func(p *int, def, lo, hi int) int {
		if p == nil {
			return def
		}
		at := *p
		if at < 0 {
			at += n
		}
		return min(max(at, lo), hi)
	}
	var stop int
	if step > 0 {
		start, stop = limit(x.start, 0, 0, n), limit(x.stop, n, 0, n)
		size = (stop - start + step - 1) / step
	} else {
		start, stop = limit(x.start, n-1, -1, n-1), limit(x.stop, -1, -1, n-1)
		size = (start - stop - step - 1) / -step
	}
	if size <= 0 {
		return 0, 0, step
	}
	return start, size, step
}

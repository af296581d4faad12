package ops

import (
	"github.com/gokeras/keras/internal/graph"
	"github.com/gokeras/keras/internal/prim"
	"github.com/gokeras/keras/tensor"
)

// truths is the operation that a primitive of two truth values is in Keras.
func truths(class string, op graph.Op) *function {
	return pair("numpy", class, func(x, y *Value) *Value {
		return binary(class, op, Cast(x, tensor.Bool), Cast(y, tensor.Bool))
	})
}

var (
	logicalAndOp = truths("LogicalAnd", prim.And{})
	logicalOrOp  = truths("LogicalOr", prim.Or{})
	logicalXorOp = truths("LogicalXor", prim.NotEqual{})
	logicalNotOp = unary("numpy", "LogicalNot", func(x *Value) *Value { return graph.Apply(prim.Not{}, Cast(x, tensor.Bool)) })
	whereOp      = define("numpy", "Where", where)
)

// LogicalAnd tells where both x and y hold.
func LogicalAnd(x, y *Value) *Value { return do(logicalAndOp, x, y) }

// LogicalOr tells where x or y holds.
func LogicalOr(x, y *Value) *Value { return do(logicalOrOp, x, y) }

// LogicalXor tells where one of x and y holds.
func LogicalXor(x, y *Value) *Value { return do(logicalXorOp, x, y) }

// LogicalNot tells where x does not hold.
func LogicalNot(x *Value) *Value { return do(logicalNotOp, x) }

// Where returns x where the condition holds and y elsewhere.
func Where(cond, x, y *Value) *Value { return do(whereOp, cond, x, y) }

func where(in []*Value) []*Value {
	if len(in) != 3 {
		Fail("Where", "received %d values, expected a condition and two values", len(in))
	}
	cond := in[0]
	x, y := together("Where", in[1], in[2])
	shape, ok := BroadcastShapes(cond.Shape, x.Shape)
	if !ok {
		Fail("Where", "a condition of shape %v can't be broadcast together with values of shape %v", cond.Shape, x.Shape)
	}
	return []*Value{graph.Apply(prim.Select{}, expand(Cast(cond, tensor.Bool), shape), expand(x, shape), expand(y, shape))}
}

// A choice is [Select] as an Operation: it takes the conditions, then as many
// values, then what is taken elsewhere.
type choice struct{ class *Class }

var selectOp = newChoice()

func newChoice() *choice {
	c := &choice{&Class{Name: "Select", Module: "keras.src.ops.numpy", Plain: true}}
	c.class.New = func() Operation { return c }
	register(c.class)
	return c
}

func (c *choice) ownClass() *Class { return c.class }

// Arrange implements [Arranged]: conditions and values are lists.
func (c *choice) Arrange(in []any) []any {
	n := len(in) / 2
	return []any{in[:n], in[n : 2*n], in[2*n]}
}

// Missing implements [Arranged]: nothing can be.
func (c *choice) Missing(int) {}

// Select returns at each place the element of the first value whose condition holds
// there, and of otherwise where none does.
func Select(conditions, values []*Value, otherwise *Value) *Value {
	if len(conditions) != len(values) || len(values) == 0 {
		Fail("Select", "received %d conditions and %d values, expected equally many", len(conditions), len(values))
	}
	in := append(append(append([]*Value(nil), conditions...), values...), otherwise)
	return do(selectOp, in...)
}

// Apply implements [Operation].
func (c *choice) Apply(in []*Value) []*Value {
	n := len(in) / 2
	if len(in) != 2*n+1 {
		Fail("Select", "received %d values, expected conditions, as many values and one for elsewhere", len(in))
	}
	y := in[2*n]
	for i := n - 1; i >= 0; i-- {
		y = Where(in[i], in[n+i], y)
	}
	return []*Value{y}
}

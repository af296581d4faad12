package cpu

import (
	"reflect"

	"github.com/gokeras/keras/internal/graph"
)

// A Loop is one pass of a computation. Its parts can be done in any order and by
// any worker.
type Loop struct {
	// Parts is the number of parts, which depends on sizes only.
	Parts int

	// Work is about how many element-wise additions take the time of all parts.
	// Loops of little work are left to one worker.
	Work int

	// Scratch is the number of floats that a worker needs for itself.
	Scratch int

	// Shared is the number of floats that the loops of one use of a primitive
	// have in common: what one of them writes the next can read.
	Shared int

	// Run does parts lo up to hi.
	Run func(m *Memory, lo, hi int)
}

// A Use is one use of a primitive in a program.
type Use struct {
	*graph.Node

	// X and Z are the numbers under which the operands and the results are found
	// in a Memory.
	X, Z []int

	// shadow returns the shadow of an operand, nil if it has none.
	shadow func(v *graph.Value) *shadow

	// resident is shadow for operands that reside there: their stores must not be read.
	resident func(v *graph.Value) *shadow

	// held returns the buffer that has the panels of an operand, transposed if trans
	// says so. ok is false if there is none.
	held func(v *graph.Value, trans bool) (buffer int, ok bool)

	// lasts tells whether an operand is a variable that a run leaves as it is.
	lasts func(v *graph.Value) bool
}

var bound = map[reflect.Type]func(op graph.Op, u Use) []Loop{}

// Bind makes known how primitive P is computed: as the loops that f returns, one
// after the other. If f returns none, for a use that it is not made for, the
// primitive's Ref is called. Bind returns true, so that it can stand in a variable
// declaration beside f.
func Bind[P graph.Op](f func(p P, u Use) []Loop) bool {
	bound[reflect.TypeFor[P]()] = func(op graph.Op, u Use) []Loop { return f(op.(P), u) }
	return true
}

func loopsOf(u Use) []Loop {
	f := bound[reflect.TypeOf(u.Op)]
	if f == nil {
		return nil
	}
	return f(u.Op, u)
}

package ops

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/gokeras/keras/internal/graph"
)

// An Operation is a function of this package with its settings, as Keras's
// Operation. Between the layers of a model that is declared, where values are
// symbolic, a call of the function becomes a part of the model; elsewhere it is
// recorded at once.
type Operation interface {
	// Apply records the operation's computation for values of known shapes.
	Apply(in []*Value) []*Value
}

// Several is an Operation with another number of outputs than one.
type Several interface{ Outputs(in []*Value) int }

// WithArgs is an Operation whose calls have arguments in Keras that are no values,
// after those that are: an index, say. They are what internal/config writes.
type WithArgs interface {
	Operation
	CallArgs() []any
	SetCallArgs(args []any) error
}

// Arranged is an Operation whose arguments in Keras aren't its inputs one by one.
type Arranged interface {
	Operation

	// Arrange returns the arguments, of which the inputs are given as JSON.
	Arrange(in []any) []any

	// Missing says that argument i is null, and no input.
	Missing(i int)
}

// A function is an operation without settings.
type function struct {
	class *Class
	apply func(in []*Value) []*Value
}

// Apply implements [Operation].
func (f *function) Apply(in []*Value) []*Value { return f.apply(in) }

func (f *function) ownClass() *Class { return f.class }

// A classed is an operation that knows its class, since other classes are of the same
// type in Go.
type classed interface{ ownClass() *Class }

// A Class is a kind of operation in files of Keras.
type Class struct {
	Name   string // such as "Relu"
	Module string // such as "keras.src.ops.nn"
	List   bool   // Keras takes the inputs as one list
	Plain  bool   // without settings
	New    func() Operation
}

var (
	classes = map[string]*Class{}
	byType  = map[reflect.Type]*Class{}
)

// LookupClass returns the class of operations of the given name in Keras, nil if
// there is none.
func LookupClass(name string) *Class { return classes[name] }

// Classes returns the names of all classes of operations, in order.
func Classes() []string {
	var names []string
	for n, c := range classes {
		if n == c.Name {
			names = append(names, n)
		}
	}
	slices.Sort(names)
	return names
}

// ClassOf returns the class of an operation, nil if it isn't one of Keras's.
func ClassOf(op Operation) *Class {
	if o, ok := op.(classed); ok {
		return o.ownClass()
	}
	return byType[reflect.TypeOf(op)]
}

func register(c *Class) {
	if classes[c.Name] != nil {
		panic("ops: two operations of class " + c.Name)
	}
	classes[c.Name] = c
}

// alias makes the class of an operation known by further names, which Keras has for
// it in files.
func alias(of classed, names ...string) bool {
	for _, n := range names {
		classes[n] = of.ownClass()
	}
	return true
}

// define makes known an operation of Keras's without settings, such as
// define("nn", "Relu", f) for keras.src.ops.nn.Relu, and returns it.
func define(module, class string, apply func(in []*Value) []*Value) *function {
	f := &function{&Class{Name: class, Module: "keras.src.ops." + module, Plain: true}, apply}
	f.class.New = func() Operation { return f }
	register(f.class)
	return f
}

// unary is define for a function of one value.
func unary(module, class string, f func(x *Value) *Value) *function {
	return define(module, class, func(in []*Value) []*Value { return []*Value{f(in[0])} })
}

// pair is define for a function of two values.
func pair(module, class string, f func(x, y *Value) *Value) *function {
	return define(module, class, func(in []*Value) []*Value { return []*Value{f(in[0], in[1])} })
}

// settings makes known an operation of Keras's whose settings are the fields of T.
// It returns true, so that it can stand in a variable declaration.
func settings[T any, P interface {
	*T
	Operation
}](module, class string) bool {
	c := &Class{Name: class, Module: "keras.src.ops." + module, New: func() Operation { return P(new(T)) }}
	byType[reflect.TypeFor[P]()] = c
	register(c)
	return true
}

// listed is settings for an operation whose inputs are one list in Keras.
func listed[T any, P interface {
	*T
	Operation
}](module, class string) bool {
	settings[T, P](module, class)
	classes[class].List = true
	return true
}

// IsSymbolic tells whether x is a value of a model that is being declared.
func IsSymbolic(x *Value) bool { return x != nil && x.Call != nil }

// do is a call of an operation with one output.
func do(op Operation, in ...*Value) *Value { return doAll(op, in...)[0] }

// doAll is a call of an operation: recorded, or part of a model that is declared.
func doAll(op Operation, in ...*Value) []*Value {
	if slices.ContainsFunc(in, IsSymbolic) {
		return Declare(op, in)
	}
	if err := given(in); err != nil {
		panic(&Error{Func: nameOf(op), Err: err})
	}
	return op.Apply(in)
}

// given returns an error if there is no value in some place.
func given(in []*Value) error {
	if i := slices.Index(in, nil); i >= 0 {
		return fmt.Errorf("value %d: received nil", i)
	}
	return nil
}

// nameOf returns the name of an operation, such as "Matmul".
func nameOf(op Operation) string {
	if c := ClassOf(op); c != nil {
		return c.Name
	}
	return fmt.Sprintf("%T", op)
}

// ErrFollows is what is wrong with a call whose inputs are wrong already.
var ErrFollows = errors.New("its input comes from a call that failed")

// Declare returns the symbolic outputs of an operation. What is wrong is kept with
// them until a model is made of them.
func Declare(op Operation, in []*Value) []*Value {
	c := graph.NewCall(op, present(in...)...)
	c.Err = given(in)
	types := make([]Type, len(c.In))
	for i, x := range c.In {
		types[i] = x.Type
		if x.Call != nil && x.Call.Err != nil {
			c.Err = ErrFollows
		}
	}
	if c.Err == nil {
		var out []Type
		out, c.Err = Infer(types, func(values []*Value) []*Value {
			for i, x := range in {
				if !IsSymbolic(x) {
					values[i] = x
				}
			}
			return op.Apply(values)
		})
		if c.Err == nil {
			return c.Declare(out...)
		}
	}
	n := 1
	if s, ok := op.(Several); ok {
		n = min(max(s.Outputs(in), 1), maxParts)
	}
	return c.Declare(make([]Type, n)...)
}

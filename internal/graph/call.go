package graph

// A Call is one use of a layer, of a model or of an operation while a model is
// declared: how its inputs become its outputs, which are symbolic values. A model
// that is declared is the calls that lead from its inputs to its outputs.
type Call struct {
	// Op is what is called: a layer or an operation.
	Op any

	// In is the inputs: symbolic values, and values that are known already.
	In []*Value

	// Args is what the call has beside its inputs, nil if nothing.
	Args any

	// Out is the outputs.
	Out []*Value

	// Err is what is wrong with the call. The outputs then have no type.
	Err error
}

// Declare makes symbolic values of the given types the outputs of c.
func (c *Call) Declare(types ...Type) []*Value {
	for _, t := range types {
		c.Out = append(c.Out, &Value{Type: t, Index: len(c.Out), Call: c})
	}
	return c.Out
}

// Calls returns the calls that roots come from, each after those it uses. Calls
// in until are the last that are followed: what they use is left out.
func Calls(until map[*Call]bool, roots ...*Value) []*Call {
	type frame struct {
		c    *Call
		next int
	}
	var order []*Call
	var stack []frame
	seen := map[*Call]bool{}
	push := func(v *Value) {
		if v.Call != nil && !seen[v.Call] {
			seen[v.Call] = true
			stack = append(stack, frame{c: v.Call})
		}
	}
	for _, r := range roots {
		push(r)
		for len(stack) > 0 {
			f := &stack[len(stack)-1]
			if until[f.c] || f.next == len(f.c.In) {
				order = append(order, f.c)
				stack = stack[:len(stack)-1]
				continue
			}
			f.next++
			push(f.c.In[f.next-1])
		}
	}
	return order
}

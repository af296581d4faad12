package ops

// optional says which of the values that a call of Keras may have it has not: bit i
// stands for value i.
type optional struct{ missing uint }

// missing returns that of values, which follow n others, those are missing that are nil.
func missing(n int, values ...*Value) optional {
	var o optional
	for i, v := range values {
		if v == nil {
			o.missing |= 1 << (n + i)
		}
	}
	return o
}

// present returns the values that aren't nil.
func present(values ...*Value) []*Value {
	var in []*Value
	for _, v := range values {
		if v != nil {
			in = append(in, v)
		}
	}
	return in
}

// spread returns n values: those of in, and nil where one is missing.
func (o *optional) spread(in []*Value, n int) []*Value {
	out := make([]*Value, n)
	for i := range out {
		if o.missing&(1<<i) == 0 && len(in) > 0 {
			out[i], in = in[0], in[1:]
		}
	}
	return out
}

// arranged returns n arguments: the inputs, and null where one is missing.
func (o *optional) arranged(in []any, n int) []any {
	args := make([]any, n)
	for i := range args {
		if o.missing&(1<<i) == 0 && len(in) > 0 {
			args[i], in = in[0], in[1:]
		}
	}
	return args
}

// Missing implements [Arranged].
func (o *optional) Missing(i int) { o.missing |= 1 << i }

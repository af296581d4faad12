package keras

import (
	"encoding/json"
	"fmt"
	"strings"
)

// A Result is one number that a model was judged by.
type Result struct {
	Name  string
	Value float64
}

// Results is what Evaluate returns: the loss, then the metrics in the order in
// which they were given to Compile.
type Results []Result

// Get returns the value of the given name, and whether there is one.
func (r Results) Get(name string) (value float64, ok bool) {
	for _, x := range r {
		if x.Name == name {
			return x.Value, true
		}
	}
	return 0, false
}

// Map returns the values by their names.
func (r Results) Map() map[string]float64 {
	m := make(map[string]float64, len(r))
	for _, x := range r {
		m[x.Name] = x.Value
	}
	return m
}

// String returns the results in one line: "loss: 0.0871 - accuracy: 0.9812".
func (r Results) String() string {
	var b strings.Builder
	for i, x := range r {
		if i > 0 {
			b.WriteString(" - ")
		}
		fmt.Fprintf(&b, "%s: %.4f", x.Name, x.Value)
	}
	return b.String()
}

// MarshalJSON writes the results as an object, in their order.
func (r Results) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, x := range r {
		if i > 0 {
			b = append(b, ',')
		}
		name, err := json.Marshal(x.Name)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(x.Value)
		if err != nil { // NaN and infinities
			value = []byte("null")
		}
		b = append(append(append(b, name...), ':'), value...)
	}
	return append(b, '}'), nil
}

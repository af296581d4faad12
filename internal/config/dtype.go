package config

import (
	"encoding/json"
	"strings"
)

// policy returns a dtype as Keras writes it. The names of quantized policies
// stay strings, which every version of Keras reads.
func policy(name string) any {
	if strings.Contains(name, "_from_") {
		return name
	}
	return Object{Module: "keras", ClassName: "DTypePolicy", Config: Map{{"name", name}}}
}

// policyName returns the name of the dtype policy that an object stands for,
// in the forms of Keras 2 and 3, and whether it is one.
func policyName(o Object) (string, bool) {
	c, _ := o.Config.(Map)
	switch o.ClassName {
	case "DTypePolicy", "FloatDTypePolicy", "Policy", "PolicyV1":
		name := c.Text("name")
		return name, name != ""
	case "QuantizedDTypePolicy", "QuantizedFloat8DTypePolicy", "Int4DTypePolicy", "GPTQDTypePolicy", "AWQDTypePolicy":
		if n, ok := c.Get("amax_history_length"); ok && n != json.Number("1024") {
			return "", false // the name doesn't tell it
		}
		mode, source := c.Text("mode"), c.Text("source_name")
		return mode + "_from_" + source, mode != "" && source != ""
	}
	return "", false
}

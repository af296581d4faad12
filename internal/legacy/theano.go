package legacy

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/gokeras/keras/internal/config"
)

// layers rewrites the layers of a model. Padding "same" of Theano becomes a layer of its own
// where it isn't today's: Theano has half the kernel before the first element, whatever the
// strides, and today half of what is needed in all.
func (r *rewriter) layers(tree any) any {
	tree = r.value(tree)
	list, ok := tree.([]any)
	if !ok || !r.Theano {
		return tree
	}
	out := make([]any, 0, len(list))
	for _, x := range list {
		if m, ok := x.(config.Map); ok {
			if before := padded(m); before != nil {
				out = append(out, before)
			}
		}
		out = append(out, x)
	}
	return out
}

// padded makes a convolution one without padding, if Theano pads in another way, and returns
// the layer that does it; nil if it doesn't.
func padded(entry config.Map) any {
	c, _ := entry.Get("config")
	settings, _ := c.(config.Map)
	class := entry.Text("class_name")
	axes := 0
	switch class {
	case "Conv1D", "Conv2D", "Conv3D":
		axes, _ = strconv.Atoi(class[4:5])
	}
	if axes == 0 || settings.Text("padding") != "same" {
		return nil
	}
	var sides []any
	differs := false
	for axis := range axes {
		kernel, stride := number(settings, "kernel_size", axis, 0), number(settings, "strides", axis, 1)
		size := (kernel-1)*number(settings, "dilation_rate", axis, 1) + 1
		if kernel <= 0 {
			return nil
		}
		before, after := size/2, (size-1)/2
		sides = append(sides, []any{json.Number(strconv.Itoa(before)), json.Number(strconv.Itoa(after))})
		differs = differs || before != after || stride > 1
	}
	if !differs {
		return nil
	}
	name := settings.Text("name") + "_padding"
	padding := config.Map{{Key: "name", Value: name}, {Key: "padding", Value: sides}}
	if axes == 1 {
		padding.Set("padding", sides[0])
	} else if v, ok := settings.Get("data_format"); ok {
		padding.Set("data_format", v)
	}
	settings.Set("padding", "valid")
	entry.Set("config", settings)
	before := config.Map{{Key: "class_name", Value: strings.Replace(class, "Conv", "ZeroPadding", 1)}, {Key: "config", Value: padding}}
	if nodes, ok := entry.Get("inbound_nodes"); ok {
		before.Set("name", name)
		before.Set("inbound_nodes", nodes)
		calls, _ := nodes.([]any)
		after := make([]any, len(calls))
		for i := range calls {
			after[i] = []any{[]any{name, json.Number(strconv.Itoa(i)), json.Number("0"), config.Map{}}}
		}
		entry.Set("inbound_nodes", after)
	}
	return before
}

// number returns a setting of one axis, which is a number for all of them, or a list.
func number(m config.Map, key string, axis, otherwise int) int {
	v, _ := m.Get(key)
	if list, ok := v.([]any); ok {
		if v = nil; axis < len(list) {
			v = list[axis]
		}
	}
	n, _ := v.(json.Number)
	if i, err := strconv.Atoi(string(n)); err == nil && i < 1<<20 {
		return i
	}
	return otherwise
}

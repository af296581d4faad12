package keras

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/internal/legacy"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// An assignment is variables and the values they get.
type assignment struct {
	vars    []*ops.Variable
	values  []*tensor.Tensor
	changed bool // from what is in the file
}

// matchH5 returns which weights of a .h5 file go where: to the layers in their order, as
// in Keras, or to those of the same name. A whole model's layers have the names in the
// file, which is better to go by where an older Keras had another order; but
// those within others may have been made up anew.
func (m *Model) matchH5(file *kerasfile.H5, from legacy.Origin, o LoadWeightsOptions, whole bool) ([]assignment, error) {
	groups, err := file.Layers()
	if err != nil {
		return nil, err
	}
	groups = slices.DeleteFunc(groups, func(g kerasfile.Group) bool { return len(g.Weights) == 0 })
	var own []layers.Layer
	byName := map[string]layers.Layer{}
	for _, l := range m.Layers() {
		if len(layers.Weights(l)) > 0 {
			own = append(own, l)
			byName[layers.NameOf(l)] = l
		}
	}
	to := make([]layers.Layer, len(groups))
	named := len(groups) == len(own)
	for i, g := range groups {
		to[i] = byName[g.Name]
		named = named && to[i] != nil && !slices.Contains(to[:i], to[i])
	}
	if !o.ByName && !(whole && named) {
		if len(groups) != len(own) {
			return nil, fmt.Errorf("received %d layers with weights, expected %d", len(groups), len(own))
		}
		to = own
	}
	var list []assignment
	var errs []error
	for i, l := range to {
		if l == nil {
			continue
		}
		values, err := file.Read(groups[i])
		if err != nil {
			return nil, err
		}
		some, err := assignH5(l, groups[i].Weights, values, from, o.SkipMismatch)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s %q: group %q: %w", layers.ClassOf(l), layers.NameOf(l), groups[i].Name, err))
		}
		list = append(list, some...)
	}
	return list, errors.Join(errs...)
}

// assignH5 returns what the weights of a layer become. In a file those that training
// changes come first, also where layers are within the layer.
func assignH5(l layers.Layer, names []string, values []*tensor.Tensor, from legacy.Origin, skip bool) ([]assignment, error) {
	parts := partsOf(l)
	if _, ok := l.(*Model); ok {
		values = ordered(names, values, parts)
	}
	whole, split := 0, 0
	for _, p := range parts {
		whole += len(p.vars)
		split += p.Split()
	}
	gates := from.Generation == 1 && len(values) == split
	if len(values) != whole && !gates {
		if skip {
			return nil, nil
		}
		return nil, fmt.Errorf("received %d weights, expected %d", len(values), whole)
	}
	var list []assignment
	for _, p := range parts {
		n := len(p.vars)
		if gates {
			n = p.Split()
		}
		out, changed, err := p.Convert(from, values[:n])
		values = values[n:]
		for i := 0; i < len(p.vars) && err == nil; i++ {
			if got, v := out[i], p.vars[i]; got.Shape().Equal(v.Shape()) {
				list = append(list, assignment{p.vars[i : i+1], out[i : i+1], changed})
			} else if !skip {
				err = fmt.Errorf("weight %s: received shape %v, expected %v", v.Path, got.Shape(), v.Shape())
			}
		}
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

// ordered returns the weights of a model within a model in the order of its parts, if
// their names tell it. Keras 2 didn't save that such a model was frozen, on which the
// order in the file depends.
func ordered(names []string, values []*tensor.Tensor, parts []weightPart) []*tensor.Tensor {
	byName := map[string]*tensor.Tensor{}
	for i, name := range names {
		list := strings.Split(strings.TrimSuffix(name, ":0"), "/")
		byName[strings.Join(list[max(0, len(list)-2):], "/")] = values[i]
	}
	var out []*tensor.Tensor
	for _, p := range parts {
		for _, v := range p.vars {
			key := p.layer + "/" + v.Name
			t := byName[key]
			if t == nil {
				return values
			}
			delete(byName, key)
			out = append(out, t)
		}
	}
	if len(out) != len(values) {
		return values
	}
	return out
}

// A weightPart is weights that one layer owns, with what package legacy wants to know.
type weightPart struct {
	legacy.Part
	layer string
	vars  []*ops.Variable
}

// partsOf returns the weights of a layer, and of those within it, in the order of a .h5
// file.
func partsOf(l layers.Layer) []weightPart {
	trained := map[*ops.Variable]bool{}
	for _, v := range layers.TrainableWeights(l) {
		trained[v] = true
	}
	var first, then []weightPart
	seen, taken := map[layers.Layer]bool{}, map[*ops.Variable]bool{}
	var walk func(l layers.Layer, channelsFirst bool)
	walk = func(l layers.Layer, channelsFirst bool) {
		if seen[l] {
			return
		}
		seen[l] = true
		if c, err := config.Fields(l); err == nil && c.Text("data_format") != "" {
			channelsFirst = c.Text("data_format") == "channels_first"
		}
		p := weightPart{Part: legacy.Part{Class: layers.ClassOf(l), ChannelsFirst: channelsFirst}, layer: layers.NameOf(l)}
		a, b := p, p
		for _, v := range layers.OwnWeights(l) {
			if taken[v] {
				continue // a wrapper has it too
			}
			taken[v] = true
			at := &b
			if trained[v] {
				at = &a
			}
			at.vars = append(at.vars, v)
			at.Want = append(at.Want, v.Shape())
		}
		if len(a.vars) > 0 {
			first = append(first, a)
		}
		if len(b.vars) > 0 {
			then = append(then, b)
		}
		for _, c := range layers.Children(l) {
			walk(c.Layer, channelsFirst)
		}
	}
	walk(l, false)
	return append(first, then...)
}

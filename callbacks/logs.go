package callbacks

import (
	"iter"
	"maps"
	"slices"
)

// Logs are values by name, such as those of the loss and the metrics.
type Logs map[string]float64

// Keys returns the names in alphabetical order.
func (l Logs) Keys() []string { return slices.Sorted(maps.Keys(l)) }

// All returns the names and values in alphabetical order of the names.
func (l Logs) All() iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		for _, k := range l.Keys() {
			if !yield(k, l[k]) {
				return
			}
		}
	}
}

// order is names in the order in which they first came, those that came together
// in alphabetical order. Values are shown and kept in it.
type order []string

// add takes up the names of logs.
func (o *order) add(logs Logs) {
	known := 0
	for _, k := range *o {
		if _, ok := logs[k]; ok {
			known++
		}
	}
	if known == len(logs) {
		return
	}
	for _, k := range logs.Keys() {
		if !slices.Contains(*o, k) {
			*o = append(*o, k)
		}
	}
}

// follow takes up names in an order that is given.
func (o *order) follow(names order) {
	for _, k := range names {
		if !slices.Contains(*o, k) {
			*o = append(*o, k)
		}
	}
}

// follower is a callback that cares for the order of names in the logs of an
// epoch: what callbacks added comes last, whatever it is called.
type follower interface{ follow(names order) }

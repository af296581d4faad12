package config

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// Named returns a new object of the class that a name stands for: its own in any
// spelling that [Decode] accepts, or an alias. T is the interface of such objects
// and what says in errors what they are, such as "initializer".
func Named[T any](what, name string) (T, error) {
	var v T
	err := new(Decoder).Value("", name, &v)
	if _, ok := errors.AsType[*UnsupportedError](err); ok {
		return v, UnknownName(what, name, namesOf(reflect.TypeFor[T]()))
	}
	if err != nil {
		return v, fmt.Errorf("%s: received %q: %w", what, clip(name), err)
	}
	return v, nil
}

// namesOf returns the names in snake case of the classes that a type can hold.
func namesOf(want reflect.Type) []string {
	var names []string
	for _, c := range Classes() {
		if reflect.PointerTo(c.Type).AssignableTo(want) {
			names = append(names, SnakeCase(c.Name))
		}
	}
	return names
}

// UnknownName returns the error for a name that isn't among those known: it tells
// the nearest ones.
func UnknownName(what, name string, known []string) error {
	near := Near(name, known)
	if len(near) == 0 {
		near = slices.Sorted(slices.Values(known))
	}
	quoted := make([]string, len(near))
	for i, n := range near {
		quoted[i] = fmt.Sprintf("%q", n)
	}
	return fmt.Errorf("%s: received %q, expected a known name such as %s", what, clip(name), strings.Join(quoted, ", "))
}

// Near returns up to three of the known names that look like name, the most like it
// first.
func Near(name string, known []string) []string {
	const most = 200 // of text that a user may have mistaken for a name
	type candidate struct {
		name string
		far  int
	}
	var list []candidate
	key := letters(name)
	if len(key) > most {
		return nil
	}
	for _, k := range known {
		if far := distance(key, letters(k)); far <= max(1, len(key)/3) {
			list = append(list, candidate{k, far})
		}
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.name, b.name))
	})
	var near []string
	for _, c := range list[:min(3, len(list))] {
		near = append(near, c.name)
	}
	return near
}

// letters is a name without what spellings differ in.
func letters(name string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(name))
}

// distance is how many bytes must be put in, taken out or replaced, or neighbours
// swapped, to make b of a.
func distance(a, b string) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	before, last, row := rows[0], rows[1], rows[2]
	for j := range last {
		last[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			d := last[j]
			if a[i] != b[j] {
				d++
			}
			d = min(d, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			row[j+1] = d
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

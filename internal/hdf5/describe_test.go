package hdf5

import (
	"encoding/hex"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
)

// description is an object, or an attribute, as testdata/describe.py writes it.
type description struct {
	Kind   string                 `json:"kind,omitempty"`
	Names  []string               `json:"names,omitzero"`
	Type   string                 `json:"type,omitempty"`
	Shape  []int                  `json:"shape,omitzero"`
	Values []string               `json:"values,omitzero"`
	Attrs  map[string]description `json:"attrs,omitzero"`
}

// describe reads everything in a file.
func describe(t testing.TB, f *File) map[string]description {
	t.Helper()
	found := map[string]description{}
	for o, err := range f.Walk() {
		if err != nil {
			e := (*Error)(nil)
			if !errors.As(err, &e) || !errors.Is(err, errors.ErrUnsupported) {
				t.Errorf("%v, expected an unsupported object", err)
				continue
			}
			found[e.Path] = description{Kind: "refused"}
			continue
		}
		var d description
		switch o := o.(type) {
		case *Group:
			d = description{Kind: "group", Names: o.Names()}
		case *Dataset:
			d = describeArray(t, &o.Array)
			d.Kind = "dataset"
		}
		d.Attrs = map[string]description{}
		names, err := o.AttrNames()
		if err != nil {
			t.Error(err)
		}
		for _, name := range names {
			a, err := o.Attr(name)
			if err != nil {
				t.Error(err)
				continue
			}
			d.Attrs[name] = describeArray(t, &a.Array)
		}
		found[o.Path()] = d
	}
	return found
}

func describeArray(t testing.TB, a *Array) description {
	t.Helper()
	d := description{Type: a.Type().String(), Shape: a.Shape(), Values: []string{}}
	var err error
	switch a.Type().Class {
	case Int:
		d.Values, err = format(a, func(v int64) string { return strconv.FormatInt(v, 10) })
	case Uint:
		d.Values, err = format(a, func(v uint64) string { return strconv.FormatUint(v, 10) })
	case Float, BFloat:
		d.Values, err = format(a, formatFloat)
	case Bool:
		d.Values, err = format(a, strconv.FormatBool)
	case String, VarString:
		d.Values, err = Read[string](a)
	default:
		p, _ := io.ReadAll(a.Raw())
		for i := range a.Len() {
			d.Values = append(d.Values, hex.EncodeToString(p[i*a.Type().Size:][:a.Type().Size]))
		}
	}
	if err != nil {
		t.Error(err)
	}
	return d
}

func format[T Element](a *Array, format func(T) string) ([]string, error) {
	values, err := Read[T](a)
	s := make([]string, len(values))
	for i, v := range values {
		s[i] = format(v)
	}
	return s, err
}

func formatFloat(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// canonical writes floats as Go does.
func (d *description) canonical(t testing.TB) {
	if strings.Contains(d.Type, "float") {
		for i, s := range d.Values {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatal(err)
			}
			d.Values[i] = formatFloat(v)
		}
	}
	for _, a := range d.Attrs {
		a.canonical(t)
	}
}

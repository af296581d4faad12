package hdf5

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
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
			var err error
			d, err = describeArray(&o.Array)
			d.Kind = "dataset"
			if errors.Is(err, errors.ErrUnsupported) {
				found[o.Path()] = description{Kind: "refused"}
				continue
			}
			if err != nil {
				t.Error(err)
			}
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
			if d.Attrs[name], err = describeArray(&a.Array); err != nil {
				t.Error(err)
			}
		}
		found[o.Path()] = d
	}
	return found
}

func describeArray(a *Array) (description, error) {
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
		var p []byte
		p, err = io.ReadAll(a.Raw())
		for ; len(p) > 0; p = p[a.Type().Size:] {
			d.Values = append(d.Values, hex.EncodeToString(p[:a.Type().Size]))
		}
	}
	return d, err
}

func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// many is how many names or values are kept. Of more, and of long texts, there is a
// digest, as in testdata/describe.py.
const many, long = 20, 400

// brief shortens a description and writes floats as Go does.
func (d description) brief(t testing.TB) description {
	t.Helper()
	d.Names = shorten(d.Names)
	d.Values = slices.Clone(d.Values)
	if floats := strings.Contains(d.Type, "float"); floats && !isBrief(d.Values) {
		for i, s := range d.Values {
			v, err := strconv.ParseFloat(s, 64)
			if err != nil {
				t.Fatal(err)
			}
			if d.Values[i] = formatFloat(v); len(d.Values) > many && !math.IsNaN(v) {
				d.Values[i] = fmt.Sprintf("%016x", math.Float64bits(v))
			} else if len(d.Values) > many {
				d.Values[i] = "nan"
			}
		}
	}
	for i, s := range d.Values {
		if utf8.RuneCountInString(s) > long {
			d.Values[i] = digest(s)
		}
	}
	d.Values = shorten(d.Values)
	attrs := d.Attrs
	d.Attrs = maps.Clone(attrs)
	for name, a := range attrs {
		d.Attrs[name] = a.brief(t)
	}
	return d
}

func shorten(values []string) []string {
	if len(values) <= many {
		return values
	}
	start := func(s string) string { return string([]rune(s)[:min(30, utf8.RuneCountInString(s))]) }
	return []string{strconv.Itoa(len(values)), start(values[0]), start(values[len(values)-1]), digest(strings.Join(values, "\n"))}
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

// isBrief says that the last value is a digest.
func isBrief(values []string) bool { return len(values) == 4 && len(values[3]) == 64 }

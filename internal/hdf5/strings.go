package hdf5

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
)

// maxStrings is how many bytes of strings Keras puts into one attribute.
const maxStrings = 64512

// Strings returns a list of strings that is an attribute, such as layer_names, or,
// as Keras cuts a list that is too long for one, the attributes layer_names0,
// layer_names1, and so on. An empty list may be of any type. If there is neither,
// the error wraps [fs.ErrNotExist].
func Strings(o Object, name string) ([]string, error) {
	list, err := oneAttribute(o, name)
	if !errors.Is(err, fs.ErrNotExist) {
		return list, err
	}
	for i := 0; ; i++ {
		part, partErr := oneAttribute(o, name+strconv.Itoa(i))
		if errors.Is(partErr, fs.ErrNotExist) && i > 0 {
			return list, nil
		}
		if errors.Is(partErr, fs.ErrNotExist) {
			return nil, err
		}
		if partErr != nil {
			return nil, partErr
		}
		list = append(list, part...)
	}
}

// oneAttribute returns the strings of one attribute.
func oneAttribute(o Object, name string) ([]string, error) {
	a, err := o.Attr(name)
	if err != nil || a.Len() == 0 {
		return nil, err
	}
	return Read[string](a)
}

// SetStrings adds a list of strings as Keras does for names of layers and weights,
// for [Strings]: as bytes of any length if they are few, otherwise cut into the
// attributes name0, name1, and so on, of [FixedStrings].
func (a *attributeWriter) SetStrings(name string, values []string) {
	longest := 16 // bytes that one of any length takes
	for _, s := range values {
		longest = max(longest, len(s))
	}
	switch most := maxStrings / longest; {
	case len(values) == 0:
		a.SetAttr(name, []float64{}) // NumPy's idea of an empty list
	case most == 0:
		a.w.fail(a.path, fmt.Errorf("attribute %q: a string of %d bytes, expected at most %d", name, longest, maxStrings))
	case len(values) <= most:
		list := make([][]byte, len(values))
		for i, s := range values {
			list[i] = []byte(s)
		}
		a.SetAttr(name, list)
	default:
		parts := (len(values)-1)/most + 1
		for i := range parts {
			part := values[i*len(values)/parts : (i+1)*len(values)/parts]
			a.SetAttr(name+strconv.Itoa(i), FixedStrings(slices.Clone(part)))
		}
	}
}

package ops

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/gokeras/keras/tensor"
)

// ints is numbers that Keras writes as one if there is but one: axes, say. None is
// null.
type ints []int

// MarshalConfig writes l as Keras does.
func (l ints) MarshalConfig() (any, error) {
	switch len(l) {
	case 0:
		return nil, nil
	case 1:
		return l[0], nil
	}
	return []int(l), nil
}

// UnmarshalConfig reads a number, a list of numbers, or null.
func (l *ints) UnmarshalConfig(text []byte) error {
	text = bytes.TrimSpace(text)
	if len(text) > 0 && text[0] != '[' && string(text) != "null" {
		text = fmt.Appendf(nil, "[%s]", text)
	}
	return json.Unmarshal(text, (*[]int)(l))
}

// list is numbers that Keras writes as a list, also if there is but one.
type list []int

// MarshalConfig writes l as Keras does.
func (l list) MarshalConfig() (any, error) { return []int(l), nil }

// UnmarshalConfig reads a number or a list of numbers.
func (l *list) UnmarshalConfig(text []byte) error { return (*ints)(l).UnmarshalConfig(text) }

// dtype is a type as a setting: a name, or "" for that of the values.
type dtype string

// or returns the type that d names, or dt if it names none.
func (d dtype) or(fn string, dt tensor.DType) tensor.DType {
	if d == "" {
		return dt
	}
	named, err := tensor.ParseDType(string(d))
	if err != nil {
		Fail(fn, "%w", err)
	}
	return named
}

// lists is lists of numbers.
type lists []list

// UnmarshalConfig reads a list of lists of numbers, of which one may be a number.
func (l *lists) UnmarshalConfig(text []byte) error {
	var raw []json.RawMessage
	if err := json.Unmarshal(text, &raw); err != nil {
		return err
	}
	*l = make(lists, len(raw))
	for i, r := range raw {
		if err := (*l)[i].UnmarshalConfig(r); err != nil {
			return err
		}
	}
	return nil
}

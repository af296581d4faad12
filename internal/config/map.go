package config

import "slices"

// Map is a JSON object whose keys keep their order.
type Map []Entry

// Entry is one key of a [Map] and its value.
type Entry struct {
	Key   string
	Value any
}

// Get returns the value of a key, and whether the map has it.
// Of a key that occurs twice the last counts, as in Python.
func (m Map) Get(key string) (any, bool) {
	for _, e := range slices.Backward(m) {
		if e.Key == key {
			return e.Value, true
		}
	}
	return nil, false
}

// Text returns the value of a key if that is a string, and "" otherwise.
func (m Map) Text(key string) string {
	v, _ := m.Get(key)
	s, _ := v.(string)
	return s
}

// Set changes the value of a key, or adds the key at the end.
func (m *Map) Set(key string, value any) {
	for i, e := range slices.Backward(*m) {
		if e.Key == key {
			(*m)[i].Value = value
			return
		}
	}
	*m = append(*m, Entry{key, value})
}

// Delete removes a key.
func (m *Map) Delete(key string) {
	*m = slices.DeleteFunc(*m, func(e Entry) bool { return e.Key == key })
}

// MarshalJSON implements [encoding/json.Marshaler].
func (m Map) MarshalJSON() ([]byte, error) { return Encode(m) }

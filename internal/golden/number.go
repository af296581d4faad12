package golden

import (
	"fmt"
	"strconv"
)

// A Number is a float64 that JSON may hold as "nan", "inf" or "-inf". As in
// Go's own decoding, null leaves it unchanged.
type Number float64

// UnmarshalJSON reads a JSON number or one of the three strings.
func (n *Number) UnmarshalJSON(data []byte) error {
	text := string(data)
	switch text {
	case "null":
		return nil
	case `"nan"`, `"inf"`, `"-inf"`:
		text = text[1 : len(text)-1]
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return fmt.Errorf(`number: received %s, expected a number, "nan", "inf" or "-inf"`, data)
	}
	*n = Number(v)
	return nil
}

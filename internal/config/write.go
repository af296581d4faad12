package config

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"unicode/utf16"
)

// appendTree appends a tree as Python's json.dumps writes it: all ASCII, a
// space after commas and colons.
func appendTree(b []byte, tree any) []byte {
	switch v := tree.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case string:
		return appendText(b, v)
	case json.Number:
		return append(b, v...)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case uint64:
		return strconv.AppendUint(b, v, 10)
	case float64:
		return appendFloat(b, v)
	case []any:
		b = append(b, '[')
		for i, item := range v {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = appendTree(b, item)
		}
		return append(b, ']')
	case Map:
		b = append(b, '{')
		for i, e := range v {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = append(appendText(b, e.Key), ": "...)
			b = appendTree(b, e.Value)
		}
		return append(b, '}')
	case *Object:
		return appendTree(b, v.Map())
	}
	panic(fmt.Sprintf("config: %T in a tree", tree)) // the encoder makes no other
}

const hex = "0123456789abcdef"

func appendText(b []byte, s string) []byte {
	unit := func(u uint16) {
		b = append(b, '\\', 'u', hex[u>>12], hex[u>>8&15], hex[u>>4&15], hex[u&15])
	}
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\b':
			b = append(b, `\b`...)
		case r == '\f':
			b = append(b, `\f`...)
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\r':
			b = append(b, `\r`...)
		case r == '\t':
			b = append(b, `\t`...)
		case ' ' <= r && r <= '~':
			b = append(b, byte(r))
		case r <= math.MaxUint16:
			unit(uint16(r))
		default:
			hi, lo := utf16.EncodeRune(r)
			unit(uint16(hi))
			unit(uint16(lo))
		}
	}
	return append(b, '"')
}

// appendFloat appends the shortest text that reads back as x, in Python's
// form: 1.0, 0.0001, 1e-05, 1e+16, NaN, -Infinity.
func appendFloat(b []byte, x float64) []byte {
	switch {
	case math.IsNaN(x):
		return append(b, "NaN"...)
	case math.IsInf(x, 1):
		return append(b, "Infinity"...)
	case math.IsInf(x, -1):
		return append(b, "-Infinity"...)
	}
	if a := math.Abs(x); a != 0 && (a < 1e-4 || a >= 1e16) {
		return strconv.AppendFloat(b, x, 'e', -1, 64)
	}
	start := len(b)
	b = strconv.AppendFloat(b, x, 'f', -1, 64)
	for _, c := range b[start:] {
		if c == '.' {
			return b
		}
	}
	return append(b, ".0"...)
}

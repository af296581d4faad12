package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Limits of the JSON that is read. Beyond them [Parse] returns an error.
const (
	MaxBytes  = 256 << 20 // length of the text
	MaxDepth  = 512       // lists and objects within each other
	MaxValues = 1 << 22   // lists, objects, strings, numbers, … in all
)

// maxNumber is the length of the longest number that is read. Python's own
// limit is 4300 digits; no config needs more than a few dozen.
const maxNumber = 400

// Parse reads JSON as Python writes it: NaN, Infinity and -Infinity are
// numbers, and of equal keys the last counts. The values of the tree are nil,
// bool, [json.Number], string, []any and [Map].
func Parse(data []byte) (any, error) {
	if len(data) > MaxBytes {
		return nil, fmt.Errorf("config: got %d bytes of JSON, want at most %d", len(data), MaxBytes)
	}
	p := parser{data: data}
	v, err := p.value(0)
	if err != nil {
		return nil, err
	}
	if p.space(); p.at < len(data) {
		return nil, p.errorf("got %q after the value, want the end", data[p.at])
	}
	return v, nil
}

type parser struct {
	data   []byte
	at     int
	values int
}

func (p *parser) errorf(format string, args ...any) error {
	return fmt.Errorf("config: JSON at byte %d: %s", p.at, fmt.Sprintf(format, args...))
}

func (p *parser) space() {
	for p.at < len(p.data) {
		switch p.data[p.at] {
		case ' ', '\t', '\n', '\r':
			p.at++
		default:
			return
		}
	}
}

// peek returns the next byte that isn't white space; 0 at the end.
func (p *parser) peek() byte {
	if p.space(); p.at < len(p.data) {
		return p.data[p.at]
	}
	return 0
}

func (p *parser) value(depth int) (any, error) {
	if p.values++; p.values > MaxValues {
		return nil, p.errorf("more than %d values", MaxValues)
	}
	switch c := p.peek(); {
	case c == '{' || c == '[':
		if depth == MaxDepth {
			return nil, p.errorf("nested deeper than %d", MaxDepth)
		}
		p.at++
		if c == '{' {
			return p.object(depth + 1)
		}
		return p.list(depth + 1)
	case c == '"':
		return p.text()
	case p.word("null"):
		return nil, nil
	case p.word("true"):
		return true, nil
	case p.word("false"):
		return false, nil
	case p.at == len(p.data):
		return nil, p.errorf("got the end, want a value")
	}
	return p.number()
}

func (p *parser) word(w string) bool {
	if !bytes.HasPrefix(p.data[p.at:], []byte(w)) {
		return false
	}
	p.at += len(w)
	return true
}

func (p *parser) object(depth int) (any, error) {
	m := Map{}
	if p.peek() == '}' {
		p.at++
		return m, nil
	}
	for {
		if p.peek() != '"' {
			return nil, p.errorf("want a key in quotes")
		}
		key, err := p.text()
		if err != nil {
			return nil, err
		}
		if p.peek() != ':' {
			return nil, p.errorf("want a colon after key %q", clip(key))
		}
		p.at++
		v, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		m = append(m, Entry{key, v})
		switch p.peek() {
		case ',':
			p.at++
		case '}':
			p.at++
			return m, nil
		default:
			return nil, p.errorf("want a comma or } after the value of key %q", clip(key))
		}
	}
}

func (p *parser) list(depth int) (any, error) {
	l := []any{}
	if p.peek() == ']' {
		p.at++
		return l, nil
	}
	for {
		v, err := p.value(depth)
		if err != nil {
			return nil, err
		}
		l = append(l, v)
		switch p.peek() {
		case ',':
			p.at++
		case ']':
			p.at++
			return l, nil
		default:
			return nil, p.errorf("want a comma or ] after item %d of a list", len(l)-1)
		}
	}
}

// text reads a string. It finds its end; encoding/json reads what has escapes.
func (p *parser) text() (string, error) {
	start, plain := p.at, true
	for p.at++; p.at < len(p.data); p.at++ {
		switch c := p.data[p.at]; {
		case c == '"':
			p.at++
			raw := p.data[start:p.at]
			if body := raw[1 : len(raw)-1]; plain && utf8.Valid(body) {
				return string(body), nil
			}
			var s string
			if err := json.Unmarshal(raw, &s); err != nil {
				p.at = start
				return "", p.errorf("%v", err)
			}
			return s, nil
		case c == '\\':
			plain = false
			p.at++
		case c < ' ':
			return "", p.errorf("got control character %#02x in a string", c)
		}
	}
	p.at = start
	return "", p.errorf("string without end")
}

func (p *parser) number() (any, error) {
	for _, w := range []string{"NaN", "Infinity", "-Infinity"} {
		if p.word(w) {
			return json.Number(w), nil
		}
	}
	n := numberLen(p.data[p.at:])
	switch {
	case n == 0:
		return nil, p.errorf("got %q, want a value", p.data[p.at])
	case n > maxNumber:
		return nil, p.errorf("got a number of %d characters, want at most %d", n, maxNumber)
	}
	p.at += n
	return json.Number(p.data[p.at-n : p.at]), nil
}

// numberLen returns the length of the JSON number that b begins with; 0 if there is none.
func numberLen(b []byte) int {
	i := 0
	is := func(set string) bool {
		if i < len(b) && strings.IndexByte(set, b[i]) >= 0 {
			i++
			return true
		}
		return false
	}
	digits := func() bool {
		start := i
		for i < len(b) && '0' <= b[i] && b[i] <= '9' {
			i++
		}
		return i > start
	}
	is("-")
	if !is("0") && !digits() {
		return 0
	}
	end := i
	if is(".") && digits() {
		end = i
	}
	i = end
	if is("eE") {
		if is("+-"); digits() {
			end = i
		}
	}
	return end
}

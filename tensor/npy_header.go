package tensor

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// npyHeader is what stands before the elements in a .npy file.
type npyHeader struct {
	dtype   DType
	half    bool // elements of half precision; dtype is Float32
	big     bool // big-endian
	fortran bool // the first axis is the fastest
	shape   Shape
}

// Limits of a header. NumPy has the same.
const (
	maxHeader = 10000
	maxAxes   = 64
)

func readNPYHeader(r io.Reader) (npyHeader, error) {
	var start [len(npyMagic) + 2]byte
	if _, err := io.ReadFull(r, start[:]); err != nil {
		return npyHeader{}, fmt.Errorf("header: %w", err)
	}
	if string(start[:len(npyMagic)]) != npyMagic {
		return npyHeader{}, fmt.Errorf("header: received %q, expected %q", start[:len(npyMagic)], npyMagic)
	}
	size := make([]byte, 4)
	switch version := start[len(npyMagic)]; version {
	case 1:
		size = size[:2]
	case 2, 3:
	default:
		return npyHeader{}, fmt.Errorf("header: received version %d, expected 1, 2 or 3", version)
	}
	if _, err := io.ReadFull(r, size); err != nil {
		return npyHeader{}, fmt.Errorf("header: %w", err)
	}
	n := binary.LittleEndian.Uint32(append(size, 0, 0)) // those are beyond a size of 4
	if n > maxHeader {
		return npyHeader{}, fmt.Errorf("header: received %d bytes, expected at most %d", n, maxHeader)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return npyHeader{}, fmt.Errorf("header: %w", err)
	}
	p := pyParser{rest: string(text)}
	h, err := p.header()
	if err != nil {
		return npyHeader{}, fmt.Errorf("header %q: %w", strings.TrimSpace(string(text)), err)
	}
	return h, nil
}

// setDescr takes the type of the elements, such as "<f4".
func (h *npyHeader) setDescr(s string) error {
	code := s
	if s != "" && strings.Contains("<>=|", s[:1]) {
		code = s[1:]
		h.big = s[0] == '>' || s[0] == '=' && !littleEndian
	}
	if code == "f2" {
		h.half = true
		return nil
	}
	dt := slices.Index(npyDTypes[:], code)
	if dt < 0 {
		return fmt.Errorf("received elements of type %q, expected numbers or bools such as \"<f4\"", s)
	}
	h.dtype = DType(dt)
	return nil
}

// check errs if an array has more bytes than memory can have.
func (h *npyHeader) check() error {
	if len(h.shape) > maxAxes {
		return fmt.Errorf("received %d axes, expected at most %d", len(h.shape), maxAxes)
	}
	n := 8 // bytes of the largest element
	for _, size := range h.shape {
		if size > 0 && n > math.MaxInt/size {
			return fmt.Errorf("received shape %v, which is too large", h.shape)
		}
		n *= max(1, size)
	}
	return nil
}

// pyParser reads the little of Python's syntax that stands in a header:
//
//	{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }
type pyParser struct{ rest string }

var errSyntax = errors.New("expected a dictionary with the keys descr, fortran_order and shape")

func (p *pyParser) header() (h npyHeader, err error) {
	if !p.skip("{") {
		return h, errSyntax
	}
	var seen [3]bool
	for !p.skip("}") {
		key, ok := p.text()
		at := slices.Index([]string{"descr", "fortran_order", "shape"}, key)
		if !ok || at < 0 || seen[at] || !p.skip(":") {
			return h, errSyntax
		}
		seen[at] = true
		switch key {
		case "descr":
			s, ok := p.text()
			if !ok {
				return h, errors.New("received elements that aren't numbers or bools")
			}
			if err := h.setDescr(s); err != nil {
				return h, err
			}
		case "fortran_order":
			if h.fortran = p.skip("True"); !h.fortran && !p.skip("False") {
				return h, errSyntax
			}
		case "shape":
			if h.shape, ok = p.tuple(); !ok {
				return h, errSyntax
			}
		}
		if !p.skip(",") && !strings.HasPrefix(p.rest, "}") {
			return h, errSyntax
		}
	}
	if p.skip(""); p.rest != "" || seen != [3]bool{true, true, true} {
		return h, errSyntax
	}
	return h, h.check()
}

// skip goes over s, if that is what comes, and the space around it.
func (p *pyParser) skip(s string) bool {
	const space = " \t\r\n"
	rest, ok := strings.CutPrefix(strings.TrimLeft(p.rest, space), s)
	if ok {
		p.rest = strings.TrimLeft(rest, space)
	}
	return ok
}

// text reads a string without escapes.
func (p *pyParser) text() (string, bool) {
	for _, quote := range []string{"'", `"`} {
		if !p.skip(quote) {
			continue
		}
		s, rest, ok := strings.Cut(p.rest, quote)
		if !ok || strings.Contains(s, `\`) {
			return "", false
		}
		p.rest = rest
		p.skip("")
		return s, true
	}
	return "", false
}

// tuple reads numbers in parentheses. Python 2 wrote an L behind large ones.
func (p *pyParser) tuple() (Shape, bool) {
	if !p.skip("(") {
		return nil, false
	}
	shape := Shape{}
	for !p.skip(")") {
		digits := len(p.rest) - len(strings.TrimLeft(p.rest, "0123456789"))
		n, err := strconv.Atoi(p.rest[:digits])
		if err != nil {
			return nil, false
		}
		p.rest = p.rest[digits:]
		p.skip("L")
		shape = append(shape, n)
		if !p.skip(",") && !strings.HasPrefix(p.rest, ")") {
			return nil, false
		}
	}
	return shape, true
}

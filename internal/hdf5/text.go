package hdf5

import (
	"bytes"
	"fmt"
	"strings"
)

// What comes after the end of a string of fixed length.
const (
	paddingNullTerminated = 0
	paddingNulls          = 1
	paddingSpaces         = 2
)

// readText reads strings of either kind.
func readText(a *Array, dst []string) error {
	switch a.typ.Class {
	case String:
		return a.inBlocks(func(first int, p []byte) error {
			for i := range len(p) / a.typ.Size {
				dst[first+i] = a.typ.text(p[i*a.typ.Size:][:a.typ.Size])
			}
			return nil
		})
	case VarString:
		heap := a.f.globalHeap()
		return a.inBlocks(func(first int, p []byte) error {
			for i := range len(p) / a.typ.Size {
				s, err := heap.text(p[i*a.typ.Size:])
				if err != nil {
					return fmt.Errorf("element %d: %w", first+i, err)
				}
				// Some writers count the end.
				dst[first+i], _, _ = strings.Cut(s, "\x00")
			}
			return nil
		})
	}
	return fmt.Errorf("elements are of type %v, expected strings", a.typ)
}

// text returns a string of fixed length without what fills it up.
func (t Type) text(p []byte) string {
	switch t.padding {
	case paddingNullTerminated:
		p, _, _ = bytes.Cut(p, []byte{0})
	case paddingNulls:
		p = bytes.TrimRight(p, "\x00")
	case paddingSpaces:
		p = bytes.TrimRight(p, " ")
	}
	return string(p)
}

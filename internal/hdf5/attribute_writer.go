package hdf5

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// attributeWriter collects the attributes of a group or a dataset.
type attributeWriter struct {
	w     *Writer
	path  string
	attrs header
	names map[string]bool
}

// FixedStrings is an attribute value stored as strings of one length, that of
// the longest, filled up with zero bytes. Unlike other strings they count
// towards the size of the attribute.
type FixedStrings []string

// SetAttr adds an attribute. The value is a string, []byte, bool, an integer, a
// float32 or float64, or a slice of these (uint8 aside), or [FixedStrings]. A
// string is stored as UTF-8, a []byte as an ASCII string, as h5py does for str
// and bytes; int and []int as int64. An attribute has room for some 64,000
// bytes; each string takes 16 of them. What is wrong with the arguments is
// returned by [Writer.WriteTo].
func (a *attributeWriter) SetAttr(name string, value any) {
	if err := a.setAttr(name, value); err != nil {
		a.w.fail(a.path, fmt.Errorf("attribute %q: %w", name, err))
	}
}

func (a *attributeWriter) setAttr(name string, value any) error {
	if name == "" || len(name) > maxName || strings.IndexByte(name, 0) >= 0 {
		return fmt.Errorf("%q can't be a name", name)
	}
	if a.names[name] {
		return errors.New("set twice")
	}
	t, shape, data, err := encodeAttribute(value, &a.w.heap)
	if err != nil {
		return err
	}
	b := appendAttribute(nil, name, t, dataspace{shape: shape}, data)
	if len(b) > maxMessage {
		return fmt.Errorf("%d bytes, expected at most %d", len(b), maxMessage)
	}
	// The first few messages say what the object is.
	if len(a.attrs) >= 1<<16-8 {
		return fmt.Errorf("more than %d attributes", len(a.attrs))
	}
	if a.names == nil {
		a.names = map[string]bool{}
	}
	a.names[name] = true
	a.attrs = append(a.attrs, message{kind: msgAttribute, data: b})
	return nil
}

// encodeAttribute returns a value as an attribute holds it.
func encodeAttribute(value any, heap *globalHeapWriter) (t Type, shape []int, data []byte, err error) {
	text := func(t Type, values ...string) Type {
		for _, s := range values {
			data = heap.appendText(data, s)
		}
		return t
	}
	utf8 := Type{Class: VarString, Size: 16}
	ascii := Type{Class: VarString, Size: 16, ASCII: true}
	switch v := value.(type) {
	case string:
		t = text(utf8, v)
		return t, nil, data, nil
	case []string:
		t = text(utf8, v...)
		return t, []int{len(v)}, data, nil
	case []byte:
		t = text(ascii, string(v))
		return t, nil, data, nil
	case [][]byte:
		for _, s := range v {
			text(ascii, string(s))
		}
		return ascii, []int{len(v)}, data, nil
	case FixedStrings:
		t = Type{Class: String, Size: 1, ASCII: true, padding: paddingNulls}
		for _, s := range v {
			t.Size = max(t.Size, len(s))
		}
		for _, s := range v {
			data = append(append(data, s...), make([]byte, t.Size-len(s))...)
		}
		return t, []int{len(v)}, data, nil
	case int:
		return encodeNumbers(nil, int64(v))
	case []int:
		wide := make([]int64, len(v))
		for i := range v {
			wide[i] = int64(v[i])
		}
		return encodeNumbers([]int{len(v)}, wide...)
	case bool:
		return encodeNumbers(nil, v)
	case int8:
		return encodeNumbers(nil, v)
	case int16:
		return encodeNumbers(nil, v)
	case int32:
		return encodeNumbers(nil, v)
	case int64:
		return encodeNumbers(nil, v)
	case uint8:
		return encodeNumbers(nil, v)
	case uint16:
		return encodeNumbers(nil, v)
	case uint32:
		return encodeNumbers(nil, v)
	case uint64:
		return encodeNumbers(nil, v)
	case float32:
		return encodeNumbers(nil, v)
	case float64:
		return encodeNumbers(nil, v)
	case []bool:
		return encodeNumbers([]int{len(v)}, v...)
	case []int8:
		return encodeNumbers([]int{len(v)}, v...)
	case []int16:
		return encodeNumbers([]int{len(v)}, v...)
	case []int32:
		return encodeNumbers([]int{len(v)}, v...)
	case []int64:
		return encodeNumbers([]int{len(v)}, v...)
	case []uint16:
		return encodeNumbers([]int{len(v)}, v...)
	case []uint32:
		return encodeNumbers([]int{len(v)}, v...)
	case []uint64:
		return encodeNumbers([]int{len(v)}, v...)
	case []float32:
		return encodeNumbers([]int{len(v)}, v...)
	case []float64:
		return encodeNumbers([]int{len(v)}, v...)
	}
	return t, nil, nil, fmt.Errorf("%T, expected a string, a number, a bool or a slice of these", value)
}

func encodeNumbers[T number | bool](shape []int, values ...T) (Type, []int, []byte, error) {
	data, err := binary.Append(nil, binary.LittleEndian, values)
	return typeOf[T](), shape, data, err
}

package tensor

import "fmt"

// A DType is the type of the elements of an array.
type DType uint8

// The element types. The zero value is Float32, the default everywhere.
const (
	Float32 DType = iota
	Float64
	Int8
	Int16
	Int32
	Int64
	Uint8
	Uint16
	Uint32
	Uint64
	Bool
)

var dtypes = [...]struct {
	name string
	size int
}{
	Float32: {"float32", 4}, Float64: {"float64", 8},
	Int8: {"int8", 1}, Int16: {"int16", 2}, Int32: {"int32", 4}, Int64: {"int64", 8},
	Uint8: {"uint8", 1}, Uint16: {"uint16", 2}, Uint32: {"uint32", 4}, Uint64: {"uint64", 8},
	Bool: {"bool", 1},
}

// String returns the name that Keras and NumPy have for d, such as "float32".
func (d DType) String() string {
	if int(d) < len(dtypes) {
		return dtypes[d].name
	}
	return fmt.Sprintf("DType(%d)", uint8(d))
}

// Size returns the number of bytes of an element.
func (d DType) Size() int { return dtypes[d].size }

// IsFloat tells whether elements are floating-point numbers.
func (d DType) IsFloat() bool { return d == Float32 || d == Float64 }

// IsInteger tells whether elements are integers, with or without a sign.
func (d DType) IsInteger() bool { return d >= Int8 && d <= Uint64 }

// ParseDType returns the type that has the given name, such as "float32".
func ParseDType(name string) (DType, error) {
	for d, t := range dtypes {
		if t.name == name {
			return DType(d), nil
		}
	}
	return 0, fmt.Errorf("dtype: received %q, expected one such as \"float32\", \"int32\" or \"bool\"", name)
}

// Element is the types that elements have in Go.
type Element interface {
	float32 | float64 | int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | bool
}

// DTypeOf returns the element type that T stands for.
func DTypeOf[T Element]() DType {
	var x T
	switch any(x).(type) {
	case float32:
		return Float32
	case float64:
		return Float64
	case int8:
		return Int8
	case int16:
		return Int16
	case int32:
		return Int32
	case int64:
		return Int64
	case uint8:
		return Uint8
	case uint16:
		return Uint16
	case uint32:
		return Uint32
	case uint64:
		return Uint64
	}
	return Bool
}

package hdf5

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
)

// Class is a kind of elements.
type Class uint8

// The classes that can be read as values, then two that can't: only as bytes.
const (
	Int        Class = iota + 1 // signed, two's complement
	Uint                        // unsigned
	Float                       // IEEE 754 of 2, 4 or 8 bytes, or alike
	BFloat                      // the upper half of a float of 4 bytes
	Bool                        // what h5py makes of a boolean: an enumeration of FALSE and TRUE
	String                      // of fixed length
	VarString                   // of any length, in the global heap
	Opaque                      // bytes
	OtherClass                  // what has no class here: compounds, references, odd floats …
)

// Type says how elements are stored. Types are comparable.
type Type struct {
	Class     Class
	Size      int  // bytes of an element
	BigEndian bool // of a number
	ASCII     bool // of a string, otherwise UTF-8

	padding        byte        // of a string: what comes after its end
	other          byte        // of OtherClass: the format's number of the class
	offset, unused byte        // bits of an integer below and above those that count
	float          floatLayout // of a float unlike IEEE 754's
}

// The types of Keras's tensors.
var (
	Int8     = Type{Class: Int, Size: 1}
	Int16    = Type{Class: Int, Size: 2}
	Int32    = Type{Class: Int, Size: 4}
	Int64    = Type{Class: Int, Size: 8}
	Uint8    = Type{Class: Uint, Size: 1}
	Uint16   = Type{Class: Uint, Size: 2}
	Uint32   = Type{Class: Uint, Size: 4}
	Uint64   = Type{Class: Uint, Size: 8}
	Float16  = Type{Class: Float, Size: 2}
	BFloat16 = Type{Class: BFloat, Size: 2}
	Float32  = Type{Class: Float, Size: 4}
	Float64  = Type{Class: Float, Size: 8}
	Boolean  = Type{Class: Bool, Size: 1}
)

// String returns NumPy's name of the type, or a description.
func (t Type) String() string {
	order := ""
	if t.BigEndian {
		order = "big-endian "
	}
	switch t.Class {
	case Int:
		return fmt.Sprintf("%sint%d", order, 8*t.Size)
	case Uint:
		return fmt.Sprintf("%suint%d", order, 8*t.Size)
	case Float:
		return fmt.Sprintf("%sfloat%d", order, 8*t.Size)
	case BFloat:
		return order + "bfloat16"
	case Bool:
		return "bool"
	case String:
		return fmt.Sprintf("string of %d bytes", t.Size)
	case VarString:
		return "string"
	case Opaque:
		return fmt.Sprintf("opaque of %d bytes", t.Size)
	}
	names := []string{"integer", "float", "time", "string", "bit field", "opaque", "compound", "reference", "enumeration", "sequence", "array", "complex"}
	if int(t.other) < len(names) {
		return fmt.Sprintf("%s of %d bytes", names[t.other], t.Size)
	}
	return fmt.Sprintf("class %d of %d bytes", t.other, t.Size)
}

// The format's numbers of the classes.
const (
	classInteger = 0
	classFloat   = 1
	classString  = 3
	classBits    = 4
	classOpaque  = 5
	classEnum    = 8
	classVarLen  = 9
)

func parseDatatype(b []byte) (Type, error) {
	c := cursor{b: b}
	t, err := parseDatatypeFields(&c)
	if err == nil {
		err = c.err()
	}
	if err != nil {
		return t, fmt.Errorf("datatype: %w", err)
	}
	return t, nil
}

func parseDatatypeFields(c *cursor) (Type, error) {
	class := c.u8()
	version := class >> 4
	class &= 15
	flags := uint32(c.u8()) | uint32(c.u8())<<8 | uint32(c.u8())<<16
	size := c.u32()
	if err := c.err(); err != nil {
		return Type{}, err
	}
	if version < 1 || version > 5 {
		return Type{}, unsupported("version %d", version)
	}
	if size == 0 || size > math.MaxInt32 {
		return Type{}, fmt.Errorf("elements of %d bytes", size)
	}
	t := Type{Class: OtherClass, Size: int(size), other: class}
	known := func(class Class) { t.Class, t.other = class, 0 }
	switch class {
	case classInteger, classBits:
		offset, precision := uint32(c.u16()), uint32(c.u16())
		if size > 8 || precision == 0 || offset+precision > 8*size {
			break
		}
		known(Uint)
		if class == classInteger && flags&8 != 0 {
			known(Int)
		}
		t.BigEndian = flags&1 != 0 && size > 1
		t.offset, t.unused = byte(offset), byte(8*size-offset-precision)
	case classFloat:
		layout := floatLayout{flags: flags &^ 1}
		copy(layout.fields[:], c.take(12))
		for f, l := range floatLayouts {
			if layout == l && size == uint32(f.Size) {
				known(f.Class)
			}
		}
		const vax = 1 << 6 // an order of bytes of its own
		if t.Class == OtherClass && flags&vax == 0 && layout.fits(size) {
			known(Float)
			t.float = layout
		}
		t.BigEndian = flags&1 != 0 && t.Class != OtherClass
	case classString:
		known(String)
		t.padding = byte(flags & 15)
		t.ASCII = flags>>4&15 == 0
	case classOpaque:
		known(Opaque)
		c.skip(uint64(flags & 255))
	case classEnum:
		return parseEnum(c, t, version, int(flags&0xffff))
	case classVarLen:
		if flags&15 == 1 && size == 16 {
			known(VarString)
			t.padding = byte(flags >> 4 & 15)
			t.ASCII = flags>>8&15 == 0
		}
	}
	return t, nil
}

// parseEnum reads an enumeration: a boolean, or the integers it is made of.
func parseEnum(c *cursor, t Type, version byte, n int) (Type, error) {
	if len(c.b) == 0 || c.b[0]&15 != classInteger {
		return t, nil
	}
	base, err := parseDatatypeFields(c)
	if err != nil || base.Class == OtherClass {
		return t, err
	}
	if base.Size != t.Size {
		return t, fmt.Errorf("an enumeration of %d bytes over integers of %d", t.Size, base.Size)
	}
	names := make([]string, 0, min(n, len(c.b)))
	for range n {
		end := bytes.IndexByte(c.b[:min(len(c.b), maxName)], 0)
		if end < 0 {
			return t, errShort
		}
		names = append(names, string(c.b[:end]))
		if version < 3 {
			c.padded(uint64(end) + 1)
		} else {
			c.skip(uint64(end) + 1)
		}
	}
	values := c.take(uint64(n * t.Size))
	if len(names) == 2 && names[0] == "FALSE" && names[1] == "TRUE" && string(values) == "\x00\x01" {
		return Boolean, nil
	}
	return base, nil
}

// append writes a type that has a class. BFloat16 becomes two opaque bytes, as
// Keras writes it.
func (t Type) append(b []byte) []byte {
	head := func(version, class byte, flags uint32) {
		b = append(b, version<<4|class, byte(flags), byte(flags>>8), byte(flags>>16))
		b = binary.LittleEndian.AppendUint32(b, uint32(t.Size))
	}
	var charset uint32
	if !t.ASCII {
		charset = 1
	}
	switch t.Class {
	case Int, Uint:
		var signed uint32
		if t.Class == Int {
			signed = 8
		}
		head(1, classInteger, signed)
		b = append(b, 0, 0, byte(8*t.Size), 0)
	case Float:
		layout := floatLayouts[t]
		head(1, classFloat, layout.flags)
		b = append(b, layout.fields[:]...)
	case Bool:
		head(1, classEnum, 2)
		b = Int8.append(b)
		b = append(b, "FALSE\x00\x00\x00TRUE\x00\x00\x00\x00\x00\x01"...)
	case String:
		head(1, classString, uint32(t.padding)|charset<<4)
	case VarString:
		head(1, classVarLen, 1|charset<<8)
		b = Uint8.append(b)
	case BFloat, Opaque:
		head(1, classOpaque, 0)
	}
	return b
}

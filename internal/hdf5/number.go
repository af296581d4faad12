package hdf5

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/bits"
	"slices"
	"unsafe"
)

// number is an element that has bytes of its own.
type number interface {
	int8 | int16 | int32 | int64 | uint8 | uint16 | uint32 | uint64 | float32 | float64
}

// littleEndian says that this machine keeps numbers as files written here do.
var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// bytesOf returns the memory of s.
func bytesOf[T number | bool](s []T) []byte {
	var zero T
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(zero)))
}

// writeNumbers writes s in little-endian order.
func writeNumbers[T number | bool](w io.Writer, s []T) error {
	if littleEndian {
		// Pieces stay in the cache, for who sums them up before they are written.
		const piece = 1 << 18
		for b := bytesOf(s); len(b) > 0; b = b[min(len(b), piece):] {
			if _, err := w.Write(b[:min(len(b), piece)]); err != nil {
				return err
			}
		}
		return nil
	}
	for ; len(s) > 0; s = s[min(len(s), 4096):] {
		if err := binary.Write(w, binary.LittleEndian, s[:min(len(s), 4096)]); err != nil {
			return err
		}
	}
	return nil
}

// readNumbers reads a into dst, whose type as files hold it is native.
func readNumbers[T number](a *Array, dst []T, native Type) error {
	if a.typ == native && littleEndian {
		return a.readAll(bytesOf(dst))
	}
	convert, err := conversion[T](a.typ)
	if err != nil {
		return err
	}
	var words []uint64
	return a.inBlocks(func(first int, p []byte) error {
		n := len(p) / a.typ.Size
		if words == nil {
			words = make([]uint64, n)
		}
		a.typ.words(words[:n], p)
		if i := convert(dst[first:first+n], words); i < n {
			return fmt.Errorf("element %d of type %v isn't a %v", first+i, a.typ, native)
		}
		return nil
	})
}

// conversion returns a function that converts words, as [Type.words] makes
// them, until one doesn't fit, and returns how many did.
func conversion[T number](t Type) (func(dst []T, words []uint64) int, error) {
	switch integer := T(1)/T(2) == 0; {
	case t.Class == Int:
		return func(dst []T, words []uint64) int {
			for i := range dst {
				v := int64(words[i])
				dst[i] = T(v)
				if integer && (int64(dst[i]) != v || dst[i] < 0 != (v < 0)) {
					return i
				}
			}
			return len(dst)
		}, nil
	case t.Class == Uint, t.Class == Bool:
		return func(dst []T, words []uint64) int {
			for i := range dst {
				v := words[i]
				dst[i] = T(v)
				if integer && (uint64(dst[i]) != v || dst[i] < 0) {
					return i
				}
			}
			return len(dst)
		}, nil
	case t.Class != Float && t.Class != BFloat:
		return nil, fmt.Errorf("elements are of type %v, expected numbers", t)
	case !integer:
		return func(dst []T, words []uint64) int {
			for i := range dst {
				dst[i] = T(math.Float64frombits(words[i]))
			}
			return len(dst)
		}, nil
	}
	return func(dst []T, words []uint64) int {
		for i := range dst {
			v := math.Float64frombits(words[i])
			// Out of its range Go leaves open what an integer becomes.
			if v != math.Trunc(v) || v < -0x1p63 || v >= 0x1p64 {
				return i
			}
			if v < 0 {
				dst[i] = T(int64(v))
			} else {
				dst[i] = T(uint64(v))
			}
			if float64(dst[i]) != v {
				return i
			}
		}
		return len(dst)
	}, nil
}

// words widens the elements in p: integers to 64 bits, floats to the bits of a
// float64.
func (t Type) words(words []uint64, p []byte) {
	if t.float != (floatLayout{}) {
		for i := range words {
			words[i] = math.Float64bits(t.float.value(t.wide(p[i*t.Size:][:t.Size])))
		}
		return
	}
	switch t.Size {
	case 1:
		for i := range words {
			words[i] = uint64(p[i])
		}
	case 2:
		for i := range words {
			words[i] = uint64(binary.LittleEndian.Uint16(p[2*i:]))
		}
	case 4:
		for i := range words {
			words[i] = uint64(binary.LittleEndian.Uint32(p[4*i:]))
		}
	case 8:
		for i := range words {
			words[i] = binary.LittleEndian.Uint64(p[8*i:])
		}
	default:
		for i := range words {
			_, words[i] = t.wide(p[i*t.Size:][:t.Size])
		}
	}
	shift := 64 - 8*t.Size
	if t.BigEndian && t.Size&(t.Size-1) == 0 {
		for i, w := range words {
			words[i] = bits.ReverseBytes64(w) >> shift
		}
	}
	shift += int(t.unused)
	switch {
	case t.Class == Int:
		for i, w := range words {
			words[i] = uint64(int64(w<<shift) >> (shift + int(t.offset)))
		}
	case t.Class == Uint && t.offset|t.unused != 0:
		for i, w := range words {
			words[i] = w << shift >> (shift + int(t.offset))
		}
	case t.Class == Float && t.Size == 4:
		for i, w := range words {
			words[i] = math.Float64bits(float64(math.Float32frombits(uint32(w))))
		}
	case t.Class == BFloat:
		for i, w := range words {
			words[i] = math.Float64bits(float64(math.Float32frombits(uint32(w) << 16)))
		}
	case t.Class == Float && t.Size == 2:
		for i, w := range words {
			words[i] = math.Float64bits(float16(w))
		}
	}
}

// wide returns the bits of an element of up to 16 bytes.
func (t Type) wide(p []byte) (hi, lo uint64) {
	var little [16]byte
	copy(little[:], p)
	if t.BigEndian {
		slices.Reverse(little[:t.Size])
	}
	return binary.LittleEndian.Uint64(little[8:]), binary.LittleEndian.Uint64(little[:])
}

// float16 returns the number that the bits of an IEEE half stand for.
func float16(w uint64) float64 {
	const infinity = 0x7f800000
	sign, rest := uint32(w>>15)<<31, uint32(w&0x7fff)<<13
	if w&0x7c00 == 0x7c00 {
		return float64(math.Float32frombits(sign | infinity | rest))
	}
	// The exponents differ by 112, those of subnormal numbers too.
	return float64(math.Float32frombits(sign|rest)) * 0x1p112
}

func readBools(a *Array, dst []bool) error {
	if a.typ.Class != Bool {
		return fmt.Errorf("elements are of type %v, expected bool", a.typ)
	}
	return a.inBlocks(func(first int, p []byte) error {
		for i, v := range p {
			if v > 1 {
				return fmt.Errorf("element %d of type bool is %d", first+i, v)
			}
			dst[first+i] = v != 0
		}
		return nil
	})
}

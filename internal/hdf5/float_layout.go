package hdf5

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// floatLayout is what tells one format of floating point from another: the
// flags without the byte order, then bit offset, precision, and places and
// sizes of exponent and mantissa, and the exponent's bias.
type floatLayout struct {
	flags  uint32
	fields [12]byte
}

// The flags hold the place of the sign and whether the mantissa's first bit is implied.
var floatLayouts = map[Type]floatLayout{
	Float16:  {15<<8 | 0x20, [12]byte{0, 0, 16, 0, 10, 5, 0, 10, 15}},
	BFloat16: {15<<8 | 0x20, [12]byte{0, 0, 16, 0, 7, 8, 0, 7, 127}},
	Float32:  {31<<8 | 0x20, [12]byte{0, 0, 32, 0, 23, 8, 0, 23, 127}},
	Float64:  {63<<8 | 0x20, [12]byte{0, 0, 64, 0, 52, 11, 0, 52, 0xff, 3}},
}

// fits says that the parts are within elements of a size that can be read.
func (l floatLayout) fits(size uint32) bool {
	f, most := l.fields, 8*int(size)
	within := func(place, n byte) bool { return n > 0 && int(place)+int(n) <= most }
	return size <= 16 && within(f[4], f[5]) && within(f[6], f[7]) && within(byte(l.flags>>8), 1) && f[5] <= 16
}

// value returns the float64 nearest to the number whose bits are hi and lo.
func (l floatLayout) value(hi, lo uint64) float64 {
	field := func(place, n byte) (uint64, uint64) {
		hi, lo := shiftRight(hi, lo, uint(place))
		if n >= 64 {
			return hi & (1<<(n-64) - 1), lo
		}
		return 0, lo & (1<<n - 1)
	}
	f := l.fields
	_, sign := field(byte(l.flags>>8), 1)
	_, exponent := field(f[4], f[5])
	mhi, mlo := field(f[6], f[7])
	size, bias := int(f[7]), int(int32(binary.LittleEndian.Uint32(f[8:])))
	implied := l.flags>>4&3 == 2
	v := 0.0
	switch {
	case exponent == 1<<f[5]-1:
		v = math.Inf(1)
		if !implied {
			size-- // the first bit says nothing
		}
		if fhi, flo := field(f[6], byte(size)); fhi|flo != 0 {
			v = math.NaN()
		}
	case implied && exponent > 0:
		v = scale(mhi, mlo, int(exponent)-bias-size) + math.Ldexp(1, int(exponent)-bias)
	case implied:
		v = scale(mhi, mlo, 1-bias-size)
	default:
		v = scale(mhi, mlo, int(exponent)-bias-size+1)
	}
	return math.Copysign(v, 1-2*float64(sign))
}

// scale returns the float64 nearest to the integer of 128 bits, times 2^e.
func scale(hi, lo uint64, e int) float64 {
	if n := bits.Len64(hi); n > 0 {
		sticky := lo << (64 - n)
		_, lo = shiftRight(hi, lo, uint(n))
		if sticky != 0 {
			lo |= 1 // for rounding, what is cut off is as good as one bit
		}
		e += n
	}
	return math.Ldexp(float64(lo), e)
}

func shiftRight(hi, lo uint64, n uint) (uint64, uint64) {
	if n >= 64 {
		return 0, hi >> (n - 64)
	}
	return hi >> n, lo>>n | hi<<(64-n)
}

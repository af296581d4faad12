package golden

// Bits returns the first n hashes of a seed: MurmurHash3's finaliser over
// i·0x9E3779B9 + seed·0x85EBCA6B + 0x27D4EB2F, modulo 2³². The numbers below
// are made from it; testdata/record/formula.py makes the same ones.
func Bits(seed uint32, n int) []uint32 {
	out := make([]uint32, n)
	for i := range out {
		x := uint32(i)*0x9E3779B9 + seed*0x85EBCA6B + 0x27D4EB2F
		x ^= x >> 16
		x *= 0x85EBCA6B
		x ^= x >> 13
		x *= 0xC2B2AE35
		x ^= x >> 16
		out[i] = x
	}
	return out
}

// Unit returns n numbers in [0, 1): the upper 24 bits of the hash over 2²⁴.
func Unit(seed uint32, n int) []float32 {
	out := make([]float32, n)
	for i, x := range Bits(seed, n) {
		out[i] = float32(x>>8) / (1 << 24)
	}
	return out
}

// Signed returns n numbers in [-limit, limit), for weights.
func Signed(seed uint32, limit float32, n int) []float32 {
	out := make([]float32, n)
	for i, x := range Bits(seed, n) {
		k := int32(x>>8) - 1<<23
		out[i] = float32(k) / (1 << 23) * limit
	}
	return out
}

// Integers returns n integers in [0, below): the hash modulo below.
func Integers(seed, below uint32, n int) []int {
	out := make([]int, n)
	for i, x := range Bits(seed, n) {
		out[i] = int(x % below)
	}
	return out
}

// Package vec holds the loops over slices of float32: element by element, and
// reductions to one number.
//
// Each is a kernel.Func whose plain Go twin defines it. The operands of a call
// have at least len(dst) elements, or the call panics; dst may be one of them,
// but must not overlap them otherwise. What an element becomes does not depend
// on its place or on the length of the slice, so that slices can be split
// anywhere. Two implementations agree bit for bit, except for the payload of a
// NaN and for the functions of math.go.
package vec

//go:generate go run -C ../_asm ./vec -isa avx2 -family arith -pkg vec -out ../vec/arith_avx2_amd64.s -stubs ../vec/arith_avx2_amd64.go
//go:generate go run -C ../_asm ./vec -isa avx2 -family compare -pkg vec -out ../vec/compare_avx2_amd64.s -stubs ../vec/compare_avx2_amd64.go
//go:generate go run -C ../_asm ./vec -isa avx2 -family math -pkg vec -out ../vec/math_avx2_amd64.s -stubs ../vec/math_avx2_amd64.go
//go:generate go run -C ../_asm ./vec -isa avx2 -family random -pkg vec -out ../vec/random_avx2_amd64.s -stubs ../vec/random_avx2_amd64.go
//go:generate go run -C ../_asm ./vec -isa avx2 -family reduce -pkg vec -out ../vec/reduce_avx2_amd64.s -stubs ../vec/reduce_avx2_amd64.go
//go:generate go run -C ../_asm ./vec -isa avx2 -family window -pkg vec -out ../vec/window_avx2_amd64.s -stubs ../vec/window_avx2_amd64.go
//go:generate go run -C ../_asm ./vec -isa avx512 -family arith -pkg vec -out ../vec/arith_avx512_amd64.s -stubs ../vec/arith_avx512_amd64.go
//go:generate go run -C ../_asm ./vec -isa avx512 -family compare -pkg vec -out ../vec/compare_avx512_amd64.s -stubs ../vec/compare_avx512_amd64.go
//go:generate go run -C ../_asm ./vec -isa avx512 -family math -pkg vec -out ../vec/math_avx512_amd64.s -stubs ../vec/math_avx512_amd64.go
//go:generate go run -C ../_asm ./vec -isa avx512 -family random -pkg vec -out ../vec/random_avx512_amd64.s -stubs ../vec/random_avx512_amd64.go
//go:generate go run -C ../_asm ./vec -isa avx512 -family reduce -pkg vec -out ../vec/reduce_avx512_amd64.s -stubs ../vec/reduce_avx512_amd64.go
//go:generate go run -C ../_asm ./vec -isa avx512 -family window -pkg vec -out ../vec/window_avx512_amd64.s -stubs ../vec/window_avx512_amd64.go

// chunk is the largest number of elements that one call of an assembly
// function gets: some ten microseconds, so that the runtime can always
// preempt. It is also the block of the reductions, see Sum.
const chunk = 1 << 14

// The kinds of loops.
type (
	// Unary computes dst from a.
	Unary = func(dst, a []float32)
	// Binary computes dst from a and b.
	Binary = func(dst, a, b []float32)
	// Scalar computes dst from a and one number.
	Scalar = func(dst, a []float32, s float32)
	// Scaled computes dst from a, b and one number.
	Scaled = func(dst, a, b []float32, s float32)
)

// Package cpu says which instruction sets the kernels may use.
//
// The environment variable KERAS_CPU, read once at process start, forces a
// lower level than the processor has: generic (plain Go), avx2 or avx512. The
// value full changes nothing here; tests read it as the claim that every
// kernel can run on this machine.
package cpu

import (
	"fmt"
	"os"

	"golang.org/x/sys/cpu"
)

// The features that kernels ask for. They are set before any other package's
// variables are initialised and never change afterwards.
var (
	// AVX2 says that AVX2 and FMA3 exist and may be used.
	AVX2 bool
	// AVX512 says that AVX-512 F, BW, DQ and VL exist and may be used. It
	// implies AVX2.
	AVX512 bool
)

var warning string

func init() {
	AVX2 = cpu.X86.HasAVX2 && cpu.X86.HasFMA
	AVX512 = AVX2 && cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL
	AVX2, AVX512, warning = limit(AVX2, AVX512, os.Getenv("KERAS_CPU"))
}

// Level returns the name of the highest level in use: generic, avx2 or avx512.
func Level() string { return name(AVX2, AVX512) }

// Warning returns a sentence for the user if KERAS_CPU held a value that could
// not be honoured, and "" otherwise.
func Warning() string { return warning }

func name(avx2, avx512 bool) string {
	switch {
	case avx512:
		return "avx512"
	case avx2:
		return "avx2"
	}
	return "generic"
}

// limit applies the value of KERAS_CPU to the features that exist.
func limit(avx2, avx512 bool, level string) (bool, bool, string) {
	switch level {
	case "", "full":
		return avx2, avx512, ""
	case "generic":
		return false, false, ""
	case "avx2":
		if avx2 {
			return true, false, ""
		}
	case "avx512":
		if avx512 {
			return true, true, ""
		}
	default:
		return avx2, avx512, fmt.Sprintf("KERAS_CPU=%q is unknown (expected generic, avx2, avx512 or full); using %s",
			level, name(avx2, avx512))
	}
	return avx2, avx512, fmt.Sprintf("KERAS_CPU=%s is not available on this CPU; using %s", level, name(avx2, avx512))
}

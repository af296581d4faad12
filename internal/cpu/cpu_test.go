package cpu

import (
	"strings"
	"testing"
)

func TestLimit(t *testing.T) {
	tests := []struct {
		avx2, avx512 bool
		level        string
		want         string
		warn         string
	}{
		{true, true, "", "avx512", ""},
		{true, true, "full", "avx512", ""},
		{true, true, "avx512", "avx512", ""},
		{true, true, "avx2", "avx2", ""},
		{true, true, "generic", "generic", ""},
		{true, false, "", "avx2", ""},
		{true, false, "avx512", "avx2", "not available"},
		{false, false, "avx2", "generic", "not available"},
		{false, false, "generic", "generic", ""},
		{true, true, "sse9", "avx512", `"sse9" is unknown`},
	}
	for _, tt := range tests {
		avx2, avx512, warn := limit(tt.avx2, tt.avx512, tt.level)
		if got := name(avx2, avx512); got != tt.want {
			t.Errorf("limit(%v, %v, %q) = %s, want %s", tt.avx2, tt.avx512, tt.level, got, tt.want)
		}
		if (tt.warn == "") != (warn == "") || !strings.Contains(warn, tt.warn) {
			t.Errorf("limit(%v, %v, %q): warning %q, want %q", tt.avx2, tt.avx512, tt.level, warn, tt.warn)
		}
	}
}

func TestLevelsNest(t *testing.T) {
	if AVX512 && !AVX2 {
		t.Error("AVX512 without AVX2")
	}
	if got := Level(); got != name(AVX2, AVX512) {
		t.Errorf("Level() = %s", got)
	}
}

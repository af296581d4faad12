package tensor

import (
	"encoding/binary"
	"encoding/json"
	"math"
	"os"
	"testing"
)

// golden reads what testdata/record.py recorded.
func golden[T any](t *testing.T, name string, atLeast int) []T {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var cases []T
	if err := json.Unmarshal(text, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < atLeast {
		t.Fatalf("%s has %d cases, want at least %d", name, len(cases), atLeast)
	}
	return cases
}

// fromLittle makes an array of bytes in little-endian order.
func fromLittle(t *testing.T, dtype string, shape []int, b []byte) *Tensor {
	t.Helper()
	dt, err := ParseDType(dtype)
	if err != nil {
		t.Fatal(err)
	}
	a := New(dt, shape...)
	if len(b) != len(a.Bytes()) {
		t.Fatalf("%d bytes for %v%v", len(b), dt, a.Shape())
	}
	to := a.Bytes()
	switch dt.Size() {
	case 1:
		copy(to, b)
	case 2:
		for i := 0; i < len(b); i += 2 {
			binary.NativeEndian.PutUint16(to[i:], binary.LittleEndian.Uint16(b[i:]))
		}
	case 4:
		for i := 0; i < len(b); i += 4 {
			binary.NativeEndian.PutUint32(to[i:], binary.LittleEndian.Uint32(b[i:]))
		}
	case 8:
		for i := 0; i < len(b); i += 8 {
			binary.NativeEndian.PutUint64(to[i:], binary.LittleEndian.Uint64(b[i:]))
		}
	}
	return a
}

func TestPrint(t *testing.T) {
	type printed struct {
		DType, Str, Repr string
		Shape            []int
		Data             []byte
	}
	for i, tt := range golden[printed](t, "print.json", 200) {
		a := fromLittle(t, tt.DType, tt.Shape, tt.Data)
		if got := a.String(); got != tt.Str {
			t.Errorf("case %d, str of %s%v:\n%s\nwant\n%s", i, tt.DType, tt.Shape, got, tt.Str)
		}
		if got := a.Repr(); got != tt.Repr {
			t.Errorf("case %d, repr of %s%v:\n%s\nwant\n%s", i, tt.DType, tt.Shape, got, tt.Repr)
		}
	}
}

func FuzzPrintFloat(f *testing.F) {
	f.Add(1.5, 1e-7, math.Inf(-1))
	f.Fuzz(func(t *testing.T, a, b, c float64) {
		_ = FromSlice([]float64{a, b, c}).String()
		_ = FromSlice([]float32{float32(a), float32(b), float32(c)}).Repr()
	})
}

package table

import (
	"strings"
	"testing"
)

// FuzzTable checks that every line of a table is exactly as wide as it should
// be, whatever is in it.
func FuzzTable(f *testing.F) {
	f.Add("dense_1 (Dense)", "(None, 10)", uint8(34), uint8(26), uint8(76))
	f.Add("レイヤー a\u0301bc\nd", strings.Repeat("x", 99), uint8(4), uint8(5), uint8(12))
	f.Add("  \t", "", uint8(0), uint8(200), uint8(255))
	f.Fuzz(func(t *testing.T, a, b string, width1, width2, width uint8) {
		if strings.ContainsRune(a+b, '\r') || width < 7 {
			return
		}
		table := &Table{
			Columns: []Column{{"Header one", Left, int(width1) + 1}, {"Two", Right, int(width2) + 1}},
			Width:   int(width),
			Rows:    [][]Text{{Plain(a), Plain(b)}, {Plain(b), Plain(a)}},
		}
		for _, line := range table.lines() {
			if n := cells(glyphs(line)); n != int(width) {
				t.Fatalf("line of %d cells, expected %d: %q", n, width, line)
			}
		}
	})
}

func TestMemory(t *testing.T) {
	for bytes, want := range map[float64]string{
		0: "0.00 B", 0.125: "0.12 B", 1023: "1023.00 B", 1024: "1.00 KB", 1536: "1.50 KB",
		1 << 20: "1.00 MB", 5 << 30: "5.00 GB", 1 << 40: "1.00 TB", 1 << 50: "1.00 PB",
	} {
		if got := memory(bytes); got != want {
			t.Errorf("memory(%v) = %q, want %q", bytes, got, want)
		}
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 123456: "123,456", 1234567: "1,234,567"} {
		if got := thousands(n); got != want {
			t.Errorf("thousands(%d) = %q, want %q", n, got, want)
		}
	}
}

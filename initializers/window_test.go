package initializers

import (
	"encoding/json"
	"maps"
	"math"
	"os"
	"slices"
	"testing"
)

// TestWindows holds every window to SciPy's.
func TestWindows(t *testing.T) {
	data, err := os.ReadFile("testdata/windows.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name     string
		N        int
		Periodic bool
		Values   []float64
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, c := range cases {
		seen[c.Name] = true
		w, err := window(c.Name, c.N, c.Periodic)
		if err != nil || len(w) != len(c.Values) {
			t.Errorf("%s: %d values, %v", c.Name, len(w), err)
			continue
		}
		for i := range w {
			if math.Abs(w[i]-c.Values[i]) > 1e-12 {
				t.Errorf("%s of %d, periodic %v: value %d is %v, want %v", c.Name, c.N, c.Periodic, i, w[i], c.Values[i])
			}
		}
	}
	if got, want := slices.Sorted(maps.Keys(seen)), slices.Sorted(maps.Keys(windows)); !slices.Equal(got, want) {
		t.Errorf("recorded windows %q, want %q", got, want)
	}
}

package allocs

import "testing"

var kept []byte

func TestPerRun(t *testing.T) {
	calls := 0
	for _, c := range []struct {
		name string
		f    func()
		want float64
	}{
		{"nothing", func() {}, 0},
		{"always", func() { kept = make([]byte, 8) }, 1},
		{"at first", func() {
			if calls++; calls < 20 {
				kept = make([]byte, 8)
			}
		}, 0},
	} {
		if n := PerRun(10, c.f); n != c.want {
			t.Errorf("%s: %v", c.name, n)
		}
	}
}

package kernel

import "testing"

func TestBest(t *testing.T) {
	var slow, fast bool
	f := Func[string]{Name: "loop", Generic: "generic"}
	f.Offer("slow", &slow, "slow")
	f.Offer("fast", &fast, "fast")
	for _, tt := range []struct {
		slow, fast bool
		want       string
	}{
		{false, false, "generic"},
		{true, false, "slow"},
		{true, true, "fast"},
		{false, true, "fast"},
	} {
		slow, fast = tt.slow, tt.fast
		if got := f.Best(); got != tt.want {
			t.Errorf("slow %v, fast %v: Best() = %s, want %s", slow, fast, got, tt.want)
		}
	}
	if n := len(f.Impls()); n != 2 {
		t.Errorf("len(Impls()) = %d, want 2", n)
	}
}

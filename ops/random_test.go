package ops_test

import (
	"math"
	"slices"
	"testing"

	"github.com/gokeras/keras/internal/engine/ref"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// drawn returns what f makes of a key.
func drawn(t *testing.T, seed, draw int64, f func(key *ops.Value) *ops.Value) *tensor.Tensor {
	t.Helper()
	key := ops.Input("key", tensor.Int64, 2)
	p := ops.NewTrace(false).Program("test", []*ops.Value{key}, []*ops.Value{f(key)})
	out, err := ref.Run(p, tensor.FromSlice([]int64{seed, draw}))
	if err != nil {
		t.Fatal(err)
	}
	return out[0]
}

// TestRandomMoments holds distributions to their mean and deviation, which samples of n
// have but for about five times 1/√n, and to their limits.
func TestRandomMoments(t *testing.T) {
	const n = 40000
	inf := math.Inf(1)
	for _, tt := range []struct {
		name            string
		mean, std       float64
		lowest, highest float64
		f               func(key *ops.Value) *ops.Value
	}{
		{"normal", 0, 1, -inf, inf, func(k *ops.Value) *ops.Value { return ops.RandomNormal(k, n/4, 4) }},
		{"truncated normal", 0, .8796, -2, 2, func(k *ops.Value) *ops.Value { return ops.RandomTruncatedNormal(k, n) }},
		{"int", 3, math.Sqrt(2), 1, 5, func(k *ops.Value) *ops.Value { return ops.RandomInt(k, 1, 6, n) }},
		{"gumbel", .5772, math.Pi / math.Sqrt(6), -inf, inf, func(k *ops.Value) *ops.Value { return ops.RandomGumbel(k, n) }},
		{"binomial", 3, math.Sqrt(2.1), 0, 10, func(k *ops.Value) *ops.Value { return ops.RandomBinomial(k, 10, .3, n/10) }},
		{"categorical", .75, .433, 0, 1, func(k *ops.Value) *ops.Value {
			logits := ops.Constant(tensor.FromSlice([]float32{0, float32(math.Log(3))}, 1, 2))
			return ops.RandomCategorical(k, logits, n)
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			x := drawn(t, 7, 0, tt.f)
			v := x.Cast(tensor.Float64)
			sum, square := 0., 0.
			for _, x := range tensor.Data[float64](v) {
				sum, square = sum+x, square+x*x
				if x < tt.lowest || x > tt.highest {
					t.Fatalf("%v isn't between %v and %v", x, tt.lowest, tt.highest)
				}
			}
			size := float64(x.Size())
			mean := sum / size
			std := math.Sqrt(square/size - mean*mean)
			if d := 5 / math.Sqrt(size) * tt.std; math.Abs(mean-tt.mean) > d || math.Abs(std-tt.std) > 2*d {
				t.Errorf("mean %v, deviation %v, want %v and %v", mean, std, tt.mean, tt.std)
			}
			if !drawn(t, 7, 0, tt.f).Equal(x) {
				t.Error("the same key gives other numbers")
			}
			if drawn(t, 7, 1, tt.f).Equal(x) {
				t.Error("another key gives the same numbers")
			}
		})
	}
}

func TestShuffle(t *testing.T) {
	x := make([]int32, 100)
	for i := range x {
		x[i] = int32(i)
	}
	f := func(k *ops.Value) *ops.Value { return ops.Shuffle(ops.Constant(tensor.FromSlice(x)), k, 0) }
	got := tensor.Data[int32](drawn(t, 3, 0, f))
	if slices.Equal(got, x) {
		t.Error("nothing was shuffled")
	}
	if got = slices.Sorted(slices.Values(got)); !slices.Equal(got, x) {
		t.Errorf("got %v", got)
	}
}

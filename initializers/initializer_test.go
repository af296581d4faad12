package initializers

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/random"
	"github.com/gokeras/keras/tensor"
)

type initializerCase struct {
	Name        string
	Kind        string
	Initializer json.RawMessage
	Shape       []int
	Value       golden.Array
	Samples     []sample
}

type sample struct {
	Shape        []int
	FanIn        int `json:"fan_in"`
	FanOut       int `json:"fan_out"`
	Distribution string
	Mean         float64
	Std          float64
	WantMean     float64 `json:"want_mean"`
	WantStd      float64 `json:"want_std"`
	Low, High    float64
}

// floats returns what an initializer makes, as float64.
func floats(t *testing.T, i Initializer, g *random.Generator, shape ...int) []float64 {
	t.Helper()
	v, err := i.Initialize(g, tensor.Float32, shape)
	if err != nil {
		t.Fatal(err)
	}
	if !v.Shape().Equal(shape) || v.DType() != tensor.Float32 {
		t.Fatalf("received %v%v, want float32%v", v.DType(), v.Shape(), tensor.Shape(shape))
	}
	return tensor.Data[float64](v.Cast(tensor.Float64))
}

// identityGains are what Keras leaves out of the config of Identity.
var identityGains = map[string]float64{"identity gain": .7, "identity wide": 2}

// TestKeras holds constant initializers to Keras's values, and the random ones to the
// mean, the standard deviation and the limits of Keras's distribution.
func TestKeras(t *testing.T) {
	for _, c := range golden.Load[initializerCase](t, "initializers") {
		t.Run(c.Name, func(t *testing.T) {
			i, err := config.Decode[Initializer](c.Initializer)
			if err != nil {
				t.Fatal(err)
			}
			if c.Kind == "constant" {
				if gain, ok := identityGains[c.Name]; ok {
					i.(*Identity).Gain = &gain
				}
				v, err := i.Initialize(random.New(1), tensor.Float32, c.Shape)
				if err != nil {
					t.Fatal(err)
				}
				golden.Close(t, tensor.Data[float32](v), c.Value, 1e-6, 1e-6)
				return
			}
			for _, s := range c.Samples {
				in, out, err := Fans(s.Shape, nil, nil)
				if in != s.FanIn || out != s.FanOut || err != nil {
					t.Errorf("fans of %v are %d, %d, %v; want %d, %d", s.Shape, in, out, err, s.FanIn, s.FanOut)
				}
				checkSample(t, floats(t, i, nil, s.Shape...), s)
			}
		})
	}
}

func checkSample(t *testing.T, v []float64, s sample) {
	t.Helper()
	mean, std := moments(v)
	n := float64(len(v))
	if s.Distribution == "" { // orthogonal: Keras's own sample is what there is
		s.WantStd, s.WantMean = s.Std, 0
	}
	if math.Abs(mean-s.WantMean) > 4*s.WantStd/math.Sqrt(n) {
		t.Errorf("shape %v: the mean is %v, want %v", s.Shape, mean, s.WantMean)
	}
	if math.Abs(std/s.WantStd-1) > 4/math.Sqrt(2*n) {
		t.Errorf("shape %v: the standard deviation is %v, want %v", s.Shape, std, s.WantStd)
	}
	if s.Low == s.High {
		return
	}
	// The limits hold, and numbers come close to them.
	slack := (s.High - s.Low) / 100
	if lo, hi := slices.Min(v), slices.Max(v); lo < s.Low-1e-7 || hi > s.High+1e-7 || lo > s.Low+slack || hi < s.High-slack {
		t.Errorf("shape %v: numbers from %v to %v, want them from %v to %v", s.Shape, lo, hi, s.Low, s.High)
	}
}

func moments(v []float64) (mean, std float64) {
	for _, x := range v {
		mean += x / float64(len(v))
	}
	for _, x := range v {
		std += (x - mean) * (x - mean) / float64(len(v))
	}
	return mean, math.Sqrt(std)
}

func TestFans(t *testing.T) {
	for _, c := range []struct {
		shape   tensor.Shape
		in, out []int
		wantIn  int
		wantOut int
	}{
		{tensor.Shape{}, nil, nil, 1, 1},
		{tensor.Shape{7}, nil, nil, 7, 7},
		{tensor.Shape{2, 5}, nil, nil, 2, 5},
		{tensor.Shape{3, 4, 5}, nil, nil, 12, 15},
		{tensor.Shape{3, 3, 16, 32}, nil, nil, 144, 288},
		{tensor.Shape{4, 2, 3}, []int{0}, []int{1, 2}, 4, 6},
		{tensor.Shape{4, 2, 3}, []int{-1, 0}, []int{-2}, 12, 2},
		{tensor.Shape{4, 2, 3}, []int{0}, nil, 8, 12}, // both or none
		{tensor.Shape{4, 2}, []int{}, []int{1}, 1, 2},
	} {
		in, out, err := Fans(c.shape, c.in, c.out)
		if in != c.wantIn || out != c.wantOut || err != nil {
			t.Errorf("Fans(%v, %v, %v) = %d, %d, %v; want %d, %d", c.shape, c.in, c.out, in, out, err, c.wantIn, c.wantOut)
		}
	}
	if _, _, err := Fans(tensor.Shape{4, 2}, []int{0}, []int{2}); err == nil {
		t.Error("axis 2 of a matrix: no error")
	}
	// The axes reach the numbers: limit √(3·1/4) and not √(3·1/8).
	v := floats(t, &LecunUniform{InputAxes: []int{0}, OutputAxes: []int{1, 2}}, random.New(1), 4, 2, 500)
	if hi := slices.Max(v); hi > math.Sqrt(3./4) || hi < .99*math.Sqrt(3./4) {
		t.Errorf("the largest number is %v, want almost %v", hi, math.Sqrt(3./4))
	}
}

func TestOrthogonal(t *testing.T) {
	for _, shape := range [][]int{{1, 1}, {5, 5}, {40, 17}, {17, 40}, {3, 3, 4, 20}, {1, 9}, {9, 1}, {130, 64}} {
		gain := 1.5
		v := floats(t, &Orthogonal{Gain: &gain}, random.New(1), shape...)
		cols := shape[len(shape)-1]
		rows := len(v) / cols
		at := func(r, c int) float64 { return v[r*cols+c] }
		n, m := cols, rows
		if rows < cols {
			at = func(r, c int) float64 { return v[c*cols+r] }
			n, m = m, n
		}
		for i := range n {
			for j := range n {
				s := 0.0
				for r := range m {
					s += at(r, i) * at(r, j)
				}
				want := 0.0
				if i == j {
					want = gain * gain
				}
				if math.Abs(s-want) > 1e-6 {
					t.Errorf("shape %v: columns %d and %d have the product %v, want %v", shape, i, j, s, want)
				}
			}
		}
	}
}

// TestOrthogonalUniform checks that all orthogonal matrices are equally probable: of a
// 3×3 matrix the trace has mean 0 and mean square 1, and each element mean square ⅓ and
// mean 0, also on the diagonal, where a wrong sign would show.
func TestOrthogonalUniform(t *testing.T) {
	const draws = 20_000
	g := random.New(4)
	var trace, traces float64
	var sum, squares [9]float64
	for range draws {
		v := floats(t, &Orthogonal{}, g, 3, 3)
		tr := v[0] + v[4] + v[8]
		trace, traces = trace+tr, traces+tr*tr
		for i, x := range v {
			sum[i] += x
			squares[i] += x * x
		}
	}
	if m, s := trace/draws, traces/draws; math.Abs(m) > .03 || math.Abs(s-1) > .05 {
		t.Errorf("the trace has mean %v and mean square %v, want 0 and 1", m, s)
	}
	for i := range sum {
		if m, s := sum[i]/draws, squares[i]/draws; math.Abs(m) > .017 || math.Abs(s-1./3) > .01 {
			t.Errorf("element %d has mean %v and mean square %v, want 0 and ⅓", i, m, s)
		}
	}
}

// TestOrthogonalSign checks that R would have a positive diagonal: the first column of Q
// is that of the normal matrix, made of unit length, and not its negative.
func TestOrthogonalSign(t *testing.T) {
	const m, n = 6, 4
	q := orthonormal(random.New(2), m, n)
	first := make([]float32, m)
	random.New(2).Normal(first, 0, 1)
	length := 0.0
	for _, x := range first {
		length += float64(x) * float64(x)
	}
	for i, x := range first {
		if want := float64(x) / math.Sqrt(length); math.Abs(q[0][i]-want) > 1e-12 {
			t.Errorf("element %d of column 0 is %v, want %v", i, q[0][i], want)
		}
	}
}

func TestSeeds(t *testing.T) {
	random1 := []Initializer{
		&RandomNormal{}, &RandomUniform{}, &TruncatedNormal{}, &VarianceScaling{}, &GlorotNormal{}, &GlorotUniform{},
		&HeNormal{}, &HeUniform{}, &LecunNormal{}, &LecunUniform{}, &Orthogonal{},
	}
	seeded := []Initializer{
		&RandomNormal{Seed: new(int64(3))}, &RandomUniform{Seed: new(int64(3))}, &TruncatedNormal{Seed: new(int64(3))},
		&VarianceScaling{Seed: new(int64(3))}, &GlorotNormal{Seed: new(int64(3))}, &GlorotUniform{Seed: new(int64(3))},
		&HeNormal{Seed: new(int64(3))}, &HeUniform{Seed: new(int64(3))}, &LecunNormal{Seed: new(int64(3))},
		&LecunUniform{Seed: new(int64(3))}, &Orthogonal{Seed: new(int64(3))},
	}
	for k, i := range random1 {
		g := random.New(1)
		a, b := floats(t, i, g, 4, 5), floats(t, i, g, 4, 5)
		if slices.Equal(a, b) {
			t.Errorf("%T: two calls gave the same numbers", i)
		}
		if c := floats(t, i, random.New(1), 4, 5); !slices.Equal(a, c) {
			t.Errorf("%T: one seed gave other numbers", i)
		}
		a, b = floats(t, seeded[k], g, 4, 5), floats(t, seeded[k], nil, 4, 5)
		if !slices.Equal(a, b) || !slices.Equal(a, floats(t, i, random.New(3), 4, 5)) {
			t.Errorf("%T: its seed didn't decide its numbers", seeded[k])
		}
	}
}

func TestTypes(t *testing.T) {
	for _, dt := range []tensor.DType{tensor.Float64, tensor.Int32, tensor.Bool} {
		v, err := (&Ones{}).Initialize(nil, dt, tensor.Shape{2})
		if err != nil || v.DType() != dt || tensor.Data[float64](v.Cast(tensor.Float64))[1] != 1 {
			t.Errorf("Ones of %v: %v, %v", dt, v, err)
		}
	}
	v, err := (&Orthogonal{}).Initialize(random.New(1), tensor.Float64, tensor.Shape{2, 2})
	if err != nil || v.DType() != tensor.Float64 {
		t.Errorf("Orthogonal of float64: %v, %v", v, err)
	}
}

func TestErrors(t *testing.T) {
	matrix := tensor.Shape{2, 2}
	for _, c := range []struct {
		i     Initializer
		dt    tensor.DType
		shape tensor.Shape
		want  string
	}{
		{&Zeros{}, tensor.Float32, tensor.Shape{-1, 2}, `initializer "zeros": received shape (None, 2)`},
		{&Ones{}, tensor.Float32, tensor.Shape{-1}, `received shape (None,)`},
		{&Identity{}, tensor.Float32, tensor.Shape{2}, `initializer "identity": received shape (2,), expected a matrix`},
		{&Identity{}, tensor.Float32, tensor.Shape{-1, 2}, `received shape (None, 2)`},
		{&HeNormal{}, tensor.Int32, matrix, `initializer "he_normal": received dtype int32`},
		{&GlorotUniform{}, tensor.Float32, tensor.Shape{-1, 2}, `initializer "glorot_uniform": received shape (None, 2)`},
		{&RandomNormal{Stddev: new(-1.0)}, tensor.Float32, matrix, `Stddev: received -1`},
		{&TruncatedNormal{Stddev: new(math.NaN())}, tensor.Float32, matrix, `Stddev: received NaN`},
		{&RandomUniform{Minval: new(2.0), Maxval: new(1.0)}, tensor.Float32, matrix, `Maxval: received 1, expected a number not below Minval, 2`},
		{&VarianceScaling{Scale: -1}, tensor.Float32, matrix, `initializer "variance_scaling": Scale: received -1`},
		{&VarianceScaling{Mode: "fan"}, tensor.Float32, matrix, `Mode: received "fan"`},
		{&VarianceScaling{Distribution: "beta"}, tensor.Float32, matrix, `Distribution: received "beta"`},
		{&LecunNormal{InputAxes: []int{5}, OutputAxes: []int{0}}, tensor.Float32, matrix, `initializer "lecun_normal": InputAxes: received axis 5`},
		{&Orthogonal{}, tensor.Float32, tensor.Shape{2}, `initializer "orthogonal": received shape (2,)`},
		{&STFT{}, tensor.Float32, matrix, `initializer "stft": received shape (2, 2)`},
		{&STFT{Side: "left"}, tensor.Float32, tensor.Shape{4, 1, 3}, `Side: received "left"`},
		{&STFT{Window: "han"}, tensor.Float32, tensor.Shape{4, 1, 3}, `Window: received "han", expected a known name such as "hann"`},
		{&STFT{Scaling: "power"}, tensor.Float32, tensor.Shape{4, 1, 3}, `Scaling: received "power"`},
		{&STFT{WindowValues: []float64{1}}, tensor.Float32, tensor.Shape{4, 1, 3}, `WindowValues: received 1 numbers, expected 4`},
		{Name("nothing"), tensor.Float32, matrix, `initializer: received "nothing"`},
	} {
		if _, err := c.i.Initialize(random.New(1), c.dt, c.shape); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%T: got %v, want %s", c.i, err, c.want)
		}
	}
}

func BenchmarkOrthogonal(b *testing.B) {
	g := random.New(1)
	for b.Loop() {
		orthonormal(g, 1024, 256)
	}
}

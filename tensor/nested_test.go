package tensor

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestFrom(t *testing.T) {
	type celsius float32
	for _, tt := range []struct {
		v    any
		want *Tensor
	}{
		{[][]float32{{1, 2, 3}, {4, 5, 6}}, FromSlice([]float32{1, 2, 3, 4, 5, 6}, 2, 3)},
		{[][][]uint8{{{1}, {2}}}, FromSlice([]uint8{1, 2}, 1, 2, 1)},
		{[]int{1, -2}, FromSlice([]int64{1, -2})},
		{[]uint{1, 2}, FromSlice([]uint64{1, 2})},
		{[]bool{true, false}, FromSlice([]bool{true, false})},
		{[2][2]int16{{1, 2}, {3, 4}}, FromSlice([]int16{1, 2, 3, 4}, 2, 2)},
		{[][2]float64{{1, 2}, {3, 4}}, FromSlice([]float64{1, 2, 3, 4}, 2, 2)},
		{[2][]float64{{1}, {3}}, FromSlice([]float64{1, 3}, 2, 1)},
		{[]celsius{20.5}, FromSlice([]float32{20.5})},
		{3, Scalar(int64(3))},
		{float32(3), Scalar(float32(3))},
		{true, Scalar(true)},
		{[]float32{}, New(Float32, 0)},
		{[][]float32{}, New(Float32, 0, 0)},
		{[][]float32{{}, {}}, New(Float32, 2, 0)},
		{[0][3]int8{}, New(Int8, 0, 3)},
		{[][]float32(nil), New(Float32, 0, 0)},
	} {
		if got, err := From(tt.v); err != nil || !got.Equal(tt.want) {
			t.Errorf("%T %v: %v, %v, want %v", tt.v, tt.v, got, err, tt.want)
		}
	}
	src := [][]float32{{1, 2}}
	got, err := From(src)
	if err != nil {
		t.Fatal(err)
	}
	if src[0][0] = 9; got.At(0, 0) != 1 {
		t.Error("From shares memory with a slice")
	}
	if again, err := From(got); again != got || err != nil {
		t.Errorf("of an array: %v, %v", again, err)
	}
}

func TestFromErrors(t *testing.T) {
	for _, tt := range []struct {
		v    any
		want string
	}{
		{[][]float32{{1, 2}, {3}}, "that at [1] has 1 elements, expected 2"},
		{[][][]int{{{1}}, {{1, 2}}}, "that at [1 0] has 2 elements, expected 1"},
		{[][][]int{{}, {{1}}}, "that at [1] has 1 elements, expected 0"},
		{[][]int{{}, {1}}, "that at [1] has 1 elements, expected 0"},
		{nil, "received nil"},
		{(*Tensor)(nil), "received a *tensor.Tensor"},
		{"text", "received a string"},
		{[]string{"text"}, "received a []string"},
		{[]any{1}, "received a []interface {}"},
		{complex(1, 1), "received a complex128"},
		{map[int]int{}, "received a map[int]int"},
	} {
		if got, err := From(tt.v); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v: %v, %v, want %q", tt.v, got, err, tt.want)
		}
	}
}

func TestConcatenate(t *testing.T) {
	a, b := FromSlice([]int8{1, 2, 3, 4}, 2, 2), FromSlice([]int8{5, 6}, 1, 2)
	for _, tt := range []struct {
		axis   int
		arrays []*Tensor
		want   *Tensor
	}{
		{0, []*Tensor{a, b}, FromSlice([]int8{1, 2, 3, 4, 5, 6}, 3, 2)},
		{-2, []*Tensor{b, a, b}, FromSlice([]int8{5, 6, 1, 2, 3, 4, 5, 6}, 4, 2)},
		{1, []*Tensor{a, a}, FromSlice([]int8{1, 2, 1, 2, 3, 4, 3, 4}, 2, 4)},
		{-1, []*Tensor{a, FromSlice([]int8{7, 8}, 2, 1)}, FromSlice([]int8{1, 2, 7, 3, 4, 8}, 2, 3)},
		{0, []*Tensor{a, New(Int8, 0, 2)}, a},
	} {
		if got, err := Concatenate(tt.axis, tt.arrays...); err != nil || !got.Equal(tt.want) {
			t.Errorf("axis %d: %v, %v, want %v", tt.axis, got, err, tt.want)
		}
	}
	for axis, want := range map[int]*Tensor{
		0: FromSlice([]int8{1, 2, 3, 4, 1, 2, 3, 4}, 2, 2, 2), 1: FromSlice([]int8{1, 2, 1, 2, 3, 4, 3, 4}, 2, 2, 2),
		-1: FromSlice([]int8{1, 1, 2, 2, 3, 3, 4, 4}, 2, 2, 2),
	} {
		if got, err := Stack(axis, a, a); err != nil || !got.Equal(want) {
			t.Errorf("stack on %d: %v, %v, want %v", axis, got, err, want)
		}
	}
	if got, err := Stack(0, Scalar(int8(1)), Scalar(int8(2))); err != nil || !got.Equal(FromSlice([]int8{1, 2})) {
		t.Errorf("stack of scalars: %v, %v", got, err)
	}
	for _, f := range []func() (*Tensor, error){
		func() (*Tensor, error) { return Concatenate(0) },
		func() (*Tensor, error) { return Concatenate(2, a) },
		func() (*Tensor, error) { return Concatenate(-3, a) },
		func() (*Tensor, error) { return Concatenate(1, a, b) },
		func() (*Tensor, error) { return Concatenate(0, a, FromSlice([]int8{1})) },
		func() (*Tensor, error) { return Concatenate(0, a, New(Int16, 1, 2)) },
		func() (*Tensor, error) { return Concatenate(0, Scalar(1.0)) },
		func() (*Tensor, error) { return Stack(0) },
		func() (*Tensor, error) { return Stack(3, a) },
		func() (*Tensor, error) { return Stack(0, a, b) },
		func() (*Tensor, error) { return Stack(0, a, a.Cast(Int16)) },
	} {
		if got, err := f(); err == nil {
			t.Errorf("%v and no error", got)
		}
	}
}

func TestEqual(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, tt := range []struct {
		a, b         *Tensor
		equal, close bool
	}{
		{sample(Int8), sample(Int8), true, true},
		{sample(Int8), sample(Int16), false, true},
		{ramp(6), must(ramp(6).Reshape(2, 3)), false, false},
		{FromSlice([]float64{0}), FromSlice([]float64{math.Copysign(0, -1)}), true, true},
		{FromSlice([]float64{nan}), FromSlice([]float64{nan}), false, false},
		{FromSlice([]float64{inf}), FromSlice([]float64{inf}), true, true},
		{FromSlice([]float64{inf}), FromSlice([]float64{-inf}), false, false},
		{FromSlice([]float64{1}), FromSlice([]float64{inf}), false, false},
		{FromSlice([]float64{inf}), FromSlice([]float64{1}), false, false},
		{FromSlice([]float32{1, 2}), FromSlice([]float32{1, 2.00001}), false, true},
		{FromSlice([]float64{1, 2}), FromSlice([]float64{1, 2.0001}), false, false},
		{FromSlice([]float64{0}), FromSlice([]float64{1e-8}), false, true},
		{New(Float32, 0), New(Float32, 0), true, true},
	} {
		if got := tt.a.Equal(tt.b); got != tt.equal {
			t.Errorf("%v and %v: Equal = %v", tt.a, tt.b, got)
		}
		if got := tt.a.AllClose(tt.b, 1e-5, 1e-8); got != tt.close {
			t.Errorf("%v and %v: AllClose = %v", tt.a, tt.b, got)
		}
	}
}

// TestToCategorical wants what Keras does.
func TestToCategorical(t *testing.T) {
	type encoded struct {
		Labels    []float64
		Shape     []int
		Classes   int
		WantShape []int `json:"want_shape"`
		Want      []float64
		Error     string
	}
	for _, tt := range golden[encoded](t, "categorical.json", 15) {
		labels := New(Float64, tt.Shape...)
		copy(Data[float64](labels), tt.Labels)
		got, err := ToCategorical(labels, tt.Classes)
		if tt.Error != "" {
			if err == nil {
				t.Errorf("%v: %v and no error", tt.Labels, got)
			}
			continue
		}
		if err != nil || got.DType() != Float32 || !got.Shape().Equal(tt.WantShape) || !slices.Equal(Data[float64](got.Cast(Float64)), tt.Want) {
			t.Errorf("%v of shape %v: %v, %v, want %v of shape %v", tt.Labels, tt.Shape, got, err, tt.Want, tt.WantShape)
		}
	}
	for want, f := range map[string]func() (*Tensor, error){
		"received 3 as label 1, expected a number from 0 to 2": func() (*Tensor, error) { return ToCategorical(FromSlice([]int8{0, 3}), 3) },
		"received -1 as label 0":                               func() (*Tensor, error) { return ToCategorical(FromSlice([]int8{-1, 1}), 0) },
		"num_classes: received -2":                             func() (*Tensor, error) { return ToCategorical(FromSlice([]int8{1}), -2) },
		"of 9223372036854775807 classes":                       func() (*Tensor, error) { return ToCategorical(FromSlice([]int64{math.MaxInt64 - 1}), 0) },
	} {
		if got, err := f(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, %v, want %q", got, err, want)
		}
	}
}

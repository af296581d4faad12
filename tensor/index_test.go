package tensor

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/allocs"
)

// panics tells with what f panics.
func panics(f func()) (text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprint(r)
		}
	}()
	f()
	return ""
}

func TestAtSet(t *testing.T) {
	for dt := range Bool + 1 {
		a := sample(dt)
		if got, want := a.At(1, -2), 100.0; got != want && (dt != Bool || got != 1) {
			t.Errorf("%v: At(1, -2) = %v, want %v", dt, got, want)
		}
		a.Set(42, -2, 0)
		if got := a.At(0, 0); got != 42 && (dt != Bool || got != 1) {
			t.Errorf("%v: At(0, 0) = %v after Set, want 42", dt, got)
		}
		if got := a.At(0, 1); got != 1 {
			t.Errorf("%v: the neighbour is %v after Set, want 1", dt, got)
		}
	}
	if got := must(ramp(1).Reshape(1, 1, 1)).Item(); got != 0 {
		t.Errorf("Item = %v", got)
	}
	if got := Scalar(true).At(); got != 1 {
		t.Errorf("At() of true = %v", got)
	}
	for want, f := range map[string]func(){
		"index 2 is out of range for axis 0 of an array of shape (2, 3)":  func() { sample(Int8).At(2, 0) },
		"index -4 is out of range for axis 1 of an array of shape (2, 3)": func() { sample(Int8).Set(1, 0, -4) },
		"expected 2 numbers":                func() { sample(Int8).At(1) },
		"which has 6 elements":              func() { sample(Int8).Item() },
		"Index of an array that has no":     func() { Scalar(1.0).Index(0) },
		"Take of an array that has no":      func() { Scalar(1.0).Take(nil) },
		"index 5 is out of range for axis ": func() { ramp(5).Take([]int{0, 5}) },
		"received 2 ranges":                 func() { ramp(5).Slice(Range{}, Range{}) },
		"index 0 is out of range":           func() { New(Int8, 0).Index(0) },
	} {
		if got := panics(f); !strings.Contains(got, want) {
			t.Errorf("panic %q, want %q", got, want)
		}
	}
}

func TestIndex(t *testing.T) {
	a := must(ramp(24).Reshape(2, 3, 4))
	row := a.Index(-1).Index(1)
	if !row.Equal(FromSlice([]int64{16, 17, 18, 19})) {
		t.Errorf("row %v", row)
	}
	row.Set(99, 0)
	if a.At(1, 1, 0) != 99 {
		t.Error("a row doesn't share memory with its array")
	}
	if got := New(Float32, 3, 0).Index(2); !got.Shape().Equal(Shape{0}) {
		t.Errorf("shape %v", got.Shape())
	}
}

// TestSlice wants what NumPy's a[...] is.
func TestSlice(t *testing.T) {
	type sliced struct {
		Slice string
		Shape []int
		Data  []int64
	}
	a := must(ramp(60).Reshape(5, 4, 3))
	for _, tt := range golden[sliced](t, "slice.json", 25) {
		var ranges []Range
		for _, text := range strings.Split(tt.Slice, ",") {
			ranges = append(ranges, parseRange(t, text))
		}
		if got := a.Slice(ranges...); !got.Equal(FromSlice(append([]int64{}, tt.Data...), tt.Shape...)) {
			t.Errorf("a[%s]: %v of shape %v, want %v of shape %v", tt.Slice, got, got.Shape(), tt.Data, tt.Shape)
		}
	}
	if got := a.Slice(); !got.Equal(a) || &got.Bytes()[0] == &a.Bytes()[0] {
		t.Error("no ranges don't make a copy")
	}
}

func parseRange(t *testing.T, text string) (r Range) {
	t.Helper()
	part := func(s string) *int {
		if s == "" {
			return nil
		}
		n, err := strconv.Atoi(s)
		if err != nil {
			t.Fatal(err)
		}
		return &n
	}
	parts := strings.Split(text, ":")
	r.Start, r.Stop = part(parts[0]), part(parts[1])
	if len(parts) > 2 {
		r.Step = *part(parts[2])
	}
	return r
}

func TestTake(t *testing.T) {
	a := must(ramp(6).Reshape(3, 2))
	if got := a.Take([]int{2, 0, -1, 0}); !got.Equal(FromSlice([]int64{4, 5, 0, 1, 4, 5, 0, 1}, 4, 2)) {
		t.Errorf("got %v", got)
	}
	for dt := range Bool + 1 {
		for to := range Bool + 1 {
			src, dst := sample(dt), New(to, 1, 3)
			if err := TakeInto(dst, src, []int{1}); err != nil {
				t.Fatal(err)
			}
			if want := src.Cast(to).Rows(1, 2); !dst.Equal(want) {
				t.Errorf("%v to %v: %v, want %v", dt, to, dst, want)
			}
		}
	}
	for _, err := range []error{
		TakeInto(New(Int8, 2, 3), sample(Int8), []int{0}), TakeInto(New(Int8, 1, 4), sample(Int8), []int{0}),
		TakeInto(New(Int8, 1, 3), sample(Int8), []int{2}), TakeInto(New(Int8, 1, 3), sample(Int8), []int{-1}),
		TakeInto(New(Int8), sample(Int8), nil),
	} {
		if err == nil {
			t.Error("no error")
		}
	}
	dst, src, rows := New(Float32, 2, 3), sample(Uint8), []int{1, 0}
	if n := allocs.PerRun(10, func() {
		if err := TakeInto(dst, src, rows); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestCast(t *testing.T) {
	a := FromSlice([]float64{0, 0.9, -2.7, 100})
	for dt, want := range map[DType][]float64{
		Float32: {0, float64(float32(0.9)), float64(float32(-2.7)), 100}, Int8: {0, 0, -2, 100}, Int64: {0, 0, -2, 100}, Bool: {0, 1, 1, 1},
	} {
		if got := a.Cast(dt).Cast(Float64); !slices.Equal(Data[float64](got), want) {
			t.Errorf("%v: %v, want %v", dt, got, want)
		}
	}
	if a.Cast(Float64) != a {
		t.Error("a cast to its own type makes a copy")
	}
	b := New(Int16, 5)
	b.Fill(-3)
	if !b.Equal(FromSlice([]int16{-3, -3, -3, -3, -3})) {
		t.Errorf("filled: %v", b)
	}
	New(Int16, 0).Fill(1)
}

package tensor

import (
	"strings"
	"testing"
)

func TestShape(t *testing.T) {
	for want, s := range map[string]Shape{"()": {}, "(10,)": {10}, "(None, 784)": {Unknown, 784}, "(2, 0, 3)": {2, 0, 3}} {
		if s.String() != want {
			t.Errorf("%v, want %s", s, want)
		}
	}
	if n := (Shape{2, 3, 4}).Size(); n != 24 {
		t.Errorf("size %d", n)
	}
}

func TestDType(t *testing.T) {
	for dt := range Bool + 1 {
		if got, err := ParseDType(dt.String()); err != nil || got != dt {
			t.Errorf("%v: %v, %v", dt, got, err)
		}
		if a := New(dt, 3); a.DType() != dt || len(a.Bytes()) != 3*dt.Size() {
			t.Errorf("%v: an array of %v has %d bytes", dt, a.DType(), len(a.Bytes()))
		}
	}
	if _, err := ParseDType("float33"); err == nil || !strings.Contains(err.Error(), "float33") {
		t.Errorf("float33: %v", err)
	}
}

func TestReshape(t *testing.T) {
	a := ramp(12)
	for _, shape := range [][]int{{3, 4}, {-1, 4}, {2, -1, 2}, {12, -1}, {12}} {
		got, err := a.Reshape(shape...)
		if err != nil || got.Size() != 12 || !got.Shape().Known() {
			t.Errorf("%v: %v, %v", shape, got, err)
		}
	}
	for _, shape := range [][]int{{5}, {-1, 5}, {-1, -1}, {-2, 6}, {0, -1}, {}} {
		if got, err := a.Reshape(shape...); err == nil {
			t.Errorf("%v: %v and no error", shape, got)
		}
	}
}

func TestRows(t *testing.T) {
	a := must(ramp(6).Reshape(3, 2))
	rows := a.Rows(1, 3)
	if !rows.Equal(FromSlice([]int64{2, 3, 4, 5}, 2, 2)) {
		t.Errorf("got %v", rows)
	}
	rows.Set(99, 0, 0)
	if a.At(1, 0) != 99 || a.Clone().At(1, 0) != 99 {
		t.Error("rows don't share memory with their array")
	}
	if got := a.Rows(3, 3); got.Size() != 0 {
		t.Errorf("got %v", got)
	}
	for _, f := range []func(){func() { a.Rows(2, 1) }, func() { a.Rows(0, 4) }, func() { a.Rows(-1, 1) }, func() { Scalar(1.0).Rows(0, 1) }} {
		if panics(f) == "" {
			t.Error("no panic")
		}
	}
}

func TestMisuse(t *testing.T) {
	for want, f := range map[string]func(){
		"received 3 elements for shape (2, 2), expected 4":   func() { FromSlice([]int8{1, 2, 3}, 2, 2) },
		"expected sizes that aren't negative":                func() { New(Int8, -1) },
		"received an array of int8, expected one of float32": func() { Data[float32](New(Int8, 1)) },
		"received 3 bytes": func() { FromMemory(make([]byte, 3), Float32, 1) },
		"tensor: rows 0:2 are out of range for an array of sh": func() { New(Int8, 1).Rows(0, 2) },
	} {
		if got := panics(f); !strings.Contains(got, want) {
			t.Errorf("panic %q, want %q", got, want)
		}
	}
	if err := Copy(New(Int8, 2), New(Int8, 3)); err == nil {
		t.Error("copy of another shape: no error")
	}
	if err := Copy(New(Int8, 2), New(Int16, 2)); err == nil {
		t.Error("copy of another type: no error")
	}
}

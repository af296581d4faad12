package hdf5

import (
	"fmt"
	"math"
	"testing"
)

func TestConversion(t *testing.T) {
	root := openFile(t, "types.h5").Root()
	check := func(got any, err error, want string) {
		t.Helper()
		if err != nil {
			got = err
		}
		if s := fmt.Sprint(got); s != want {
			t.Errorf("got %s, want %s", s, want)
		}
	}
	as := func(name string) *Dataset {
		t.Helper()
		d, err := root.Dataset(name)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	{
		v, err := Read[float32](as("big_int16"))
		check(v, err, "[-32768 1 32767]")
	}
	{
		v, err := Read[int16](as("int8"))
		check(v, err, "[-128 0 1 2 3 127]")
	}
	{
		v, err := Read[uint8](as("int8"))
		check(v, err, "hdf5: /int8: element 0 of type int8 isn't a uint8")
	}
	{
		v, err := Read[int64](as("uint64"))
		check(v, err, "hdf5: /uint64: element 5 of type uint64 isn't a int64")
	}
	{
		v, err := Read[int32](as("float32"))
		check(v, err, "hdf5: /float32: element 3 of type float32 isn't a int32")
	}
	{
		v, err := Scalar[float64](as("scalar_bool"))
		check(v, err, "1")
	}
	{
		v, err := Scalar[bool](as("scalar_int64"))
		check(v, err, "hdf5: /scalar_int64: elements are of type int64, expected bool")
	}
	{
		v, err := Read[float32](as("text"))
		check(v, err, "hdf5: /text: elements are of type string, expected numbers")
	}
	{
		v, err := Read[float32](as("opaque"))
		check(v, err, "hdf5: /opaque: elements are of type opaque of 3 bytes, expected numbers")
	}
	check(nil, ReadInto(as("bool"), make([]bool, 2)), "hdf5: /bool: 3 elements, expected 2")
}

// Floats become integers only where they are some.
func TestFloatToInteger(t *testing.T) {
	values := []float64{0, -1, 255, 256, 0.5, 1 << 62, 1 << 63, 1 << 64, -1 << 63, -1 << 65, math.NaN(), math.Inf(1), math.Inf(-1)}
	for i, want := range []struct{ int8, uint8, int64, uint64 bool }{
		{true, true, true, true}, {int8: true, int64: true}, {uint8: true, int64: true, uint64: true},
		{int64: true, uint64: true}, {}, {int64: true, uint64: true}, {uint64: true}, {}, {int64: true}, {}, {}, {}, {},
	} {
		for name, fits := range map[string][2]bool{
			"int8":   {fits[int8](values[i]), want.int8},
			"uint8":  {fits[uint8](values[i]), want.uint8},
			"int64":  {fits[int64](values[i]), want.int64},
			"uint64": {fits[uint64](values[i]), want.uint64},
		} {
			if fits[0] != fits[1] {
				t.Errorf("%v is a %s: got %v", values[i], name, fits[0])
			}
		}
	}
}

func fits[T number](v float64) bool {
	convert, _ := conversion[T](Float64)
	return convert(make([]T, 1), []uint64{math.Float64bits(v)}) == 1
}

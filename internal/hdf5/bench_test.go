package hdf5

import (
	"bytes"
	"io"
	"testing"
)

// A hundred megabytes of weights go through once, and aren't copied.
func BenchmarkWrite(b *testing.B) {
	values := make([]float32, 25<<20)
	b.SetBytes(int64(4 * len(values)))
	b.ReportAllocs()
	for b.Loop() {
		w := NewWriter()
		Write(w.Root(), "x", []int{len(values)}, values)
		if _, err := w.WriteTo(io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadInto(b *testing.B) {
	for _, bench := range []struct {
		name string
		t    Type
	}{{"float32", Float32}, {"float16", Float16}, {"float64", Float64}} {
		b.Run(bench.name, func(b *testing.B) {
			dst := make([]float32, 5<<20)
			w := NewWriter()
			w.Root().Dataset("x", bench.t, []int{len(dst)}, func(w io.Writer) error {
				_, err := w.Write(make([]byte, bench.t.Size*len(dst)))
				return err
			})
			data := write(b, w)
			f, err := Open(bytes.NewReader(data), int64(len(data)))
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(bench.t.Size * len(dst)))
			b.ReportAllocs()
			for b.Loop() {
				d, err := f.Root().Dataset("x")
				if err != nil {
					b.Fatal(err)
				}
				if err := ReadInto(d, dst); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Opening a group reads its names once, however many there are.
func BenchmarkGroupOf5000(b *testing.B) {
	f := open(b, write(b, childrenSample(5000).w))
	for b.Loop() {
		for o, err := range f.Walk() {
			if err != nil {
				b.Fatal(o, err)
			}
		}
	}
}

package hdf5

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
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

// Half a gigabyte of weights comes from a file that the system has in memory.
func BenchmarkReadFile(b *testing.B) {
	const n = 125 << 20
	name := filepath.Join(b.TempDir(), "large.h5")
	file, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	w := NewWriter()
	Write(w.Root(), "x", []int{n}, make([]float32, n))
	size, err := w.WriteTo(file)
	if err != nil {
		b.Fatal(err)
	}
	f, err := Open(file, size)
	if err != nil {
		b.Fatal(err)
	}
	d, err := f.Root().Dataset("x")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("Read", func(b *testing.B) {
		b.SetBytes(4 * n)
		for b.Loop() {
			if _, err := Read[float32](d); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("ReadInto", func(b *testing.B) {
		dst := make([]float32, n)
		b.SetBytes(4 * n)
		for b.Loop() {
			if err := ReadInto(d, dst); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// Chunks of random weights are unpacked by all workers.
func BenchmarkReadChunks(b *testing.B) {
	const side, chunks = 100, 20 // numbers along an axis of a chunk, chunks along one of the array
	weights := make([]byte, 0, 4*side*side)
	r := rand.New(rand.NewPCG(1, 2))
	for range side * side {
		weights = binary.LittleEndian.AppendUint32(weights, math.Float32bits(float32(r.NormFloat64())))
	}
	shuffled := make([]byte, len(weights))
	for i := range 4 {
		for j := range side * side {
			shuffled[i*side*side+j] = weights[4*j+i]
		}
	}
	for _, bench := range []struct {
		name    string
		filters filters
		data    []byte
	}{
		{"plain", nil, weights},
		{"shuffle", filters{{id: filterShuffle, values: []uint32{4}}}, shuffled},
		{"shuffle deflate", filters{{id: filterShuffle, values: []uint32{4}}, {id: filterDeflate}}, deflated(b, shuffled)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			f := &File{r: bytes.NewReader(bench.data), size: uint64(len(bench.data))}
			n := side * side * chunks * chunks
			l := layout{f: f, typ: Float32, n: uint64(4 * n), filters: bench.filters}
			l.space.shape = []int{side * chunks, side * chunks}
			c, err := l.newChunked([]uint64{side, side})
			if err != nil {
				b.Fatal(err)
			}
			places := make([]chunk, chunks*chunks)
			for i := range places {
				places[i] = chunk{n: i, size: f.size} // all the same one
			}
			c.index = func() ([]chunk, error) { return places, nil }
			dst := make([]byte, 4*n)
			b.SetBytes(int64(len(dst)))
			for b.Loop() {
				if _, err := c.ReadAt(dst, 0); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// A small model is opened and all of it read.
func BenchmarkOpenModel(b *testing.B) {
	for _, name := range []string{"model.weights.h5", "latest.weights.h5", "model.h5"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := readAll(data); err != nil {
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

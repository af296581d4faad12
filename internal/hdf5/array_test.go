package hdf5

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

// short is a file that ends earlier than it says.
type short struct {
	io.ReaderAt
	end int64
}

var errEnd = errors.New("the end")

func (s *short) ReadAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) > s.end {
		return 0, errEnd
	}
	return s.ReaderAt.ReadAt(p, off)
}

// A large array is read in several parts, each where it belongs, or not at all.
func TestReadLarge(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	want := make([]uint8, 5*minPart+3)
	r := rand.NewChaCha8([32]byte{})
	r.Read(want)
	w := NewWriter()
	Write(w.Root(), "x", []int{len(want)}, want)
	data := write(t, w)
	for _, c := range []struct {
		end int64
		err error
	}{{int64(len(data)), nil}, {4 * minPart, errEnd}} {
		file := &short{bytes.NewReader(data), int64(len(data))}
		f, err := Open(file, int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		d, err := f.Root().Dataset("x")
		if err != nil {
			t.Fatal(err)
		}
		file.end = c.end
		got, err := Read[uint8](d)
		if !errors.Is(err, c.err) || err == nil && !slices.Equal(got, want) {
			t.Errorf("%d of %d bytes: error %v", c.end, len(data), err)
		}
	}
}

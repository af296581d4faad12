package hdf5

import (
	"bytes"
	"fmt"
	"io"
	"sync/atomic"
	"testing"
)

// counter counts the bytes that are read through it.
type counter struct {
	io.ReaderAt
	read atomic.Int64
}

func (c *counter) ReadAt(p []byte, off int64) (int, error) {
	c.read.Add(int64(len(p)))
	return c.ReaderAt.ReadAt(p, off)
}

// take returns how many bytes were read since it was called last.
func (c *counter) take() int { return int(c.read.Swap(0)) }

// One layer of a file costs that layer.
func TestLazy(t *testing.T) {
	const layers, size = 50, 1 << 18
	w := NewWriter()
	for i := range layers {
		g := w.Group(fmt.Sprintf("layers/dense_%d/vars", i))
		g.SetAttr("name", fmt.Sprintf("dense_%d", i))
		Write(g, "0", []int{size}, make([]float32, size))
	}
	data := write(t, w)
	c := &counter{ReaderAt: bytes.NewReader(data)}
	f, err := Open(c, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	d, err := f.Root().Dataset("layers/dense_7/vars/0")
	if err != nil {
		t.Fatal(err)
	}
	const names = 40_000 // bytes of the groups' names and nodes
	if n := c.take(); n > names {
		t.Errorf("%d bytes read to open a dataset", n)
	}
	if _, err = Read[float32](d); err != nil {
		t.Fatal(err)
	}
	if n := c.take(); n != 4*size {
		t.Errorf("%d bytes read, expected %d", n, 4*size)
	}
	if _, err := f.Root().Dataset("layers/dense_8/vars/0"); err != nil {
		t.Fatal(err)
	}
	if n := c.take(); n > 4000 {
		t.Errorf("%d bytes read to open another dataset", n)
	}
}

// Of chunks those are read that are around what is asked for, and the index once.
func TestLazyChunks(t *testing.T) {
	data := fixtures(t)["chunks_v200.h5"]
	c := &counter{ReaderAt: bytes.NewReader(data)}
	f, err := Open(c, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	d, err := f.Root().Dataset("rank4") // unfiltered but for 4 bytes a chunk
	if err != nil {
		t.Fatal(err)
	}
	all := make([]uint32, d.Len())
	if err := ReadInto(d, all); err != nil {
		t.Fatal(err)
	}
	const chunks, chunk = 3 * 2 * 2 * 2, 2*2*3*1*4 + 4
	c.take()
	if err := ReadInto(d, all); err != nil {
		t.Fatal(err)
	}
	if n := c.take(); n != chunks*chunk {
		t.Errorf("%d bytes read, expected %d", n, chunks*chunk)
	}
	if _, err := d.Array.data.ReadAt(make([]byte, 8), 4*4*2); err != nil {
		t.Fatal(err)
	}
	if n := c.take(); n != 4*chunk {
		t.Errorf("%d bytes read for a part, expected %d", n, 4*chunk)
	}
}

// Any part of an array is what it is of the whole.
func TestParts(t *testing.T) {
	for name, data := range fixtures(t) {
		f := open(t, data)
		for o := range f.Walk() {
			d, ok := o.(*Dataset)
			if !ok || d.Len() > 5000 {
				continue
			}
			whole, err := io.ReadAll(d.Raw())
			if err != nil {
				continue // a filter that isn't read
			}
			for lo := 0; lo < len(whole); lo += 1 + len(whole)/7 {
				for hi := lo + 1; hi < len(whole); hi += 1 + len(whole)/9 {
					p := make([]byte, hi-lo)
					if _, err := d.data.ReadAt(p, int64(lo)); err != nil || !bytes.Equal(p, whole[lo:hi]) {
						t.Fatalf("%s: %s: bytes %d to %d differ, %v", name, d.Path(), lo, hi, err)
					}
				}
			}
		}
	}
}

package hdf5

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// readAll reads everything in a file in every way, and drops it.
func readAll(data []byte) error {
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	return readFile(f)
}

// readTrusting is readAll for a file whose checksums are wrong.
func readTrusting(data []byte) error {
	f := &File{r: bytes.NewReader(data), trusting: true}
	if err := f.start(int64(len(data))); err != nil {
		return err
	}
	return readFile(f)
}

func readFile(f *File) error {
	var errs []error
	for o, err := range f.Walk() {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if d, ok := o.(*Dataset); ok {
			errs = append(errs, readArray(&d.Array))
		}
		names, err := o.AttrNames()
		errs = append(errs, err)
		for _, name := range names {
			a, err := o.Attr(name)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			errs = append(errs, readArray(&a.Array))
		}
	}
	return errors.Join(errs...)
}

func readArray(a *Array) error {
	_, _ = a.Type().String(), a.Shape()
	if a.n > 1<<20 { // what was never written may be long
		return nil
	}
	if _, err := io.Copy(io.Discard, io.LimitReader(a.Raw(), 1<<20)); err != nil {
		return err
	}
	var err error
	switch a.Type().Class {
	case String, VarString:
		_, err = Read[string](a)
	case Bool:
		_, err = Read[bool](a)
	case Opaque, OtherClass:
	default:
		Read[int8](a) // need not fit
		_, err = Read[float64](a)
	}
	return err
}

func FuzzOpen(f *testing.F) {
	names, err := filepath.Glob("testdata/seeds/*.h5")
	if err != nil || len(names) == 0 {
		f.Fatal(names, err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(smallFile(f))
	f.Fuzz(func(t *testing.T, data []byte) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		readTrusting(data)
		runtime.ReadMemStats(&after)
		// Walk and Read take memory in proportion to the file for each object.
		if used, limit := after.TotalAlloc-before.TotalAlloc, 1<<28+uint64(len(data))*4096; used > limit {
			t.Errorf("%d bytes allocated for a file of %d", used, len(data))
		}
	})
}

// smallFile has one of everything.
func smallFile(t testing.TB) []byte {
	t.Helper()
	w := NewWriter()
	g := w.Group("a/b")
	g.SetAttr("text", "text")
	g.SetAttr("numbers", []int{1, 2})
	Write(g, "x", []int{2, 2}, []float32{1, 2, 3, 4}).SetAttr("fixed", FixedStrings{"a", "bc"})
	Write(g, "y", nil, []bool{true})
	return write(t, w)
}

// A file cut anywhere is refused: the end is known from the superblock.
func TestTruncated(t *testing.T) {
	data := smallFile(t)
	if err := readAll(data); err != nil {
		t.Fatal(err)
	}
	for n := range data {
		if err := readAll(data[:n]); err == nil {
			t.Errorf("%d of %d bytes: no error", n, len(data))
		}
	}
}

// shortReader ends before the size that Open was told.
func TestShortReader(t *testing.T) {
	data := smallFile(t)
	for n := range data {
		f, err := Open(bytes.NewReader(data[:n]), int64(len(data)))
		if err != nil {
			continue
		}
		failed := false
		for _, err := range f.Walk() {
			failed = failed || err != nil
		}
		if !failed && n < len(data)-100 {
			t.Errorf("%d of %d bytes: no error", n, len(data))
		}
	}
}

// fixtures returns the files in testdata.
func fixtures(t *testing.T) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("testdata/*.h5")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[filepath.Base(name)], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// tries is how many changes of each file are tried; KERAS_HDF5_TRIES asks for more.
func tries(t *testing.T) int {
	n, err := strconv.Atoi(cmp.Or(os.Getenv("KERAS_HDF5_TRIES"), "4"))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A real file cut anywhere is refused; with a few bits changed it may be read, but
// takes neither long nor much.
func TestChangedFixtures(t *testing.T) {
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, uint64(len(data))))
			for range tries(t) {
				n := r.IntN(len(data) - 1)
				if err := readAll(data[:n]); err == nil {
					t.Errorf("%d of %d bytes: no error", n, len(data))
				}
				changed := bytes.Clone(data)
				var places []string
				for range 1 + r.IntN(3) {
					at := r.IntN(len(data))
					changed[at] ^= 1 << r.IntN(8)
					places = append(places, fmt.Sprintf("%#x", at))
				}
				start := time.Now()
				readAll(changed)
				readTrusting(changed)
				if took := time.Since(start); took > 10*time.Second {
					t.Errorf("bits changed at %v: took %v", places, took)
				}
			}
			var m runtime.MemStats
			if runtime.ReadMemStats(&m); m.Sys > 1<<30 {
				t.Errorf("%d bytes of memory", m.Sys)
			}
		})
	}
}

// What guards a structure is verified: where it isn't, a changed bit goes unseen.
func TestChecksums(t *testing.T) {
	left := map[string]int{
		"\x89HDF": 11, "OHDR": 6, "OCHK": 5, "FRHP": 30, "FHDB": 40, "FHIB": 24, "BTHD": 36, "BTIN": 10, "BTLF": 10, "FAHD": 10,
		"FADB": 14, "EAHD": 20, "EAIB": 16, "EASB": 16, "EADB": 16,
	}
	for _, name := range []string{"groups_v200.h5", "groups_v110.h5", "chunks_v200.h5", "sparse.h5"} {
		data := fixtures(t)[name]
		for signature, offset := range left {
			at := bytes.Index(data, []byte(signature))
			if at < 0 {
				continue
			}
			changed := bytes.Clone(data)
			changed[at+offset] ^= 1 // a bit that nothing else finds at once
			err := readAll(changed)
			if err == nil || !strings.Contains(err.Error(), ": checksum 0x") {
				t.Errorf("%s: %s: got error %v, want one of the checksum", name, signature, err)
				continue
			}
			delete(left, signature)
		}
	}
	if len(left) > 0 {
		t.Errorf("no file has %v", left)
	}
}

// Any byte may be anything.
func TestFlipped(t *testing.T) {
	data := smallFile(t)
	for i := range data {
		for _, v := range []byte{0, 0xff, data[i] ^ 1, data[i] + 8} {
			flipped := bytes.Clone(data)
			flipped[i] = v
			readAll(flipped)
		}
	}
}

func TestHostile(t *testing.T) {
	small := smallFile(t)
	// place returns where the n-th p is.
	place := func(p string, n int) int {
		at := 0
		for range n {
			at += 1 + bytes.Index(small[at:], []byte(p))
		}
		if at == 0 {
			t.Fatalf("no %q", p)
		}
		return at - 1
	}
	trees := bytes.Count(small, []byte("TREE"))
	root := place("TREE", trees)
	for _, test := range []struct {
		name   string
		offset int
		bytes  string
		err    string
	}{
		{"signature", 0, "PK", "hdf5: /: not an HDF5 file: no signature"},
		{"superblock version", 8, "\x04", "hdf5: /: superblock: version 4: unsupported operation"},
		{"short addresses", 13, "\x04", "hdf5: /: superblock: addresses of 4 and lengths of 8 bytes, expected 8: unsupported operation"},
		{"end", 40, "\xff\xff\xff", "hdf5: /: truncated: the file has "},
		{"root", 64, "\xff\xff\xff\x7f", "past the end of the file"},
		{"tree signature", root, "BREE", "no signature"},
		{"tree level", root + 5, "\x01", "tree node at"},
		{"tree in a circle", root + 32, le(int64(root)), "part of a cycle"},
		{"tree of trees in a circle", root + 5, "\x01\xff\x00", "past the end of the file"},
		{"node of many", place("SNOD", 3) + 6, "\xff\xff", "past the end of the file"},
		{"heap past the end", place("HEAP", 3) + 8, le(1 << 40), "past the end of the file"},
		{"heap in itself", place("HEAP", 3) + 24, le(int64(place("HEAP", 3))), "part of a cycle"},
		{"name without end", place("HEAP", 3) + 8, le(9), "doesn't end within"},
		{"name with a slash", place("HEAP", 3) + 40, "/", `"/" can't be a name`},
		{"global heap", place("GCOL", 1), "XCOL", "/a/b: attribute \"text\": element 0: global heap collection at 0x60: no signature"},
		{"object of the global heap", place("GCOL", 1) + 24, le(1 << 60), "truncated"},
		{"object of the global heap is short", place("GCOL", 1) + 24, le(2), "object 1 has 2 bytes, expected 4"},
		{"enormous shape", place(le(2)+le(2), 1), le(1<<62) + le(1<<62), "too many elements"},
		{"large shape", place(le(2)+le(2), 1), le(1<<20) + le(2), "past the end of the file"},
		{"bool", superblockSize + minCollection + 16, "\x02", "/a/b/y: element 0 of type bool is 2"},
	} {
		data := bytes.Clone(small)
		copy(data[test.offset:], test.bytes)
		if err := readAll(data); err == nil || !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: got error %v, want %s", test.name, err, test.err)
		}
	}
}

// What was never written may claim any size: it takes memory only up to the
// size of the file.
func TestNeverWritten(t *testing.T) {
	data := smallFile(t)
	data = bytes.Replace(data, []byte(le(2)+le(2)), []byte(le(1<<24)+le(2)), 1)
	data = bytes.Replace(data, []byte(le(superblockSize+minCollection)), []byte(le(-1)), 1)
	x, err := open(t, data).Root().Dataset("a/b/x")
	if err != nil {
		t.Fatal(err)
	}
	if x.Len() != 1<<25 {
		t.Fatal(x.Shape())
	}
	if _, err := Read[float32](x); err == nil || !strings.Contains(err.Error(), "doesn't hold as they are: more than 67229824") {
		t.Errorf("got error %v", err)
	}
}

// Each group may be as large as the file: a walk ends before it has read them all.
func TestOverlap(t *testing.T) {
	data := write(t, childrenSample(5000).w)
	f := open(t, data)
	const table = 24 // of a header, where its first message says where the names are
	from := data[f.root.address+table:][:16]
	for o := range f.Walk() {
		if g, ok := o.(*Group); ok {
			copy(data[g.address+table:], from)
		}
	}
	c := &counter{ReaderAt: bytes.NewReader(data)}
	f, err := Open(c, int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var last error
	for _, last = range f.Walk() {
	}
	if !errors.Is(last, errOverlap) {
		t.Errorf("got error %v, want %v", last, errOverlap)
	}
	if n, most := c.take(), 1<<26+17*len(data); n > most {
		t.Errorf("%d bytes read, expected at most %d", n, most)
	}
	if _, err := f.Root().Group("child_1/child_2/child_3"); err != nil {
		t.Error(err) // only walks have a limit
	}
}

func TestDepth(t *testing.T) {
	w := NewWriter()
	path := strings.Repeat("x/", 10*maxDepth)
	w.Group(path)
	f := open(t, write(t, w))
	if _, err := f.Root().Group(path); err != nil {
		t.Error(err)
	}
	var last error
	n := 0
	for _, err := range f.Walk() {
		last = err
		n++
	}
	if n != maxDepth+2 || last == nil {
		t.Errorf("%d objects, error %v", n, last)
	}
}

// One file is read by many at once.
func TestConcurrent(t *testing.T) {
	for _, name := range []string{"groups.h5", "chunks_v200.h5", "attributes.h5"} {
		f := openFile(t, name)
		d, err := f.Root().Open(f.Root().Names()[0])
		if err != nil {
			t.Fatal(err)
		}
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				describe(t, f)
				if _, err := d.AttrNames(); err != nil {
					t.Error(err)
				}
				if d, ok := d.(*Dataset); ok {
					if _, err := describeArray(&d.Array); err != nil {
						t.Error(err)
					}
				}
			})
		}
		group.Wait()
	}
}

// le returns the eight bytes of v.
func le(v int64) string {
	p := make([]byte, 8)
	for i := range p {
		p[i] = byte(v >> (8 * i))
	}
	return string(p)
}

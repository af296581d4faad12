package hdf5

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

func TestUnshuffle(t *testing.T) {
	for _, test := range []struct {
		size      int
		p, result string
	}{
		{4, "aebfcgdh", "abcdefgh"},
		{3, "adbecfxy", "abcdefxy"},
		{1, "abc", "abc"},
		{0, "abc", "abc"},
		{9, "abc", "abc"},
		{2, "", ""},
	} {
		if got := unshuffle([]byte("-"), []byte(test.p), test.size); string(got) != "-"+test.result {
			t.Errorf("%d: got %s, want -%s", test.size, got, test.result)
		}
	}
}

func TestLZF(t *testing.T) {
	for _, test := range []struct {
		p, result string
		err       error
	}{
		{"\x02abc", "abc", nil},
		{"\x00a\x20\x00", "aaaa", nil},                            // overlaps itself
		{"\x02abc\x20\x02", "abcabc", nil},                        // as much as there is
		{"\x00a\xe0\x01\x00", "a" + strings.Repeat("a", 10), nil}, // a long one
		{"\x03abc", "", errLZF},                                   // literals past the end
		{"\x00a\x20\x01", "", errLZF},                             // from before the start
		{"\x00a\x20", "", errLZF},                                 // no distance
		{"\x00a\xe0", "", errLZF},                                 // no length
		{"\x00a\xe0\xff\x00", "", errLZF},                         // too long
		{"\x1f" + strings.Repeat("x", 32), "", errLZF},            // literals too long
		{"\x00a\x3f\xff", "", errLZF},                             // far before the start
		{"\x00a\x20\x00\x20\x00\x20\x00", "aaaaaaaaaa", nil},      // several
		{"", "", nil},
	} {
		got, err := unpackLZF(nil, []byte(test.p), 20)
		if err != test.err || err == nil && string(got) != test.result {
			t.Errorf("%q: got %q, %v", test.p, got, err)
		}
	}
}

func deflated(t testing.TB, p []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write(p); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A chunk becomes as long as it says, or is an error, and takes no more memory.
func TestUnpack(t *testing.T) {
	deflate, shuffle, sum := filter{id: filterDeflate}, filter{id: filterShuffle, values: []uint32{2}}, filter{id: filterFletcher32}
	small := deflated(t, []byte("acbd"))
	for _, test := range []struct {
		filters filters
		p       []byte
		mask    uint32
		result  string
		err     string
	}{
		{filters{shuffle, deflate}, small, 0, "abcd", ""},
		{filters{shuffle, deflate}, small, 1, "acbd", ""},
		{filters{shuffle, deflate}, []byte("acbd"), 2, "abcd", ""},
		{filters{shuffle, deflate}, []byte("abcd"), 3, "abcd", ""},
		{filters{deflate}, small[:len(small)-1], 0, "", "deflate: unexpected EOF"},
		{filters{deflate}, deflated(t, []byte("abc")), 0, "", "3 bytes unpacked, expected 4"},
		{filters{deflate}, deflated(t, make([]byte, 1<<24)), 0, "", "deflate: more bytes than a chunk has"},
		{filters{deflate}, nil, 0, "", "deflate: unexpected EOF"},
		{filters{deflate}, []byte("acbd"), 0, "", "deflate: zlib: invalid header"},
		{filters{sum}, []byte("abcd\x00\x00\x00\x00"), 0, "", "fletcher32: checksum 0x2629c4c6, expected 0x00000000"},
		{filters{sum}, []byte("abc"), 0, "", "truncated"},
		{filters{{id: filterShuffle}}, []byte("abcd"), 0, "", "shuffle: 0 values, 4 bytes"},
		{filters{shuffle}, make([]byte, 100), 0, "", "shuffle: 1 values, 100 bytes"},
		{filters{{id: 32015}}, []byte("abcd"), 0, "", "the filter zstd: unsupported operation"},
		{filters{{id: 999, name: "mine"}}, []byte("abcd"), 0, "", `the filter "mine" of number 999: unsupported operation`},
	} {
		u := unpacker{filters: test.filters, size: 4}
		for range 2 { // its memory is used again
			got, err := u.unpack(test.p, test.mask)
			if errorText(err) != test.err || err == nil && string(got) != test.result {
				t.Errorf("%v: got %q, %v, want %q, %s", test.filters, got, err, test.result, test.err)
			}
		}
		if n := cap(u.spare[0]) + cap(u.spare[1]); n > 100 {
			t.Errorf("%v: %d bytes kept", test.filters, n)
		}
	}
}

// Packed chunks larger than any honest file has are refused before they take memory.
func TestLargeChunk(t *testing.T) {
	c := &chunked{f: &File{size: 1 << 20}, n: 8, size: 1 << 28, axes: []axis{{8, 1 << 28, 1, 1}}, filters: filters{{id: filterDeflate}}}
	c.index = func() ([]chunk, error) { return []chunk{{size: 100}}, nil }
	if _, err := c.ReadAt(make([]byte, 8), 0); errorText(err) != "packed chunks of 268435456 bytes in a file of 1048576" {
		t.Error(err)
	}
	boom := errors.New("boom")
	c.index = func() ([]chunk, error) { return nil, boom }
	if _, err := c.ReadAt(make([]byte, 8), 0); err != boom {
		t.Error(err)
	}
}

// flipper changes a bit of what one of the reads to come gets.
type flipper struct {
	io.ReaderAt
	after atomic.Int32
}

func (f *flipper) ReadAt(p []byte, off int64) (int, error) {
	n, err := f.ReaderAt.ReadAt(p, off)
	if f.after.Add(-1) == 0 {
		p[len(p)-6] ^= 4
	}
	return n, err
}

// A bit that changed within a chunk is found by the filter that guards it.
func TestChunkChecksums(t *testing.T) {
	data := fixtures(t)["chunks_v200.h5"]
	for name, failure := range map[string]string{"fletcher32": "fletcher32: checksum 0x", "all": "fletcher32: checksum 0x", "gzip": "deflate: "} {
		want := regexp.MustCompile("^hdf5: /" + name + ": data: chunk [0-3]: " + failure)
		r := &flipper{ReaderAt: bytes.NewReader(data)}
		f, err := Open(r, int64(len(data)))
		if err != nil {
			t.Fatal(err)
		}
		d, err := f.Root().Dataset(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Read[int32](d); err != nil {
			t.Fatal(err)
		}
		r.after.Store(2) // the index is known: now come chunks, in any order
		if _, err := Read[int32](d); err == nil || !want.MatchString(err.Error()) {
			t.Errorf("%s: got error %v, want %v", name, err, want)
		}
	}
}

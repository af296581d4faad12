package kerasfile

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/gokeras/keras/tensor"
)

// readAll reads all that an archive has.
func readAll(data []byte) error {
	r, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	paths := []string{"", "layers/dense", "layers/dense_1", "optimizer"}
	for o, err := range r.File().Walk() {
		if err != nil {
			return err
		}
		if path, ok := strings.CutSuffix(o.Path(), "/vars"); ok && len(path) > 0 {
			paths = append(paths, path[1:])
		}
	}
	for _, path := range paths {
		if _, err := read(r, path); err != nil {
			return err
		}
	}
	return nil
}

// directory returns where the central directory's entry of a member begins.
func directory(t *testing.T, data []byte, name string) int {
	t.Helper()
	at := bytes.LastIndex(data, []byte(name)) - 46
	if at < 0 || !bytes.HasPrefix(data[at:], []byte("PK\x01\x02")) {
		t.Fatalf("no entry of %s", name)
	}
	return at
}

func TestHostile(t *testing.T) {
	weights := weightsOf(t, Vars{Path: "layers/dense", Tensors: []*tensor.Tensor{tensor.New(tensor.Float32, 500)}})
	good := pack(t, member{name: "config.json", data: "{}"}, member{name: "model.weights.h5", data: weights})
	if err := readAll(good); err != nil {
		t.Fatal(err)
	}
	// changed returns the archive with a number in a member's entry replaced.
	changed := func(name string, offset int, value uint32) []byte {
		b := bytes.Clone(good)
		binary.LittleEndian.PutUint32(b[directory(t, b, name)+offset:], value)
		return b
	}
	const packed, size, place = 20, 24, 42
	zeros := strings.Repeat("\x00", 10<<20)
	for _, test := range []struct {
		name string
		data []byte
		err  string
	}{
		{"empty", nil, "not a .keras file: zip: not a valid zip file"},
		{"HDF5", []byte(weights), "not a .keras file: zip: not a valid zip file"},
		{"no config", pack(t, member{name: "model.weights.h5", data: weights}), "the archive has no config.json"},
		{"no weights", pack(t, member{name: "config.json"}), "the archive has no model.weights.h5"},
		{"weights as a folder", pack(t, member{name: "config.json"}, member{name: "model.weights.h5/"}), "the archive has no model.weights.h5"},
		{"weights of another kind", pack(t, member{name: "config.json"}, member{name: "model.weights.h5", data: "PK"}), "model.weights.h5: hdf5: /: not an HDF5 file"},
		{"bomb in the config", pack(t, member{"config.json", zeros, zip.Deflate}), "config.json: received 10485760 bytes packed into "},
		{"bomb in the weights", pack(t, member{name: "config.json"}, member{"model.weights.h5", zeros, zip.Deflate}), "model.weights.h5: received 10485760 bytes packed into "},
		{"config longer than the file", changed("config.json", size, 1<<30), "config.json: received 1073741824 bytes packed into 2 "},
		{"packed longer than the file", changed("config.json", packed, 1<<30), "config.json: received 2 bytes packed into 1073741824 "},
		{"weights longer than the file", changed("model.weights.h5", size, 1<<30), "model.weights.h5: received 1073741824 bytes at "},
		{"weights on the config", changed("model.weights.h5", place, 0), "model.weights.h5: zip: checksum error"},
		{"weights past the end", changed("model.weights.h5", place, 1<<30), "EOF"},
		{"weights shorter", changed("model.weights.h5", size, 100), "model.weights.h5: zip: not a valid zip file"},
		{"a flipped bit", bytes.Replace(good, []byte("\x89HDF"), []byte("\x88HDF"), 1), "model.weights.h5: zip: checksum error"},
	} {
		if err := readAll(test.data); err == nil || !strings.Contains(err.Error(), test.err) {
			t.Errorf("%s: got error %v, want %s", test.name, err, test.err)
		}
	}
}

// The names of many arrays may lead to the same one: then they are refused,
// before they take more memory than the file has bytes.
func TestSharedBytes(t *testing.T) {
	const n = 7
	list := []*tensor.Tensor{tensor.New(tensor.Float32, 1<<16)}
	for range n - 1 {
		list = append(list, tensor.New(tensor.Float32))
	}
	weights := []byte(weightsOf(t, Vars{Path: "layers/dense", Tensors: list}))
	// The group's node of n names has 40 bytes for each; bytes 8 to 16 of them
	// are the place of the object.
	node := bytes.Index(weights, []byte{'S', 'N', 'O', 'D', 1, 0, n, 0})
	if node < 0 {
		t.Fatal("no node of the names")
	}
	for i := range n {
		copy(weights[node+8+40*i+8:][:8], weights[node+8+8:])
	}
	err := readAll(pack(t, member{name: "config.json"}, member{name: "model.weights.h5", data: string(weights)}))
	if err == nil || !strings.Contains(err.Error(), "/layers/dense/vars/1: received more elements than the file has room for") {
		t.Errorf("got error %v", err)
	}
}

// An archive cut anywhere is refused, and so is one whose file of weights is.
func TestTruncated(t *testing.T) {
	data := recorded(t)
	for n := 0; n < len(data); n += 97 {
		if err := readAll(data[:n]); err == nil {
			t.Errorf("%d of %d bytes: no error", n, len(data))
		}
	}
	members := unpack(t, data)
	weights := members[2].data
	for n := 0; n < len(weights); n += 97 {
		members[2].data = weights[:n]
		if err := readAll(pack(t, members...)); err == nil {
			t.Errorf("%d of %d bytes of weights: no error", n, len(weights))
		}
	}
}

// Any byte may be anything: in the archive, whose checksums then fail, and in a
// file of weights that is packed anew.
func TestFlipped(t *testing.T) {
	data := recorded(t)
	members := unpack(t, data)
	weights := members[2].data
	for i := 0; i < len(data); i += 7 {
		for _, v := range []byte{0, 0xff, data[i] ^ 1} {
			flipped := bytes.Clone(data)
			flipped[i] = v
			readAll(flipped)
			if i < len(weights) {
				b := []byte(weights)
				b[i] = v
				members[2].data = string(b)
				readAll(pack(t, members...))
			}
		}
	}
}

// FuzzOpen takes the data for an archive, and for the weights of one.
func FuzzOpen(f *testing.F) {
	data := recorded(f)
	members := unpack(f, data)
	f.Add(data)
	f.Add([]byte(members[2].data))
	for i := range members {
		members[i].method = zip.Deflate
	}
	f.Add(pack(f, members...))
	f.Add([]byte(weightsOf(f, Vars{Path: "", Tensors: every[:3]}, Vars{Path: "layers/dense", Name: "dense", Tensors: every})))
	f.Fuzz(func(t *testing.T, data []byte) {
		packed := pack(t, member{name: "config.json"}, member{name: "model.weights.h5", data: string(data)})
		for _, data := range [][]byte{data, packed} {
			if err := frugal(data); err != nil {
				t.Error(err)
			}
		}
	})
}

// frugal reads an archive, and returns an error if that takes more memory than
// its size allows.
func frugal(data []byte) error {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	readAll(data)
	runtime.ReadMemStats(&after)
	if used, limit := after.TotalAlloc-before.TotalAlloc, 1<<26+uint64(len(data))*4096; used > limit {
		return fmt.Errorf("%d bytes allocated for a file of %d", used, len(data))
	}
	return nil
}

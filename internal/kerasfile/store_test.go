package kerasfile

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/tensor"
)

// files is the folder of files that Keras wrote.
const files = "../../testdata/files/"

func fileOf(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(files + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// paths are the owners of the recorded files.
var paths = []string{"", "layers/dense", "layers/batch_normalization", "layers/dropout", "layers/dense_1", "optimizer", "metrics/mean", "none"}

// readStore reads all that a file of weights has of the recorded owners.
func readStore(data []byte) (map[string][]*tensor.Tensor, error) {
	s, err := OpenStore(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	all := map[string][]*tensor.Tensor{}
	for _, path := range paths {
		if all[path], err = read(s, path); err != nil {
			return nil, err
		}
	}
	if n, ok := s.(*NPZ); ok {
		if _, err := n.InOrder(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// npzMember returns the archive of weights within an archive.
func npzMember(t testing.TB, name string) []byte {
	for _, m := range unpack(t, fileOf(t, name)) {
		if m.name == npzName {
			return []byte(m.data)
		}
	}
	t.Fatalf("%s has no %s", name, npzName)
	return nil
}

func TestNPZFile(t *testing.T) {
	weights := []Vars{{Path: "", Name: "m"}, {Path: "layers/dense", Name: "a", Tensors: every}, {Path: "optimizer", Name: "o", Tensors: every[:1]}}
	var b bytes.Buffer
	n, err := NPZFile(weights).WriteTo(&b)
	if err != nil || n != int64(b.Len()) {
		t.Fatalf("wrote %d of %d bytes, error %v", n, b.Len(), err)
	}
	got, err := readStore(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if len(got["layers/dense"]) != len(every) || len(got["optimizer"]) != 1 || len(got[""]) != 0 {
		t.Fatalf("received %d, %d, %d arrays", len(got["layers/dense"]), len(got["optimizer"]), len(got[""]))
	}
	for i, x := range got["layers/dense"] {
		if !same(x, every[i]) {
			t.Errorf("array %d: received %v, expected %v", i, x, every[i])
		}
	}
	arrays, err := tensor.ReadNPZ(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil || arrays["layers/dense/vars/0"] == nil {
		t.Errorf("received %v, error %v", arrays, err)
	}
}

// object returns a .npy file of a pickle.
func object(pickle string) string {
	const header = "{'descr': '|O', 'fortran_order': False, 'shape': (), }\n"
	return "\x93NUMPY\x01\x00" + string(rune(len(header))) + "\x00" + header + pickle
}

func TestHostileNPZ(t *testing.T) {
	npy := func(t *tensor.Tensor) string {
		var b bytes.Buffer
		if err := tensor.WriteNPY(&b, t); err != nil {
			panic(err)
		}
		return b.String()
	}
	one := npy(tensor.Scalar[float32](1))
	const start = "cnumpy.core.multiarray\n_reconstruct\n)R(K\x01)N\x89]"
	for _, c := range []struct {
		name    string
		members []member
		err     string
	}{
		{"another file", []member{{name: "a.txt", data: "x"}}, `received "a.txt" in the archive`},
		{"no array", []member{{name: "layers/dense/vars/0.npy", data: "x"}}, "layers/dense/vars/0.npy: npy: header"},
		{"an array for a dictionary", []member{{name: "layers/dense.npy", data: one}}, "layers/dense.npy: received an array, expected a dictionary of them"},
		{"no pickle", []member{{name: "layers/dense.npy", data: object("")}}, "the pickle makes no sense"},
		{"code", []member{{name: "layers/dense.npy", data: object("cos\nsystem\n(X\x02\x00\x00\x00lstR.")}}, "received a pickle of something else"},
		{"code in a dictionary", []member{{name: "layers/dense.npy", data: object(start + "}X\x01\x00\x00\x000cos\nsystem\n(X\x02\x00\x00\x00lstRsatb.")}}, "variable 0: received a value of os.system, expected an array"},
		{"another instruction", []member{{name: "layers/dense.npy", data: object("P1\n.")}}, "received the instruction 0x50"},
		{"a mark too few", []member{{name: "layers/dense.npy", data: object("t.")}}, "makes no sense"},
		{"a text too long", []member{{name: "layers/dense.npy", data: object("X\xff\xff\xff\xff.")}}, "makes no sense"},
		{"many steps", []member{{name: "layers/dense.npy", data: object(strings.Repeat("N", maxPickled+1)), method: zip.Store}}, "a pickle of more than"},
		{"another key", []member{{name: "layers/dense.npy", data: object(start + "}X\x01\x00\x00\x001Nsatb.")}}, `received the key "1" of 1`},
		{"nothing", []member{{name: "layers/dense.npy", data: object(start + "}X\x01\x00\x00\x000Nsatb.")}}, "variable 0: received a <nil>, expected an array"},
		{"a loop", []member{{name: "layers/dense.npy", data: object(start + "}X\x01\x00\x00\x000ckeras.a\nVariable\n)\x81q\x00}X\x06\x00\x00\x00_valueh\x00sbsatb.")}}, "a variable without a value"},
		{"a bomb", []member{{"layers/dense/vars/0.npy", strings.Repeat("\x00", 200<<20), zip.Deflate}}, "which is suspicious"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := readStore(pack(t, c.members...)); err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("received the error %v, expected %q", err, c.err)
			}
		})
	}
}

// One array under many keys would take much memory.
func TestSharedPickle(t *testing.T) {
	data := string(bytes.Repeat([]byte{1}, 1<<20))
	array := "cnumpy.core.multiarray\n_reconstruct\n)R(K\x01K\x00J\x00\x00\x10\x00\x86cnumpy\ndtype\nX\x02\x00\x00\x00u1\x85R(K\x03X\x01\x00\x00\x00|tb\x89B\x00\x00\x10\x00" + data + "tb"
	array = strings.Replace(array, "K\x00J\x00\x00\x10\x00\x86", "J\x00\x00\x10\x00\x85", 1)
	var b strings.Builder
	b.WriteString("cnumpy.core.multiarray\n_reconstruct\n)R(K\x01)N\x89]}(X\x01\x00\x00\x000" + array + "q\x00")
	for i := 1; i < 1000; i++ {
		key := fmt.Sprint(i)
		b.WriteString("X" + string(rune(len(key))) + "\x00\x00\x00" + key + "h\x00")
	}
	b.WriteString("uatb.")
	_, err := readStore(pack(t, member{name: "layers/dense.npy", data: object(b.String())}))
	if err == nil || !strings.Contains(err.Error(), "larger than the file") {
		t.Errorf("received the error %v", err)
	}
}

// Changed files are refused or read, without a panic and without much memory.
func TestChangedStores(t *testing.T) {
	for name, data := range map[string][]byte{
		"order.npz": fileOf(t, "order.npz"), "jax": npzMember(t, "npz_keras3.15.keras"), "numpy": npzMember(t, "npz_tf2.15.keras"), "keras": fileOf(t, "npz_keras3.0.keras"),
	} {
		if _, err := readStore(data); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for n := 0; n < len(data); n += 31 {
			if _, err := readStore(data[:n]); err == nil {
				t.Errorf("%s: %d of %d bytes: no error", name, n, len(data))
			}
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		tries := 0
		for _, m := range unpack(t, data) {
			if !strings.HasSuffix(m.name, ".npy") {
				continue
			}
			for i := 0; i < len(m.data); i++ {
				b := []byte(m.data)
				b[i] ^= 1 << (i % 8)
				readStore(pack(t, member{name: m.name, data: string(b)}))
				tries++
			}
		}
		runtime.ReadMemStats(&after)
		if n := (after.TotalAlloc - before.TotalAlloc) / uint64(max(tries, 1)); n > 4<<20 {
			t.Errorf("%s: %d bytes a file of %d", name, n, len(data))
		}
	}
}

// shardsIn opens an index with files from a folder.
func shardsIn(index []byte, folder string) (*Shards, error) {
	return OpenShards(index, func(name string) (io.ReaderAt, int64, error) {
		b, err := os.ReadFile(filepath.Join(folder, name))
		return bytes.NewReader(b), int64(len(b)), err
	})
}

func TestShards(t *testing.T) {
	index := fileOf(t, "several.weights.json")
	s, err := shardsIn(index, files)
	if err != nil {
		t.Fatal(err)
	}
	want, err := readStore(fileOf(t, "one.weights.h5"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		got, err := read(s, path)
		if err != nil || len(got) != len(want[path]) {
			t.Errorf("%s: received %d variables, expected %d, error %v", path, len(got), len(want[path]), err)
			continue
		}
		for i := range got {
			if !same(got[i], want[path][i]) {
				t.Errorf("%s/%d: received %v, expected %v", path, i, got[i], want[path][i])
			}
		}
	}
	for _, c := range []struct{ name, old, new, err string }{
		{"another folder", "several_00000", "../several_00000", "expected one beside the index"},
		{"an absolute path", "several_00000.weights.h5", "/etc/passwd", "expected one beside the index"},
		{"a file that isn't there", "several_00000", "several_99999", "several_99999.weights.h5"},
		{"a file that is none", "several_00000.weights.h5", "write.py", "write.py: hdf5: /: not an HDF5 file"},
		{"a file without the group", "several_00000", "several_00003", `several_00003.weights.h5`},
		{"a file too few", "            \"several_00004.weights.h5\",\n", "", "is in none of the files"},
		{"no names", `"several_00002.weights.h5",`, "3,", "not an index of weights"},
		{"no map", "weight_map", "map", "it has no weight_map"},
		{"no JSON", "{", "", "not an index of weights"},
	} {
		changed := strings.Replace(string(index), c.old, c.new, 1)
		if changed == string(index) {
			t.Fatalf("%s: nothing has changed", c.name)
		}
		s, err := shardsIn([]byte(changed), files)
		for _, path := range paths {
			if err == nil {
				_, err = read(s, path)
			}
		}
		if err == nil || !strings.Contains(err.Error(), c.err) {
			t.Errorf("%s: received the error %v, expected %q", c.name, err, c.err)
		}
	}
}

// Each file is as full as can be, a variable that is too large is refused, and old files
// stay as they are until the new ones are written.
func TestWriteShards(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "m.weights.json")
	weights := []Vars{{Name: "m"}, {Path: "layers/dense", Name: "d", Tensors: every}}
	if err := WriteShards(path, weights, 100); err != nil {
		t.Fatal(err)
	}
	index, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := shardsIn(index, folder)
	if err != nil {
		t.Fatal(err)
	}
	got, err := read(s, "layers/dense")
	if err != nil || len(got) != len(every) {
		t.Fatalf("received %d variables, error %v", len(got), err)
	}
	for i := range got {
		if !same(got[i], every[i]) {
			t.Errorf("variable %d: received %v, expected %v", i, got[i], every[i])
		}
	}
	before := names(t, folder)
	err = WriteShards(path, weights, 47)
	if err == nil || !strings.Contains(err.Error(), "layers/dense/vars/1: received 48 bytes, expected at most MaxShardSize, 47") {
		t.Errorf("received the error %v", err)
	}
	if after := names(t, folder); after != before {
		t.Errorf("the folder has %v, had %v", after, before)
	}
}

// Whichever file can't be replaced, there are all old weights, or all new ones.
func TestWriteShardsFails(t *testing.T) {
	value := func(x float32) []Vars {
		return []Vars{{Path: "a", Name: "a", Tensors: []*tensor.Tensor{
			tensor.FromSlice([]float32{x, x}), tensor.FromSlice([]float32{x, x}), tensor.FromSlice([]float32{x, x}),
		}}}
	}
	const shards = 3
	for i := range shards + 1 {
		folder := t.TempDir()
		if os.WriteFile(filepath.Join(folder, "a"), nil, 0o666) != nil || os.Link(filepath.Join(folder, "a"), filepath.Join(folder, "b")) != nil {
			return // such a system has no hard links
		}
		path := filepath.Join(folder, "m.weights.json")
		if err := WriteShards(path, value(1), 8); err != nil {
			t.Fatal(err)
		}
		shard := filepath.Join(folder, fmt.Sprintf("m_%05d.weights.h5", i))
		if i < shards {
			// A folder that isn't empty can't be replaced.
			if err := errors.Join(os.Remove(shard), os.MkdirAll(filepath.Join(shard, "x"), 0o777)); err != nil {
				t.Fatal(err)
			}
		}
		if err := WriteShards(path, value(2), 8); (err != nil) != (i < shards) {
			t.Fatalf("file %d of %d in the way: error %v", i, shards, err)
		}
		index, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		s, err := shardsIn(index, folder)
		if err != nil {
			t.Fatal(err)
		}
		got, err := read(s, "a")
		if err != nil || !slices.EqualFunc(got, value(2)[0].Tensors, same) {
			t.Errorf("file %d of %d in the way: received %v, error %v", i, shards, got, err)
		}
		if i == shards {
			if got := names(t, folder); got != "a b m.weights.json m_00000.weights.h5 m_00001.weights.h5 m_00002.weights.h5" {
				t.Errorf("the folder has %s", got)
			}
		}
	}
}

func TestPythonFloat(t *testing.T) {
	for x, want := range map[float64]string{0: "0.0", 121200: "121200.0", 0.125: "0.125", 1e15: "1000000000000000.0", 1e16: "1e+16", math.Pow(2, 60): "1.152921504606847e+18"} {
		if got := pythonFloat(x); got != want {
			t.Errorf("received %s, expected %s", got, want)
		}
	}
}

func FuzzStore(f *testing.F) {
	f.Add(fileOf(f, "order.npz"))
	f.Add(npzMember(f, "npz_keras3.15.keras"))
	f.Add(npzMember(f, "npz_tf2.15.keras"))
	f.Fuzz(func(_ *testing.T, data []byte) { readStore(data) })
}

// The archive's checksum hides what is in it from a fuzzer.
func FuzzUnpickle(f *testing.F) {
	for _, name := range []string{"npz_keras3.15.keras", "npz_keras3.0.keras", "npz_tf2.15.keras"} {
		for _, m := range unpack(f, npzMember(f, name)) {
			f.Add([]byte(m.data))
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, err := unpickleVars(data)
		if err != nil {
			return
		}
		n := 0
		for _, x := range list {
			n += x.Size() * x.DType().Size()
		}
		if n > 2*len(data) {
			t.Errorf("%d bytes of arrays in a file of %d", n, len(data))
		}
	})
}

func FuzzShards(f *testing.F) {
	f.Add(fileOf(f, "several.weights.json"))
	f.Add([]byte(`{"weight_map": {"/vars": "several_00000.weights.h5"}}`))
	f.Fuzz(func(_ *testing.T, data []byte) {
		s, err := shardsIn(data, files)
		for _, path := range paths {
			if err == nil {
				_, err = read(s, path)
			}
		}
	})
}

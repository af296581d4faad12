package tensor

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
)

// sample is the array that the files of each type hold.
func sample(dt DType) *Tensor {
	return FromSlice([]float64{0, 1, 2, 3, 100, 5}, 2, 3).Cast(dt)
}

func file(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/npy/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestWriteNPY wants the bytes that NumPy writes.
func TestWriteNPY(t *testing.T) {
	tests := map[string]*Tensor{
		"scalar": Scalar(-1.5), "empty": New(Float32, 0, 3), "vector": ramp(1000), "deep": New(Uint8, slicesOf1(32)...),
	}
	for dt := range Bool + 1 {
		tests[dt.String()] = sample(dt)
	}
	for name, a := range tests {
		var b bytes.Buffer
		if err := WriteNPY(&b, a); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if want := file(t, name+".npy"); !bytes.Equal(b.Bytes(), want) {
			t.Errorf("%s:\n%q\nwant\n%q", name, b.Bytes(), want)
		}
	}
	if err := WriteNPY(io.Discard, New(Uint8, slicesOf1(30000)...)); err == nil {
		t.Error("30000 axes: no error")
	}
}

func slicesOf1(n int) []int {
	s := make([]int, n)
	for i := range s {
		s[i] = 1
	}
	return s
}

func ramp(n int) *Tensor {
	t := New(Int64, n)
	for i := range n {
		Data[int64](t)[i] = int64(i)
	}
	return t
}

func TestReadNPY(t *testing.T) {
	tests := map[string]*Tensor{
		"scalar": Scalar(-1.5), "empty": New(Float32, 0, 3), "vector": ramp(1000), "deep": New(Uint8, slicesOf1(32)...),
		"fortran": must(ramp(24).Cast(Float32).Reshape(2, 3, 4)), "version2": must(ramp(6).Cast(Float32).Reshape(3, 2)),
		"version3": must(ramp(6).Cast(Float32).Reshape(3, 2)),
	}
	for dt := range Bool + 1 {
		tests[dt.String()], tests[dt.String()+"_big"] = sample(dt), sample(dt)
	}
	for name, want := range tests {
		for _, r := range []io.Reader{bytes.NewReader(file(t, name+".npy")), iotest.OneByteReader(bytes.NewReader(file(t, name+".npy")))} {
			if got, err := ReadNPY(r); err != nil || !got.Equal(want) {
				t.Errorf("%s: %v, %v, want %v", name, got, err, want)
			}
		}
	}
	got, err := ReadNPY(bytes.NewReader(file(t, "float16.npy")))
	if err != nil {
		t.Fatal(err)
	}
	want := []float64{0, math.Copysign(0, -1), 1, -2.5, 65504, 1.0 / (1 << 24), 1023.0 / (1 << 24), math.Inf(1), math.Inf(-1), math.NaN(), 0x1.554p-2}
	for i, v := range Data[float32](got) {
		if math.Float64bits(float64(v)) != math.Float64bits(want[i]) && !(math.IsNaN(want[i]) && v != v) {
			t.Errorf("half precision: element %d is %v, want %v", i, v, want[i])
		}
	}
}

func must(t *Tensor, err error) *Tensor {
	if err != nil {
		panic(err)
	}
	return t
}

// withHeader is a file whose header has this text.
func withHeader(text string, body ...byte) []byte {
	return append(append([]byte(npyMagic+"\x01\x00"+string([]byte{byte(len(text)), byte(len(text) >> 8)})), text...), body...)
}

func TestReadNPYHeader(t *testing.T) {
	for _, text := range []string{
		`{'descr': '|u1', 'fortran_order': False, 'shape': (2,)}`,
		`{"shape":(2L,),"fortran_order":True,"descr":"u1"}`,
		" { 'descr' : '<u1' ,\n'shape' : ( 2 , ) , 'fortran_order' : False , } ",
		`{'descr': '>u1', 'fortran_order': False, 'shape': (2), }`,
	} {
		got, err := ReadNPY(bytes.NewReader(withHeader(text, 7, 8)))
		if err != nil || !got.Equal(FromSlice([]uint8{7, 8})) {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	got, err := ReadNPY(bytes.NewReader(withHeader(`{'descr': '|b1', 'fortran_order': False, 'shape': (3,)}`, 0, 1, 7)))
	if err != nil || !bytes.Equal(got.Bytes(), []byte{0, 1, 1}) {
		t.Errorf("bools of 7: %v, %v", got, err)
	}
}

func TestReadNPYErrors(t *testing.T) {
	header := func(s string) []byte { return withHeader(s, 1, 2, 3) }
	for _, tt := range []struct {
		data []byte
		want string
	}{
		{nil, "EOF"},
		{[]byte("\x93NUMP"), "EOF"},
		{[]byte("PK\x03\x04rubbish"), "expected \"\\x93NUMPY\""},
		{[]byte("\x93NUMPY\x04\x00\x00\x00"), "received version 4"},
		{[]byte("\x93NUMPY\x02\x00\xff\xff\xff\xff"), "received 4294967295 bytes"},
		{[]byte("\x93NUMPY\x01\x00\x30\x00{"), "unexpected EOF"},
		{file(t, "complex.npy"), `elements of type "<c8"`},
		{file(t, "text.npy"), `elements of type "<U2"`},
		{file(t, "object.npy"), `elements of type "|O"`},
		{file(t, "record.npy"), "elements that aren't numbers"},
		{file(t, "float32.npy")[:150], "after 22 of 24 bytes: unexpected EOF"},
		{header(`{'descr': '<f4', 'fortran_order': False, 'shape': (9223372036854775807, 2)}`), "too large"},
		{header(`{'descr': '<f4', 'fortran_order': False, 'shape': (0, 9223372036854775807)}`), "too large"},
		{header(`{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}`), "expected a dictionary"},
		{header(`{'descr': '<f4', 'fortran_order': False, 'shape': (100000000000, 1000000)}`), "after 3 of"},
		{header(`{'descr': '<f4', 'fortran_order': False, 'shape': (` + strings.Repeat("1,", 65) + `)}`), "received 65 axes"},
		{header(`{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}`), "expected a dictionary"},
		{header(`{'descr': '<f4', 'fortran_order': False}`), "expected a dictionary"},
		{header(`{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': ()}`), "expected a dictionary"},
		{header(`{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}`), "expected a dictionary"},
		{header(`{'descr': '<f4', 'fortran_order': False, 'shape': (1 2)}`), "expected a dictionary"},
		{header(`{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} + x`), "expected a dictionary"},
		{header(`{'descr': '<f4' 'fortran_order': False, 'shape': (1,)}`), "expected a dictionary"},
		{header(`{'descr': '<f4', 'fortran_order': False, 'shape': (1,`), "expected a dictionary"},
		{header(`{'descr': '', 'fortran_order': False, 'shape': (1,)}`), `elements of type ""`},
		{header(``), "expected a dictionary"},
	} {
		if got, err := ReadNPY(bytes.NewReader(tt.data)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: %v, %v, want %q", tt.data, got, err, tt.want)
		}
	}
}

func TestNPZ(t *testing.T) {
	want := map[string]*Tensor{
		"x": must(ramp(6).Cast(Float32).Reshape(2, 3)), "y": FromSlice([]int64{1, 2}), "z": Scalar(true),
	}
	same := func(what string, got map[string]*Tensor, err error) {
		t.Helper()
		if err != nil || len(got) != len(want) {
			t.Errorf("%s: %v, %v", what, got, err)
		}
		for name, a := range want {
			if got[name] == nil || !got[name].Equal(a) {
				t.Errorf("%s: %s is %v, want %v", what, name, got[name], a)
			}
		}
	}
	for _, name := range []string{"stored", "deflated"} {
		got, err := LoadNPZ("testdata/npy/" + name + ".npz")
		same(name, got, err)
	}
	path := filepath.Join(t.TempDir(), "a.npz")
	for range 2 { // the second time over the first
		if err := SaveNPZ(path, want); err != nil {
			t.Fatal(err)
		}
		got, err := LoadNPZ(path)
		same("saved", got, err)
	}
	if err := SaveNPZ(path, map[string]*Tensor{"x": nil}); err == nil {
		t.Error("saving nil: no error")
	}
	got, err := LoadNPZ(path)
	same("after a failure", got, err)
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	for _, data := range [][]byte{nil, file(t, "float32.npy"), file(t, "stored.npz")[:700], bytes.Replace(file(t, "stored.npz"), []byte("x.npy"), []byte("x.txt"), -1),
		bytes.Replace(file(t, "stored.npz"), []byte("x.npy"), []byte("y.npy"), -1), bytes.Replace(file(t, "stored.npz"), []byte("\x00\x00\x80?"), []byte("\x00\x00\x81?"), 1)} {
		if got, err := ReadNPZ(bytes.NewReader(data), int64(len(data))); err == nil {
			t.Errorf("%q: %v and no error", data, got)
		}
	}
	if _, err := LoadNPZ(path + "x"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

func TestSaveNPY(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.npy")
	if err := SaveNPY(path, sample(Int16)); err != nil {
		t.Fatal(err)
	}
	if got, err := LoadNPY(path); err != nil || !got.Equal(sample(Int16)) {
		t.Errorf("%v, %v", got, err)
	}
	if err := os.WriteFile(path, []byte("rubbish!"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := LoadNPY(path); err == nil || !strings.Contains(err.Error(), "a.npy: npy: header") {
		t.Errorf("rubbish: %v", err)
	}
	if _, err := LoadNPY(path + "x"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if err := SaveNPY(filepath.Join(path, "b.npy"), sample(Int16)); err == nil {
		t.Error("below a file: no error")
	}
}

func FuzzReadNPY(f *testing.F) {
	files, err := filepath.Glob("testdata/npy/*.npy")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := ReadNPY(bytes.NewReader(data))
		if err != nil {
			return
		}
		var b bytes.Buffer
		if err := WriteNPY(&b, a); err != nil {
			t.Fatal(err)
		}
		again, err := ReadNPY(&b)
		if err != nil || !bytes.Equal(a.Bytes(), again.Bytes()) || !a.Shape().Equal(again.Shape()) {
			t.Errorf("%v became %v, %v", a, again, err)
		}
	})
}

func FuzzReadNPZ(f *testing.F) {
	for _, name := range []string{"stored.npz", "deflated.npz"} {
		b, err := os.ReadFile("testdata/npy/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		arrays, err := ReadNPZ(bytes.NewReader(data), int64(len(data)))
		if err == nil {
			if err := WriteNPZ(io.Discard, arrays); err != nil {
				t.Error(err)
			}
		}
	})
}

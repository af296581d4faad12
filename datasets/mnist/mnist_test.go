package mnist

import (
	"bytes"
	"compress/gzip"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gokeras/keras/tensor"
)

// TestFiles holds the files to the sums under which they are known.
func TestFiles(t *testing.T) {
	for name, want := range map[string]string{
		"train-images-idx3-ubyte.gz": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
		"train-labels-idx1-ubyte.gz": "d53e105ee54ea40749a09fcbcd1e9432",
		"t10k-images-idx3-ubyte.gz":  "9fb629c4189551a2d022fa330f9573f3",
		"t10k-labels-idx1-ubyte.gz":  "ec29112dd5afa0611ce80d1b7f02629c",
	} {
		b, err := embedded.ReadFile("data/" + name)
		if err != nil {
			t.Error(err)
			continue
		}
		if sum := md5.Sum(b); hex.EncodeToString(sum[:]) != want {
			t.Errorf("%s: md5 %x, want %s", name, sum, want)
		}
	}
}

func TestLoad(t *testing.T) {
	xTrain, yTrain, xTest, yTest, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		t     *tensor.Tensor
		shape tensor.Shape
		sum   int // of all elements, by NumPy
	}{
		{"xTrain", xTrain, tensor.Shape{60000, 28, 28}, 1567298545},
		{"yTrain", yTrain, tensor.Shape{60000}, 267236},
		{"xTest", xTest, tensor.Shape{10000, 28, 28}, 264923200},
		{"yTest", yTest, tensor.Shape{10000}, 44434},
	} {
		sum := 0
		for _, v := range tensor.Data[uint8](tt.t) {
			sum += int(v)
		}
		if !tt.t.Shape().Equal(tt.shape) || sum != tt.sum {
			t.Errorf("%s: shape %v, sum %d, want %v, %d", tt.name, tt.t.Shape(), sum, tt.shape, tt.sum)
		}
	}
	if got := tensor.Data[uint8](yTrain)[:10]; !bytes.Equal(got, []byte{5, 0, 4, 1, 9, 2, 1, 3, 1, 4}) {
		t.Errorf("yTrain begins with %v", got)
	}
}

// small has all four files, with two pictures of 1 by 2 for each purpose.
func small() fstest.MapFS {
	images := &fstest.MapFile{Data: []byte{0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, 4}}
	labels := &fstest.MapFile{Data: []byte{0, 0, 8, 1, 0, 0, 0, 2, 7, 9}}
	return fstest.MapFS{
		"train-images-idx3-ubyte": images, "train-labels-idx1-ubyte.gz": {Data: compress(labels.Data)},
		"t10k-images-idx3-ubyte.gz": images, "t10k-labels-idx1-ubyte": labels,
	}
}

func compress(b []byte) []byte {
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(b); err != nil {
		panic(err)
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return buf.Bytes()
}

func TestLoadDir(t *testing.T) {
	dir := t.TempDir()
	for name, f := range small() {
		if err := os.WriteFile(filepath.Join(dir, name), f.Data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	x, y, x2, y2, err := LoadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, t2 := range []*tensor.Tensor{x, x2} {
		if !t2.Shape().Equal(tensor.Shape{2, 1, 2}) || !slices.Equal(tensor.Data[uint8](t2), []uint8{1, 2, 3, 4}) {
			t.Errorf("pictures %v of shape %v", tensor.Data[uint8](t2), t2.Shape())
		}
	}
	for _, t2 := range []*tensor.Tensor{y, y2} {
		if !slices.Equal(tensor.Data[uint8](t2), []uint8{7, 9}) {
			t.Errorf("labels %v", tensor.Data[uint8](t2))
		}
	}
	if _, _, _, _, err := LoadDir(filepath.Join(dir, "none")); err == nil || !strings.Contains(err.Error(), "train-images") {
		t.Errorf("a folder that doesn't exist: %v", err)
	}
}

func TestLoadFSErrors(t *testing.T) {
	for _, tt := range []struct {
		name, want string
		data       []byte
	}{
		{"t10k-labels-idx1-ubyte", "received 1 labels, expected one for each of the 2 pictures", []byte{0, 0, 8, 1, 0, 0, 0, 1, 7}},
		{"t10k-labels-idx1-ubyte", "received an array of int8(1,)", []byte{0, 0, 9, 1, 0, 0, 0, 1, 7}},
		{"t10k-labels-idx1-ubyte", "with 1 axes", []byte{0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7}},
		{"train-images-idx3-ubyte", "unexpected EOF", []byte{0, 0, 8, 3, 0}},
	} {
		fsys := small()
		fsys[tt.name] = &fstest.MapFile{Data: tt.data}
		if _, _, _, _, err := LoadFS(fsys); err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), tt.name) {
			t.Errorf("%v: %v, want %q", tt.data, err, tt.want)
		}
		delete(fsys, tt.name)
		if _, _, _, _, err := LoadFS(fsys); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), tt.name) {
			t.Errorf("without %s: %v", tt.name, err)
		}
	}
}

func TestReadIDX(t *testing.T) {
	for _, tt := range []struct {
		dt   tensor.DType
		data []byte
		want []float64
	}{
		{tensor.Uint8, []byte{0, 0, 0x08, 1, 0, 0, 0, 2, 1, 255}, []float64{1, 255}},
		{tensor.Int8, []byte{0, 0, 0x09, 1, 0, 0, 0, 2, 1, 255}, []float64{1, -1}},
		{tensor.Int16, []byte{0, 0, 0x0B, 1, 0, 0, 0, 1, 1, 2}, []float64{258}},
		{tensor.Int32, []byte{0, 0, 0x0C, 1, 0, 0, 0, 1, 255, 255, 255, 254}, []float64{-2}},
		{tensor.Float32, []byte{0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3f, 0x80, 0, 0}, []float64{1}},
		{tensor.Float64, []byte{0, 0, 0x0E, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0}, []float64{-2}},
		{tensor.Uint8, []byte{0, 0, 0x08, 2, 0, 0, 0, 0, 0, 0, 0, 3}, []float64{}},
	} {
		for _, data := range [][]byte{tt.data, compress(tt.data)} {
			got, err := ReadIDX(bytes.NewReader(data))
			if err != nil || got.DType() != tt.dt || !slices.Equal(tensor.Data[float64](got.Cast(tensor.Float64)), tt.want) {
				t.Errorf("% x: %v, %v, want %v", data, got, err, tt.want)
			}
		}
	}
}

func TestReadIDXErrors(t *testing.T) {
	for _, tt := range []struct {
		data []byte
		want string
	}{
		{nil, "EOF"},
		{[]byte{0x1f, 0x8b}, "EOF"},
		{compress([]byte{0, 0, 8, 1, 0, 0, 0, 2, 1, 2})[:20], "unexpected EOF"},
		{[]byte{1, 0, 8, 1, 0, 0, 0, 0}, "header: received 01 00 08 01"},
		{[]byte{0, 0, 7, 1, 0, 0, 0, 0}, "header: received"},
		{[]byte{0, 0, 8, 3, 0, 0, 0}, "unexpected EOF"},
		{[]byte{0, 0, 8, 1, 0, 0, 0, 2, 1}, "array of uint8(2,): unexpected EOF"},
		{[]byte{0, 0, 8, 1, 0, 0, 0, 1, 1, 2}, "more bytes follow"},
		{[]byte{0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff}, "more than"},
		{[]byte{0, 0, 8, 1, 0x7f, 0xff, 0xff, 0xff, 1, 2}, "received 2 of 2147483647 bytes"},
		{[]byte{0, 0, 14, 3, 0x40, 0, 0, 0, 0x40, 0, 0, 0, 0x40, 0, 0, 0}, "more than"},
		{[]byte{0, 0, 8, 2, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff}, "more than"},
	} {
		if _, err := ReadIDX(bytes.NewReader(tt.data)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("% x: %v, want %q", tt.data, err, tt.want)
		}
	}
}

func FuzzReadIDX(f *testing.F) {
	for _, file := range small() {
		f.Add(file.Data)
	}
	f.Add([]byte{0, 0, 14, 2, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8})
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := ReadIDX(io.LimitReader(bytes.NewReader(data), 1<<20))
		if err == nil && a.Size() != a.Shape().Size() {
			t.Errorf("%d elements in an array of shape %v", a.Size(), a.Shape())
		}
	})
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, _, _, _, err := Load(); err != nil {
			b.Fatal(err)
		}
	}
}

package kerasfile

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/hdf5"
	"github.com/gokeras/keras/tensor"
)

// variables reads all variables of the paths.
func variables(data []byte, paths ...string) (map[string][]*tensor.Tensor, error) {
	r, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	all := map[string][]*tensor.Tensor{}
	for _, path := range paths {
		if all[path], err = read(r, path); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// read reads the variables of a path.
func read(s Store, path string) ([]*tensor.Tensor, error) {
	values, err := s.Vars(path)
	var list []*tensor.Tensor
	for _, v := range values {
		t, err := v.Read(v.DType())
		if err != nil {
			return nil, err
		}
		list = append(list, t)
	}
	return list, err
}

// A member is one file of an archive.
type member struct {
	name, data string
	method     uint16
}

// pack returns an archive.
func pack(t testing.TB, members ...member) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		w, err := z.CreateHeader(&zip.FileHeader{Name: m.name, Method: m.method})
		if err == nil {
			_, err = io.WriteString(w, m.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// unpack returns the members of an archive.
func unpack(t testing.TB, data []byte) (members []member) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		members = append(members, member{f.Name, string(text), f.Method})
	}
	return members
}

// weightsOf returns a file of weights as a string.
func weightsOf(t testing.TB, list ...Vars) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := WeightsFile(list).WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// every has an array of each type.
var every = []*tensor.Tensor{
	tensor.FromSlice([]float32{0, -1.5, math.MaxFloat32, float32(math.Inf(1)), 1e-45, .1}, 2, 3),
	tensor.FromSlice([]float64{0, -1.5, math.MaxFloat64, math.Inf(-1), 5e-324, .1}, 3, 2),
	tensor.FromSlice([]int8{-128, 127}),
	tensor.FromSlice([]int16{-32768, 32767}),
	tensor.FromSlice([]int32{math.MinInt32, math.MaxInt32}),
	tensor.FromSlice([]int64{math.MinInt64, math.MaxInt64}),
	tensor.FromSlice([]uint8{0, 255}),
	tensor.FromSlice([]uint16{0, 65535}),
	tensor.FromSlice([]uint32{0, math.MaxUint32}),
	tensor.FromSlice([]uint64{0, math.MaxUint64}),
	tensor.FromSlice([]bool{true, false, true}),
	tensor.Scalar[int32](7),
	tensor.Scalar(true),
	tensor.New(tensor.Float32, 3, 0, 2),
	tensor.FromSlice([]float32{1}, 1, 1, 1, 1, 1),
}

func same(a, b *tensor.Tensor) bool {
	return a.DType() == b.DType() && a.Shape().Equal(b.Shape()) && bytes.Equal(a.Bytes(), b.Bytes())
}

func TestRoundTrip(t *testing.T) {
	want := &Archive{Config: []byte(`{"class_name": "Sequential"}`), Weights: []Vars{
		{Path: "", Name: "model", Tensors: every[:1]},
		{Path: "layers/dense", Name: "a layer", Tensors: every},
		{Path: "layers/sequential/layers/dense", Name: "inside", Tensors: every[1:3]},
		{Path: "layers/flatten", Name: "none"},
		{Path: "optimizer", Name: "adam", Tensors: slices.Repeat(every, 9)},
	}}
	var b bytes.Buffer
	n, err := want.WriteTo(&b)
	if err != nil || n != int64(b.Len()) {
		t.Fatalf("wrote %d bytes of %d, error %v", n, b.Len(), err)
	}
	r, err := Open(bytes.NewReader(b.Bytes()), n)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(r.Config(), want.Config) {
		t.Errorf("config is %q", r.Config())
	}
	for _, v := range want.Weights {
		got, err := read(r, v.Path)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(got, v.Tensors, same) {
			t.Errorf("%q: got %v, want %v", v.Path, got, v.Tensors)
		}
	}
	if got, err := r.Vars("layers/absent"); len(got) != 0 || err != nil {
		t.Errorf("absent: got %v, error %v", got, err)
	}
	var names []string
	for _, m := range unpack(t, b.Bytes()) {
		names = append(names, m.name)
		if m.method != zip.Store {
			t.Errorf("%s is compressed", m.name)
		}
	}
	if want := []string{"metadata.json", "config.json", "model.weights.h5"}; !slices.Equal(names, want) {
		t.Errorf("members %v, want %v", names, want)
	}
}

// A name is an attribute of its group, as in Keras.
func TestNames(t *testing.T) {
	text := weightsOf(t, Vars{Path: "layers/dense", Name: "first"})
	f, err := hdf5.Open(strings.NewReader(text), int64(len(text)))
	if err != nil {
		t.Fatal(err)
	}
	g, err := f.Root().Group("layers/dense/vars")
	if err != nil {
		t.Fatal(err)
	}
	if name, err := hdf5.Attr[string](g, "name"); name != "first" {
		t.Errorf("name %q, error %v", name, err)
	}
}

func TestHalfFloats(t *testing.T) {
	w := hdf5.NewWriter()
	data := func(w io.Writer) error { _, err := w.Write([]byte{0x80, 0x3f, 0x00, 0xc0}); return err }
	w.Group("vars").Dataset("0", hdf5.BFloat16, []int{2}, data)
	w.Group("vars").Dataset("1", hdf5.Float16, []int{2}, data)
	var b strings.Builder
	if _, err := w.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	all, err := variables(pack(t, member{name: "config.json"}, member{name: "model.weights.h5", data: b.String()}), "")
	if err != nil {
		t.Fatal(err)
	}
	want := []*tensor.Tensor{tensor.FromSlice([]float32{1, -2}), tensor.FromSlice([]float32{1.875, -2})}
	if !slices.EqualFunc(all[""], want, same) {
		t.Errorf("got %v, want %v", all[""], want)
	}
}

// recorded returns the model that Keras saved.
func recorded(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/small.keras")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// holds tells whether an archive has what Keras put into the recorded one.
func holds(t *testing.T, data []byte) {
	t.Helper()
	text, err := os.ReadFile("testdata/small.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string][]struct {
		DType  string
		Shape  []int
		Values []float64
	}
	if err := json.Unmarshal(text, &want); err != nil {
		t.Fatal(err)
	}
	got, err := variables(data, "layers/dense", "layers/dense_1", "optimizer")
	if err != nil {
		t.Fatal(err)
	}
	for path, list := range want {
		if len(got[path]) != len(list) {
			t.Fatalf("%s: got %d variables, want %d", path, len(got[path]), len(list))
		}
		for i, x := range list {
			g := got[path][i]
			values := tensor.Data[float64](g.Cast(tensor.Float64))
			if g.DType().String() != x.DType || !slices.Equal(g.Shape(), x.Shape) || !slices.Equal(values, x.Values) {
				t.Errorf("%s, variable %d: got %v, want %v", path, i, g, x)
			}
		}
	}
}

func TestRecorded(t *testing.T) {
	data := recorded(t)
	holds(t, data)
	r, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(r.Config(), []byte(`"class_name": "Sequential"`)) {
		t.Errorf("config is %s", r.Config())
	}
}

// Others pack the same members in other ways.
func TestRepacked(t *testing.T) {
	members := unpack(t, recorded(t))
	metadata, config, weights := members[0], members[1], members[2]
	deflate := func(m member) member { m.method = zip.Deflate; return m }
	for name, list := range map[string][]member{
		"deflated":         {deflate(metadata), deflate(config), deflate(weights)},
		"weights deflated": {metadata, config, deflate(weights)},
		"other order":      {weights, config, metadata},
		"no metadata":      {config, weights},
		"bad metadata":     {{name: "metadata.json", data: "{"}, config, weights},
		"folders and more": {{name: "assets/"}, config, weights, {name: "assets/layers/text/vocabulary.txt", data: "a"}},
		"no folder entry":  {config, weights, {name: "assets/layers/text/vocabulary.txt", data: "a"}},
		"a later one":      {{name: "config.json", data: "["}, config, {name: "model.weights.h5", data: "x"}, weights},
	} {
		t.Run(name, func(t *testing.T) { holds(t, pack(t, list...)) })
	}
	t.Run("after something else", func(t *testing.T) {
		holds(t, append([]byte("#!/bin/sh\n"), recorded(t)...))
	})
}

func TestWriteFailure(t *testing.T) {
	a := &Archive{Weights: []Vars{{Path: "a/b", Name: "twice"}, {Path: "a/b", Name: "twice"}}}
	if _, err := a.WriteTo(io.Discard); err == nil {
		t.Error("the same group twice: no error")
	}
	a = &Archive{Config: []byte("{}"), Weights: []Vars{{Path: "a", Tensors: every}}}
	var b bytes.Buffer
	n, err := a.WriteTo(&b)
	if err != nil {
		t.Fatal(err)
	}
	for i := int64(0); i < n; i += 97 {
		if _, err := a.WriteTo(&full{i}); err == nil {
			t.Fatalf("%d bytes of %d fit: no error", i, n)
		}
	}
}

// full is a disk with room for some bytes.
type full struct{ left int64 }

func (f *full) Write(p []byte) (int, error) {
	if int64(len(p)) > f.left {
		n := int(f.left)
		f.left = 0
		return n, fmt.Errorf("the disk is full")
	}
	f.left -= int64(len(p))
	return len(p), nil
}

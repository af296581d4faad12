package hdf5

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func write(t testing.TB, w *Writer) []byte {
	t.Helper()
	var b bytes.Buffer
	n, err := w.WriteTo(&b)
	if err != nil {
		t.Fatal(err)
	}
	if n != int64(b.Len()) {
		t.Fatalf("%d bytes written, %d returned", b.Len(), n)
	}
	return b.Bytes()
}

// A sample is a file to be written and what is to be found in it.
type sample struct {
	w    *Writer
	want map[string]description
}

func newSample() *sample {
	s := &sample{NewWriter(), map[string]description{}}
	s.group("/")
	return s
}

func (s *sample) group(path string, names ...string) *GroupWriter {
	slices.Sort(names)
	if names == nil {
		names = []string{}
	}
	s.want[path] = description{Kind: "group", Names: names, Attrs: map[string]description{}}
	return s.w.Group(path)
}

func (s *sample) attr(path string, set func(string, any), name string, value any, typ string, shape []int, values ...string) {
	set(name, value)
	s.want[path].Attrs[name] = description{Type: typ, Shape: shape, Values: append([]string{}, values...)}
}

func addData[T number | bool](s *sample, path string, shape []int, values ...T) *DatasetWriter {
	text := []string{}
	for _, v := range values {
		if f, ok := any(v).(float32); ok {
			text = append(text, formatFloat(float64(f)))
		} else {
			text = append(text, fmt.Sprint(v))
		}
	}
	s.want[path] = description{
		Kind: "dataset", Type: fmt.Sprintf("%T", *new(T)), Shape: shape, Values: text, Attrs: map[string]description{},
	}
	return Write(s.w.Root(), strings.TrimPrefix(path, "/"), shape, values)
}

func typesSample() *sample {
	s := newSample()
	s.group("/", "bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
		"float16", "bfloat16", "float32", "float64", "scalar", "empty", "rank5")
	addData(s, "/bool", []int{3}, true, false, true)
	addData[int8](s, "/int8", []int{2}, -128, 127)
	addData[int16](s, "/int16", []int{3}, math.MinInt16, 2, math.MaxInt16)
	addData[int32](s, "/int32", []int{1, 2}, math.MinInt32, math.MaxInt32)
	addData[int64](s, "/int64", []int{2, 1}, math.MinInt64, math.MaxInt64)
	addData[uint8](s, "/uint8", []int{1}, math.MaxUint8)
	addData[uint16](s, "/uint16", []int{1}, math.MaxUint16)
	addData[uint32](s, "/uint32", []int{1}, math.MaxUint32)
	addData[uint64](s, "/uint64", []int{1}, math.MaxUint64)
	addData(s, "/float32", []int{2, 2}, 1.5, float32(math.Inf(-1)), math.MaxFloat32, math.SmallestNonzeroFloat32)
	addData(s, "/float64", []int{2, 2}, 1.5, math.NaN(), math.MaxFloat64, math.SmallestNonzeroFloat64)
	addData[float32](s, "/scalar", []int{}, -7)
	addData[float32](s, "/empty", []int{4, 0})
	addData(s, "/rank5", []int{2, 1, 3, 1, 2}, slices.Repeat([]int32{1, 2, 3}, 4)...)
	for path, t := range map[string]Type{"float16": Float16, "bfloat16": BFloat16} {
		bits, values := "\x00\x3c\x00\xc1\x01\x00\x00\x7c", []string{"1", "-2.5", "5.960464477539063e-08", "+Inf"}
		if t == BFloat16 {
			bits, values = "\x80\x3f\x20\xc0\x00\x3e\x80\xff", []string{"1", "-2.5", "0.125", "-Inf"}
		}
		s.w.Root().Dataset(path, t, []int{4}, func(w io.Writer) error {
			_, err := io.WriteString(w, bits)
			return err
		})
		s.want["/"+path] = description{Kind: "dataset", Type: path, Shape: []int{4}, Values: values, Attrs: map[string]description{}}
	}
	s.want["/bfloat16"].Attrs["dtype"] = description{Type: "string", Shape: []int{}, Values: []string{"bfloat16"}}
	return s
}

func attributesSample() *sample {
	s := newSample()
	s.group("/", "group", "dataset")
	g := s.group("/group")
	d := addData[float32](s, "/dataset", []int{}, 1)
	for path, set := range map[string]func(string, any){"/": s.w.Root().SetAttr, "/group": g.SetAttr, "/dataset": d.SetAttr} {
		one := []int{}
		s.attr(path, set, "text", "größe", "string", one, "größe")
		s.attr(path, set, "empty", "", "string", one, "")
		s.attr(path, set, "bytes", []byte("{}"), "string", one, "{}")
		s.attr(path, set, "texts", []string{"one", "", "three"}, "string", []int{3}, "one", "", "three")
		s.attr(path, set, "texts of bytes", [][]byte{[]byte("x")}, "string", []int{1}, "x")
		s.attr(path, set, "no texts", []string{}, "string", []int{0})
		s.attr(path, set, "no numbers", []float64{}, "float64", []int{0})
		s.attr(path, set, "fixed", FixedStrings{"dense/kernel", "bias"}, "string of 12 bytes", []int{2}, "dense/kernel", "bias")
		s.attr(path, set, "int", -3, "int64", one, "-3")
		s.attr(path, set, "ints", []int{1, 2}, "int64", []int{2}, "1", "2")
		s.attr(path, set, "bool", true, "bool", one, "true")
		s.attr(path, set, "bools", []bool{true, false}, "bool", []int{2}, "true", "false")
		s.attr(path, set, "int8", int8(-8), "int8", one, "-8")
		s.attr(path, set, "uint8", uint8(200), "uint8", one, "200")
		s.attr(path, set, "int32", []int32{-1}, "int32", []int{1}, "-1")
		s.attr(path, set, "uint64", uint64(math.MaxUint64), "uint64", one, "18446744073709551615")
		s.attr(path, set, "float32", float32(0.5), "float32", one, "0.5")
		s.attr(path, set, "float64", 0.1, "float64", one, "0.1")
		s.attr(path, set, "floats", []float64{0.1, math.Inf(1)}, "float64", []int{2}, "0.1", "+Inf")
		for _, n := range []int{4064, 4065, 4080, 70000, 1 << 20} { // around the sizes of collections
			long := strings.Repeat("x", n)
			s.attr(path, set, fmt.Sprintf("long %d", n), long, "string", one, long)
		}
		many := make([]string, 3000)
		for i := range many {
			many[i] = fmt.Sprintf("a name of which there are many, number %d", i)
		}
		s.attr(path, set, "many", many, "string", []int{len(many)}, many...)
	}
	return s
}

func childrenSample(n int) *sample {
	s := newSample()
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprint("child_", i)
		if i%10 == 0 {
			addData(s, "/"+names[i], []int{1}, int64(i))
		} else {
			s.group("/" + names[i])
		}
	}
	s.group("/", names...)
	return s
}

func nestedSample() *sample {
	s := newSample()
	path := ""
	for i := range 40 {
		name := fmt.Sprint("größe ", i)
		s.group("/"+strings.TrimPrefix(path, "/"), name)
		path += "/" + name
	}
	s.group(path, "0", "kernel:0")
	addData[int8](s, path+"/0", []int{1}, 1)
	addData[int8](s, path+"/kernel:0", []int{3}, 1, 2, 3)
	return s
}

// modelSample is Keras's own file once more.
func modelSample(t *testing.T) *sample {
	f := openFile(t, "model.weights.h5")
	s := &sample{NewWriter(), describe(t, f)}
	for o, err := range f.Walk() {
		if err != nil {
			t.Fatal(err)
		}
		switch o := o.(type) {
		case *Group:
			g := s.w.Group(o.Path())
			if name, err := Attr[string](o, "name"); err == nil {
				g.SetAttr("name", name)
			}
		case *Dataset:
			s.w.Root().Dataset(o.Path(), o.Type(), o.Shape(), func(w io.Writer) error {
				_, err := io.Copy(w, o.Raw())
				return err
			})
		}
	}
	return s
}

// legacySample has the lists of names of a model of many layers, as Keras keeps
// them in .h5.
func legacySample(t *testing.T) *sample {
	s := newSample()
	s.group("/")
	names := make([]string, 2500)
	for i := range names {
		names[i] = fmt.Sprintf("größe_of_a_layer_of_which_there_are_many_%d", i)
	}
	root := s.w.Root()
	root.SetAttr("model_config", bytes.Repeat([]byte("{}"), 50000))
	root.SetStrings("few", names[:3])
	root.SetStrings("layer_names", names)
	root.SetStrings("weight_names", nil)
	f := open(t, write(t, s.w))
	for list, want := range map[string][]string{"few": names[:3], "layer_names": names, "weight_names": nil} {
		if got, err := Strings(f.Root(), list); !slices.Equal(got, want) || err != nil {
			t.Errorf("%s: got %d names, %v", list, len(got), err)
		}
	}
	s.want = describe(t, f)
	if d := s.want["/"].Attrs["layer_names1"]; d.Type != "string of 47 bytes" || !slices.Equal(d.Shape, []int{1250}) {
		t.Errorf("layer_names1 is %s %v", d.Type, d.Shape)
	}
	return s
}

// What is written is read back here, and by testdata/check.py with h5py if
// KERAS_HDF5_OUT says where to put the files.
func TestWrite(t *testing.T) {
	samples := map[string]*sample{
		"empty": newSample(), "types": typesSample(), "attributes": attributesSample(), "nested": nestedSample(),
		"model": modelSample(t), "legacy": legacySample(t),
	}
	for _, n := range []int{1, 8, 9, 256, 257, 300, 5000, 8193} {
		samples[fmt.Sprint("children", n)] = childrenSample(n)
	}
	for name, s := range samples {
		t.Run(name, func(t *testing.T) {
			data := write(t, s.w)
			compare(t, describe(t, open(t, data)), s.want)
			if again := write(t, s.w); !bytes.Equal(again, data) {
				t.Error("the same tree gives other bytes")
			}
			if dir := os.Getenv("KERAS_HDF5_OUT"); dir != "" {
				keep(t, filepath.Join(dir, name), data, s.want)
			}
		})
	}
}

func keep(t *testing.T, path string, data []byte, want map[string]description) {
	t.Helper()
	text, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(
		os.MkdirAll(filepath.Dir(path), 0o777),
		os.WriteFile(path+".h5", data, 0o666),
		os.WriteFile(path+".json", text, 0o666),
	); err != nil {
		t.Fatal(err)
	}
}

// Data starts at multiples of 8.
func TestAlignment(t *testing.T) {
	w := NewWriter()
	for i := range 5 {
		Write(w.Root(), fmt.Sprint(i), []int{2*i + 1}, make([]int8, 2*i+1))
	}
	w.WriteTo(io.Discard)
	for name, d := range w.root.children {
		if a := d.(*DatasetWriter).address; a%8 != 0 {
			t.Errorf("%s is at %#x", name, a)
		}
	}
}

func TestWriterErrors(t *testing.T) {
	boom := errors.New("boom")
	for _, test := range []struct {
		build func(g *GroupWriter)
		err   string
	}{
		{func(g *GroupWriter) { Write(g, "x", []int{2}, []int8{1}) }, "hdf5: /g/x: shape [2] and 1 values, expected 2"},
		{func(g *GroupWriter) { Write(g, "x", []int{-2}, []int8{1}) }, "hdf5: /g/x: shape [-2], expected no negative size"},
		{func(g *GroupWriter) { Write(g, "x", make([]int, 33), []int8{}) }, "hdf5: /g/x: rank 33, expected at most 32"},
		{func(g *GroupWriter) { Write(g, "a/x", nil, []int8{1}); Write(g, "a/x", nil, []int8{1}) }, "hdf5: /g/a/x: written twice"},
		{func(g *GroupWriter) { Write(g, "x", nil, []int8{1}); g.Group("x") }, "hdf5: /g/x: written twice"},
		{func(g *GroupWriter) { Write(g, "", nil, []int8{1}) }, `hdf5: /g: "" can't be a name`},
		{func(g *GroupWriter) { g.Group("./x") }, `hdf5: /g: "." can't be a name`},
		{func(g *GroupWriter) { g.Dataset("x", Type{Class: Opaque, Size: 3}, nil, nil) }, "hdf5: /g/x: type opaque of 3 bytes can't be written"},
		{func(g *GroupWriter) { g.Dataset("x", Int8, nil, nil) }, "hdf5: /g/x: no data"},
		{func(g *GroupWriter) { g.Dataset("x", Int8, nil, func(io.Writer) error { return nil }) }, "hdf5: /g/x: 0 bytes of elements, expected 1"},
		{func(g *GroupWriter) { g.Dataset("x", Int8, nil, func(io.Writer) error { return boom }) }, "hdf5: /g/x: boom"},
		{func(g *GroupWriter) {
			g.Dataset("x", Int8, nil, func(w io.Writer) error { _, err := io.WriteString(w, "12"); return err })
		}, "hdf5: /g/x: more than 1 bytes of elements"},
		{func(g *GroupWriter) { g.SetAttr("a", 1); g.SetAttr("a", 2) }, `hdf5: /g: attribute "a": set twice`},
		{func(g *GroupWriter) { g.SetAttr("", 1) }, `hdf5: /g: attribute "": "" can't be a name`},
		{func(g *GroupWriter) { g.SetAttr("a", nil) }, `hdf5: /g: attribute "a": <nil>, expected a string, a number, a bool or a slice of these`},
		{func(g *GroupWriter) { g.SetStrings("a", []string{strings.Repeat("x", 70000)}) }, `hdf5: /g: attribute "a": a string of 70000 bytes, expected at most 64512`},
		{func(g *GroupWriter) { g.SetAttr("a", make([]string, 5000)) }, `hdf5: /g: attribute "a": 80056 bytes, expected at most 65528`},
	} {
		w := NewWriter()
		test.build(w.Group("g"))
		if _, err := w.WriteTo(io.Discard); errorText(err) != test.err {
			t.Errorf("got error %v, want %s", err, test.err)
		}
	}
}

type brokenWriter struct{ left int }

func (b *brokenWriter) Write(p []byte) (int, error) {
	n := min(len(p), b.left)
	b.left -= n
	if n < len(p) {
		return n, io.ErrShortWrite
	}
	return n, nil
}

// An error of the destination comes back wherever it happens.
func TestBrokenWriter(t *testing.T) {
	w := NewWriter()
	Write(w.Root(), "x", []int{1 << 18}, make([]float32, 1<<18))
	for n := 0; n < 1<<20; n += 100_000 {
		got, err := w.WriteTo(&brokenWriter{n})
		if !errors.Is(err, io.ErrShortWrite) || got != int64(n) {
			t.Errorf("after %d bytes: %d, %v", n, got, err)
		}
	}
}

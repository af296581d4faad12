package hdf5

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func open(t testing.TB, data []byte) *File {
	t.Helper()
	f, err := Open(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func openFile(t testing.TB, name string) *File {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return open(t, data)
}

// Everything that h5py finds in its own and in Keras's files is found here.
func TestRecorded(t *testing.T) {
	data, err := os.ReadFile("testdata/expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var files map[string]map[string]description
	if err := json.Unmarshal(data, &files); err != nil {
		t.Fatal(err)
	}
	if names, _ := filepath.Glob("testdata/*.h5"); len(names) != len(files) || len(files) == 0 {
		t.Fatalf("%d files, %d expected", len(names), len(files))
	}
	for name, want := range files {
		t.Run(name, func(t *testing.T) {
			compare(t, describe(t, openFile(t, name)), want)
		})
	}
}

func compare(t *testing.T, got, want map[string]description) {
	t.Helper()
	for path := range got {
		if _, ok := want[path]; !ok {
			t.Errorf("%s: not expected", path)
		}
	}
	for path, want := range want {
		want.canonical(t)
		if got := got[path]; !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", path, got, want)
		}
	}
}

func TestGroup(t *testing.T) {
	root := openFile(t, "groups.h5").Root()
	for _, test := range []struct{ path, err string }{
		{"a/b/c/0", ""},
		{"/a//b/", ""},
		{"größe/三", ""},
		{"a/loop/loop/loop/again", ""},
		{"many/299", ""},
		{"", ""},
		{"many/7", `hdf5: /many: "7": file does not exist`},
		{"a/b/x/y", `hdf5: /a/b: "x": file does not exist`},
		{"a/b/c/0/1", `hdf5: /a/b/c/0: a dataset, expected a group that holds "1"`},
		{"refused_soft", "hdf5: /refused_soft: a soft or external link: unsupported operation"},
		{"refused_chunked", "hdf5: /refused_chunked: layout: a chunked dataset: unsupported operation"},
		{"refused_external", "hdf5: /refused_external: a dataset in other files: unsupported operation"},
		{"größe/refused_links", "hdf5: /größe/refused_links: links outside the object header: unsupported operation"},
		{"refused_type", "hdf5: /refused_type: a committed datatype: unsupported operation"},
	} {
		_, err := root.Open(test.path)
		if got := errorText(err); got != test.err {
			t.Errorf("%q: got error %q, want %q", test.path, got, test.err)
		}
	}
	if _, err := root.Open("many/7"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an absent name is not fs.ErrNotExist")
	}
	if _, err := root.Group("a/b/c/0"); errorText(err) != "hdf5: /a/b/c/0: a dataset, expected a group" {
		t.Error(err)
	}
	if _, err := root.Dataset("a/b"); errorText(err) != "hdf5: /a/b: a group, expected a dataset" {
		t.Error(err)
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestAttr(t *testing.T) {
	g := openFile(t, "attributes.h5").Root()
	if v, err := Attr[string](g, "text"); v != "größe" || err != nil {
		t.Error(v, err)
	}
	if v, err := Attrs[string](g, "none"); errorText(err) != `hdf5: /: attribute "none": elements are of type float64, expected strings` {
		t.Error(v, err)
	}
	if v, err := Attr[uint16](g, "int"); errorText(err) != `hdf5: /: attribute "int": element 0 of type int64 isn't a uint16` {
		t.Error(v, err)
	}
	if v, err := Attr[float32](g, "floats"); errorText(err) != `hdf5: /: attribute "floats": shape [2 2], expected one element` {
		t.Error(v, err)
	}
	if _, err := g.Attr("absent"); errorText(err) != `hdf5: /: attribute "absent": file does not exist` || !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

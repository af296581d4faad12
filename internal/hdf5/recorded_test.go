package hdf5

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
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
		want := want.brief(t)
		if got := got[path].brief(t); !reflect.DeepEqual(got, want) {
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
		{"to_group/c/0", ""},
		{"a/to_sibling/0", ""},
		{"a/b/to_dataset", ""},
		{"to_link", ""},
		{"größe/links/ä8", ""},
		{"dangling", `hdf5: /dangling: soft link to "/a/nothing": hdf5: /a: "nothing": file does not exist`},
		{"circle/x", `hdf5: /circle: soft link to "/circle": more than 100 names on the way`},
		{"longer", `hdf5: /longer: soft link to "longer/longer": more than 100 names on the way`},
		{"refused_link", "hdf5: /refused_link: a link to another file: unsupported operation"},
		{"refused_virtual", "hdf5: /refused_virtual: layout: a virtual dataset: unsupported operation"},
		{"refused_external", "hdf5: /refused_external: a dataset in other files: unsupported operation"},
		{"refused_type", "hdf5: /refused_type: a committed datatype: unsupported operation"},
	} {
		_, err := root.Open(test.path)
		if got := errorText(err); got != test.err {
			t.Errorf("%q: got error %q, want %q", test.path, got, test.err)
		}
	}
	if found, err := root.Open("to_link"); err != nil || found.Path() != "/a/b/c/0" {
		t.Error(found, err)
	}
	if _, err := root.Open("many/7"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("an absent name is not fs.ErrNotExist")
	}
	if _, err := root.Open("dangling"); !errors.Is(err, fs.ErrNotExist) {
		t.Error("a link to nothing is not fs.ErrNotExist")
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

// Filters that aren't read are refused by their names, when the elements are read.
func TestRefusedFilters(t *testing.T) {
	root := openFile(t, "chunks_v200.h5").Root()
	for _, name := range []string{"scaleoffset", "szip"} {
		d, err := root.Dataset("refused_" + name)
		if err != nil {
			t.Fatal(err)
		}
		want := "hdf5: /refused_" + name + ": data: the filter " + name + ": unsupported operation"
		if _, err := Read[int32](d); errorText(err) != want || !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("got error %v, want %s", err, want)
		}
	}
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

// Keras cuts a list that is too long for an attribute.
func TestStrings(t *testing.T) {
	f := openFile(t, "names.h5")
	names, err := Strings(f.Root(), "layer_names")
	if err != nil || len(names) != 2500 {
		t.Fatal(len(names), err)
	}
	for i, name := range names {
		if want := fmt.Sprintf("a_layer_of_which_there_are_many_%d", i); name != want {
			t.Fatalf("name %d: got %q, want %q", i, name, want)
		}
	}
	if got, err := Strings(f.Root(), "weight_names"); !slices.Equal(got, names[:3]) || err != nil {
		t.Error(got, err)
	}
	if got, err := Strings(f.Root(), "no_names"); len(got) != 0 || err != nil {
		t.Error(got, err)
	}
	if _, err := Strings(f.Root(), "nothing"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := Strings(openFile(t, "attributes.h5").Root(), "int"); errorText(err) != `hdf5: /: attribute "int": elements are of type int64, expected strings` {
		t.Error(err)
	}
}

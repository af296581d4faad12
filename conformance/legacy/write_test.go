package legacy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/hdf5"
)

// What is written here has the groups, attributes and datasets that Keras 3 writes, of the
// same names, shapes and types.
func TestWrite(t *testing.T) {
	n := 0
	for _, s := range specimens(t) {
		if s.version != "keras3.15.1" {
			continue
		}
		n++
		t.Run(s.name, func(t *testing.T) {
			m, err := keras.LoadFS(s.files, s.name+".h5")
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "m.h5")
			if err := m.Save(path); err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got, want := tree(t, b), tree(t, s.bytes(t))
			for _, key := range slices.Sorted(maps.Keys(want)) {
				if got[key] != want[key] {
					t.Errorf("%s: received %q, expected %q", key, got[key], want[key])
				}
				delete(got, key)
			}
			for key, v := range got {
				t.Errorf("%s: received %q, expected nothing", key, v)
			}
		})
	}
	if n < 5 {
		t.Errorf("received %d models, expected 5 or more", n)
	}
}

// tree describes all that is in a file, but for the texts of configs, of which only the
// keys of the outermost object count.
func tree(t *testing.T, b []byte) map[string]string {
	t.Helper()
	f, err := hdf5.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for o, err := range f.Walk() {
		if err != nil {
			t.Fatal(err)
		}
		out[o.Path()] = "group"
		if d, ok := o.(*hdf5.Dataset); ok {
			out[o.Path()] = fmt.Sprint(d.Shape(), d.Type())
		}
		names, err := o.AttrNames()
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			key := o.Path() + " " + name
			switch name {
			case "layer_names", "weight_names":
				list, err := hdf5.Strings(o, name)
				if err != nil {
					t.Fatal(err)
				}
				out[key] = fmt.Sprint(list)
				continue
			}
			text, err := hdf5.Attr[string](o, name)
			if err != nil {
				t.Fatal(err)
			}
			var object map[string]any
			switch err := json.Unmarshal([]byte(text), &object); {
			case err == nil:
				for _, unused := range []string{"run_eagerly", "steps_per_execution", "jit_compile"} {
					delete(object, unused) // Keras doesn't read them
				}
				out[key] = fmt.Sprint(slices.Sorted(maps.Keys(object)))
			case name == "backend":
				out[key] = "some"
			default:
				out[key] = text
			}
		}
	}
	return out
}

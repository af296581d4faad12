package keras_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/gokeras/keras/internal/config"
)

// values is the families of golden files, some by patterns, that hold what the classes of a module
// compute in Keras. What their configs are is in the family configs.
var values = map[string][]string{
	"keras.layers":               {"*layers"},
	"keras.losses":               {"losses", "more_losses"},
	"keras.metrics":              {"*metrics"},
	"keras.optimizers":           {"*optimizers"},
	"keras.optimizers.schedules": {"schedules"},
	"keras.initializers":         {"initializers"},
	"keras.regularizers":         {"regularizers"},
	"keras.constraints":          {"layers"},
	"keras":                      {"fit"},
}

// elsewhere is the classes of Keras whose values are tested otherwise.
var elsewhere = map[string]string{
	"keras.layers>InputLayer": "the models of the family fit begin with one",
}

// TestClasses checks that every class of Keras is in the golden files.
func TestClasses(t *testing.T) {
	recorded := map[string]map[string]bool{}
	of := func(family string) map[string]bool {
		if recorded[family] == nil {
			recorded[family] = classesIn(t, family)
		}
		return recorded[family]
	}
	unused := maps.Clone(elsewhere)
	for _, c := range config.Classes() {
		if c.Module == "" {
			continue // a user's own
		}
		families, ok := values[c.Module]
		if !ok {
			t.Errorf("%s: module %q has no golden files", c, c.Module)
			continue
		}
		in := func(family string) bool { return of(family)[c.Name] }
		found := slices.ContainsFunc(families, in)
		if _, ok := elsewhere[c.String()]; ok && !found {
			delete(unused, c.String())
		} else if !found {
			t.Errorf("%s isn't in testdata/golden/%v: record what Keras makes of it", c, families)
		}
	}
	for name := range unused {
		t.Errorf("%s is in the golden files, or isn't registered: expected it not to be in the list", name)
	}
}

// classesIn returns the names of classes of which golden files have objects.
func classesIn(t *testing.T, family string) map[string]bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "golden", family+".json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("family %q: %d files, %v", family, len(files), err)
	}
	var trees []any
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(text, &tree); err != nil {
			t.Fatal(err)
		}
		trees = append(trees, tree)
	}
	names := map[string]bool{}
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			if name, ok := v["class_name"].(string); ok {
				names[name] = true
			}
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(trees)
	return names
}

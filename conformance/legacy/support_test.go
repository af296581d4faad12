package legacy

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/activations"
	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/kerasfile"
	"github.com/gokeras/keras/internal/legacy"
	"github.com/gokeras/keras/ops"
)

var update = flag.Bool("update", false, "write docs/support.md")

// archives is those in testdata, the oldest first, and what wrote them.
var archives = []struct{ name, version string }{
	{"keras1.2.2-theano", "Keras 1.2.2"},
	{"keras1.2.2-theano-everything", "Keras 1.2.2"},
	{"keras2.0.8", "Keras 2.0.8"},
	{"keras2.2.4", "Keras 2.2.4"},
	{"keras2.2.4-everything", "Keras 2.2.4"},
	{"tf1.14.0", "TensorFlow 1.14"},
	{"keras2.3.1", "Keras 2.3.1"},
	{"tf2.3.4", "TensorFlow 2.3"},
	{"tf2.4.4-everything", "TensorFlow 2.4"},
	{"tf2.11.1", "TensorFlow 2.11"},
	{"tf2.15.1", "TensorFlow 2.15"},
	{"tf2.15.1-everything", "TensorFlow 2.15"},
	{"keras3.0.5", "Keras 3.0.5"},
	{"keras3.15.1", newest},
}

// newest is the version that the golden files are recorded with.
const newest = "Keras 3.15.1"

const (
	activationModule = "keras.activations"
	opsModule        = "keras.ops"
)

// A family is the classes of a module, and where the golden files have what they do in training.
type family struct {
	module, title string
	files, proof  []string
	compared      bool // tests of these files, too, compare configs with what is written
}

var families = []family{
	{"keras", "Models", []string{"fit", "transformer"}, []string{"history", "losses"}, true},
	{"keras.layers", "Layers", []string{"*layers"}, []string{"gradients", "gradient", "input_gradients"}, false},
	{activationModule, "Activations", []string{"activations"}, []string{"gradient"}, true},
	{"keras.losses", "Losses", []string{"losses", "more_losses"}, []string{"gradient"}, true},
	{"keras.metrics", "Metrics", []string{"*metrics"}, []string{"updates"}, true},
	{"keras.optimizers", "Optimizers", []string{"*optimizers"}, []string{"steps"}, false},
	{"keras.optimizers.schedules", "Schedules", []string{"schedules"}, []string{"rates"}, false},
	{"keras.initializers", "Initializers", []string{"initializers"}, []string{"value", "samples"}, false},
	{"keras.regularizers", "Regularizers", []string{"regularizers"}, []string{"gradient"}, false},
	{"keras.constraints", "Constraints", []string{"*layers"}, []string{"constrained"}, true},
	{opsModule, "Operations between layers", []string{"ops_*"}, []string{"gradients"}, true},
}

// A support is what the tests hold for one class.
type support struct {
	read, written, trained bool
	since                  string
}

// A table is what is found out, by module and name.
type table struct {
	of    map[string]map[string]*support
	known map[string]*support // by the module and all names that a class is known by
}

func (t table) add(module, name string, aliases ...string) {
	s := &support{}
	if t.of[module] == nil {
		t.of[module] = map[string]*support{}
	}
	t.of[module][name] = s
	for _, n := range append(aliases, name) {
		t.known[module+">"+strings.ToLower(n)] = s
		t.known[module+">"+config.SnakeCase(n)] = s
	}
}

// named returns the support of the class of a module that is known by a name, if there is one.
func (t table) named(module, name string) *support { return t.known[module+">"+strings.ToLower(name)] }

// TestSupport checks that docs/support.md says of every class that is registered what the
// golden files and the archives here have of it.
func TestSupport(t *testing.T) {
	all := table{map[string]map[string]*support{}, map[string]*support{}}
	for _, c := range config.Classes() {
		switch c.Module {
		case "": // a user's own
		case "keras": // in Go one type
			all.add(c.Module, c.Name)
			all.add(c.Module, "Functional")
		default:
			all.add(c.Module, c.Name, c.Aliases...)
		}
	}
	for _, n := range activations.Names() {
		if !strings.Contains(string(n), ">") && n != "swish" && n != "hard_swish" { // other names
			all.add(activationModule, string(n))
		}
	}
	for _, n := range ops.Classes() {
		all.add(opsModule, n)
	}
	for _, a := range archives {
		all.fromArchive(t, a.name, a.version)
	}
	all.fromGolden(t)
	var b strings.Builder
	fmt.Fprintf(&b, `# What is supported

Every class that is known here. *Read*: it loads from the files of Keras. *Written*: what is written is what Keras writes.
*Trained*: what it does in training is what it does in Keras: gradients, updates, values. *Since*: the oldest Keras whose
files with it are among the tests.

A ✓ says that the tests compare it with recordings of Keras; what has no ✓ under *trained* has no gradient. This page is written by
`+"`go test ./conformance/legacy -run TestSupport -update`"+` from what is registered, the golden files, and the files of old versions.
`)
	for _, f := range families {
		fmt.Fprintf(&b, "\n## %s\n\n| %d | read | written | trained | since |\n|---|---|---|---|---|\n", f.title, len(all.of[f.module]))
		for _, name := range slices.Sorted(maps.Keys(all.of[f.module])) {
			s := all.of[f.module][name]
			if s.since == "" {
				t.Errorf("%s>%s: no file of Keras in the tests has it", f.module, name)
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", name, mark(s.read), mark(s.written), mark(s.trained), s.since)
		}
	}
	if len(all.of) != len(families) {
		t.Errorf("received %d modules, expected %d: %v", len(all.of), len(families), slices.Sorted(maps.Keys(all.of)))
	}
	const file = "../../docs/support.md"
	if *update {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ReplaceAll(string(got), "\r\n", "\n") != b.String() {
		t.Error("docs/support.md isn't what go test ./conformance/legacy -run TestSupport -update writes")
	}
}

func mark(yes bool) string {
	if yes {
		return "✓"
	}
	return ""
}

// fromArchive notes what is in the files of a version.
func (all table) fromArchive(t *testing.T, name, version string) {
	z, err := zip.OpenReader(filepath.Join("testdata", name+".zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	for _, f := range z.File {
		stem := strings.TrimSuffix(f.Name, filepath.Ext(f.Name))
		if refused[stem] != "" {
			continue
		}
		b, err := fs.ReadFile(z, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		var trees []any
		switch filepath.Ext(f.Name) {
		case ".h5":
			trees, err = fromH5(b)
		case ".keras":
			trees, err = fromKeras(b)
		case ".json":
			trees, err = fromZoo(b)
		}
		if err != nil {
			t.Fatalf("%s: %s: %v", name, f.Name, err)
		}
		for _, tree := range trees {
			all.visit("", tree, func(s *support) {
				s.read = true
				if s.since == "" {
					s.since = version
				}
			})
		}
	}
}

// fromH5 returns the config of a model, and how it was compiled, as today's.
func fromH5(b []byte) ([]any, error) {
	h, err := kerasfile.OpenH5(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	text, err := h.Text("model_config")
	if err != nil || text == "" {
		return nil, err // weights alone
	}
	version, err := h.Text("keras_version")
	if err != nil {
		return nil, err
	}
	tree, err := today(text, version)
	if err != nil {
		return nil, err
	}
	text, err = h.Text("training_config")
	if err != nil || text == "" {
		return []any{tree}, err
	}
	training, err := config.Parse([]byte(text))
	if err != nil {
		return nil, err
	}
	fields, err := legacy.Training(training, legacy.Origin{Generation: legacy.Generation(version, tree)})
	return []any{tree, fields}, err
}

func fromKeras(b []byte) ([]any, error) {
	r, err := kerasfile.Open(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, err
	}
	tree, err := today(string(r.Config()), "")
	return []any{tree}, err
}

// fromZoo returns the configs in an object of models.
func fromZoo(b []byte) ([]any, error) {
	var zoo map[string]string
	if err := json.Unmarshal(b, &zoo); err != nil {
		return nil, err
	}
	var trees []any
	for name, text := range zoo {
		if refused[name] != "" {
			continue
		}
		tree, err := today(text, "")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		trees = append(trees, tree)
	}
	return trees, nil
}

// today returns the config of a model as today's.
func today(text, version string) (any, error) {
	tree, err := config.Parse([]byte(text))
	if err != nil {
		return nil, err
	}
	return legacy.Model(tree, legacy.Origin{Generation: legacy.Generation(version, tree)})
}

// fromGolden notes what is in the golden files.
func (all table) fromGolden(t *testing.T) {
	read := func(s *support) {
		s.read = true
		if s.since == "" {
			s.since = newest
		}
	}
	for _, c := range golden(t, "*configs") {
		all.visit("", field(c, "object"), func(s *support) {
			read(s)
			s.written = true
		})
	}
	for _, f := range families {
		for _, files := range f.files {
			for _, c := range golden(t, files) {
				note := func(s *support) {
					read(s)
					s.written = s.written || f.compared
					s.trained = s.trained || slices.ContainsFunc(f.proof, func(key string) bool { return proves(field(c, key)) })
				}
				switch f.module {
				case activationModule:
					if s := all.named(f.module, text(c, "function")); s != nil {
						note(s)
					}
				case opsModule:
					if s := all.named(f.module, text(c, "class")); s != nil {
						note(s)
					}
				default:
					all.visit("", c, func(s *support) {
						if all.holds(f.module, s) {
							note(s)
						}
					})
				}
			}
		}
	}
}

// holds tells whether a support is of a class of the module.
func (all table) holds(module string, s *support) bool {
	return slices.Contains(slices.Collect(maps.Values(all.of[module])), s)
}

// proves tells whether a value of a golden file is there: a list may be of nothing.
func proves(v any) bool {
	list, ok := v.([]any)
	if ok {
		return slices.ContainsFunc(list, proves)
	}
	return v != nil
}

// golden returns the cases of the families whose names have a pattern.
func golden(t *testing.T, pattern string) []config.Map {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "golden", pattern+".json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("%s: %d files, %v", pattern, len(files), err)
	}
	var cases []config.Map
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := config.Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range tree.([]any) {
			cases = append(cases, c.(config.Map))
		}
	}
	return cases
}

func field(m config.Map, key string) any {
	v, _ := m.Get(key)
	return v
}

func text(m config.Map, key string) string {
	s, _ := field(m, key).(string)
	return s
}

// visit calls f for each class that a tree names: by its objects, by its functions, and,
// as the value of a key that has such, by a string.
func (all table) visit(key string, tree any, f func(*support)) {
	switch v := tree.(type) {
	case string:
		for _, module := range modulesOf(key) {
			if s := all.named(module, v); s != nil {
				f(s)
			}
		}
	case []any:
		for _, x := range v {
			all.visit(key, x, f)
		}
	case config.Map:
		if class := text(v, "class_name"); class != "" {
			modules := modulesOf(key)
			if m := text(v, "module"); m != "" {
				modules = []string{m}
				if strings.HasPrefix(m, "keras.src.ops") {
					modules = []string{opsModule}
				} else if strings.HasPrefix(m, "keras.src.models") {
					modules = []string{"keras"}
				}
			}
			if len(modules) == 0 {
				modules = []string{"keras", "keras.layers", "keras.optimizers", "keras.optimizers.schedules", "keras.initializers", "keras.regularizers", "keras.constraints"}
			}
			for _, module := range modules {
				if s := all.named(module, class); s != nil {
					f(s)
				}
			}
		}
		for _, e := range v {
			k := e.Key
			if len(modulesOf(k)) == 0 && (key == "loss" || key == "metrics") {
				k = key // by the name of an output
			}
			all.visit(k, e.Value, f)
		}
	}
}

// modulesOf returns where the strings below a key may be found.
func modulesOf(key string) []string {
	switch {
	case strings.HasSuffix(key, "activation"):
		return []string{activationModule}
	case strings.HasSuffix(key, "initializer"):
		return []string{"keras.initializers"}
	case strings.HasSuffix(key, "regularizer"):
		return []string{"keras.regularizers"}
	case strings.HasSuffix(key, "constraint"):
		return []string{"keras.constraints"}
	case key == "optimizer":
		return []string{"keras.optimizers"}
	case key == "loss":
		return []string{"keras.losses"}
	case key == "metrics", key == "weighted_metrics":
		return []string{"keras.metrics"}
	}
	return nil
}

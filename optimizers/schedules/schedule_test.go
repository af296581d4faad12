package schedules_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/optimizers/schedules"
)

// tree returns JSON as maps, lists and float64s.
func tree(t *testing.T, v any) map[string]any {
	t.Helper()
	data, ok := v.(json.RawMessage)
	if !ok {
		var err error
		if data, err = new(config.Encoder).Encode(v); err != nil {
			t.Fatal(err)
		}
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestKerasConfigs reads every recorded schedule and writes it as Keras does.
// Only the keys of a warm-up that there isn't may be missing.
func TestKerasConfigs(t *testing.T) {
	tried := 0
	for _, c := range golden.Load[struct {
		Name, Kind string
		Object     json.RawMessage
	}](t, "configs") {
		if c.Kind != "schedule" {
			continue
		}
		tried++
		t.Run(c.Name, func(t *testing.T) {
			s, err := config.Decode[schedules.Schedule](c.Object)
			if err != nil {
				t.Fatal(err)
			}
			got, want := tree(t, s), tree(t, c.Object)
			if cfg := want["config"].(map[string]any); cfg["warmup_target"] == nil {
				delete(cfg, "warmup_target")
				delete(cfg, "warmup_steps")
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("got  %v\nwant %v", got, want)
			}
		})
	}
	if tried < 6 {
		t.Errorf("%d recorded configs, want some of every class", tried)
	}
}

func TestCheck(t *testing.T) {
	for want, s := range map[string]schedules.Schedule{
		"schedule ExponentialDecay: DecaySteps: received 0, expected a positive number":                         &schedules.ExponentialDecay{},
		"schedule InverseTimeDecay: DecaySteps: received -1, expected a positive number":                        &schedules.InverseTimeDecay{DecaySteps: -1},
		"schedule PolynomialDecay: DecaySteps: received 0, expected a positive number":                          &schedules.PolynomialDecay{},
		"schedule CosineDecay: WarmupSteps: received -1, expected 0 or more":                                    &schedules.CosineDecay{DecaySteps: 1, WarmupSteps: -1},
		"schedule CosineDecayRestarts: TMul: received -1, expected a positive number":                           &schedules.CosineDecayRestarts{FirstDecaySteps: 1, TMul: -1},
		"schedule PiecewiseConstantDecay: Boundaries: received [], expected at least one step":                  &schedules.PiecewiseConstantDecay{Values: []float64{1}},
		"schedule PiecewiseConstantDecay: Boundaries: received [2 1], expected steps in growing order":          &schedules.PiecewiseConstantDecay{Boundaries: []float64{2, 1}, Values: []float64{1, 2, 3}},
		"schedule PiecewiseConstantDecay: Values: received [1 2], expected 3 numbers, one more than Boundaries": &schedules.PiecewiseConstantDecay{Boundaries: []float64{1, 2}, Values: []float64{1, 2}},
	} {
		if err := schedules.Check(s); err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
	}
}

// TestSource reads the package: every exported struct is registered, and the
// comment of every field says its default or that it is required.
func TestSource(t *testing.T) {
	registered := map[string]bool{}
	for _, c := range config.Classes() {
		registered[c.Name] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || !spec.Name.IsExported() {
				return true
			}
			s, ok := spec.Type.(*ast.StructType)
			if !ok {
				return true
			}
			found++
			if !registered[spec.Name.Name] {
				t.Errorf("%s is not registered", spec.Name.Name)
			}
			for _, field := range s.Fields.List {
				comment := strings.TrimSpace(field.Doc.Text())
				last := comment[max(0, strings.LastIndex(comment, "Default:")):]
				if !strings.HasSuffix(comment, " Required.") && (!strings.HasPrefix(last, "Default:") || !strings.HasSuffix(last, ".")) {
					t.Errorf("%s.%s: the comment ends neither with its default nor with Required: %q", spec.Name.Name, field.Names[0], comment)
				}
			}
			return true
		})
	}
	if found != len(registered) {
		t.Errorf("found %d schedules, want %d", found, len(registered))
	}
}

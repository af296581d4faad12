package optimizers_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// read makes the optimizer of a class from a config.
func read(t *testing.T, class, cfg string) optimizers.Optimizer {
	t.Helper()
	o, err := config.Decode[optimizers.Optimizer](fmt.Appendf(nil, `{"class_name": %q, "config": %s}`, class, cfg))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

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

// sameConfig wants an optimizer to be written as Keras writes it. Only keys whose value
// is null may be missing.
func sameConfig(t *testing.T, o optimizers.Optimizer, object json.RawMessage) {
	t.Helper()
	got, want := tree(t, o), tree(t, object)
	for _, m := range []map[string]any{got, want} {
		maps.DeleteFunc(m["config"].(map[string]any), func(_ string, v any) bool { return v == nil })
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

// TestKerasConfigs makes every recorded optimizer from its arguments and from
// its config; both are written as Keras writes it.
func TestKerasConfigs(t *testing.T) {
	tried := 0
	for _, c := range golden.Load[struct {
		Name, Kind, Class string
		Args, Object      json.RawMessage
	}](t, "configs") {
		if c.Kind != "optimizer" {
			continue
		}
		tried++
		t.Run(c.Name, func(t *testing.T) {
			whole, err := config.Decode[optimizers.Optimizer](c.Object)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range []optimizers.Optimizer{whole, read(t, c.Class, string(c.Args))} {
				if err := optimizers.Check(o); err != nil {
					t.Error(err)
				}
				sameConfig(t, o, c.Object)
			}
		})
	}
	if tried < 14 {
		t.Errorf("%d recorded configs, want some of every class", tried)
	}
}

func TestLegacyConfigs(t *testing.T) {
	for class, cfg := range map[string]string{
		"Custom>Adam": `{"name": "Adam", "lr": 0.5, "decay": 0.01, "is_legacy_optimizer": true, "jit_compile": true, "beta_1": 0.9}`,
		"adam":        `{"learning_rate": 0.5, "epsilon": null, "weight_decay": null, "clipnorm": null}`,
		"Nadam":       `{"lr": 0.5, "schedule_decay": 0.004}`,
		"SGD":         `{"name": "SGD", "learning_rate": 0.5, "decay": 0.0, "momentum": 0.0, "nesterov": false}`,
		"RMSprop":     `{"learning_rate": 0.5, "weight_decay": 0, "is_legacy_optimizer": false, "rho": 0.9}`,
	} {
		if rate, _ := read(t, class, cfg).Rate(); rate != .5 {
			t.Errorf("%s: rate %v, want 0.5", class, rate)
		}
	}
	_, err := config.Decode[optimizers.Optimizer]([]byte(`{"class_name": "Adam", "config": {"betas": 3}}`))
	if err == nil || !strings.Contains(err.Error(), "betas") {
		t.Errorf("unknown key: %v", err)
	}
	_, err = config.Decode[optimizers.Optimizer]([]byte(`{"class_name": "Adam", "config": "adam"}`))
	if err == nil {
		t.Error("a config that is a string is accepted")
	}
}

// TestRateOfZero reads and writes what a training that ended at the rate 0 left.
func TestRateOfZero(t *testing.T) {
	o := read(t, "Adam", `{"learning_rate": 0.0}`)
	if got := tensor.Data[float32](optimizers.LearningRate(o).Store())[0]; got != 0 {
		t.Errorf("rate %v, want 0", got)
	}
	if got := tree(t, o)["config"].(map[string]any)["learning_rate"]; got != 0.0 {
		t.Errorf("written as %v, want 0", got)
	}
}

// TestNoDecay wants a decay of null to be none, and not the default of the class.
func TestNoDecay(t *testing.T) {
	for class, cfg := range map[string]string{
		"AdamW": `{"weight_decay": null}`,
		"Muon":  `{"weight_decay": null, "adam_weight_decay": null}`,
	} {
		w := weight("w", 1)
		run(t, program(t, read(t, class, cfg), []*ops.Variable{w}), tensor.FromSlice([]float32{0}))
		if got := values(w)[0]; got != 1 {
			t.Errorf("%s: weight %v, want 1", class, got)
		}
	}
}

func TestConfigHasTheRateOfNow(t *testing.T) {
	o := &optimizers.SGD{}
	if err := optimizers.SetLearningRate(o, .25); err != nil {
		t.Fatal(err)
	}
	if got := tree(t, o)["config"].(map[string]any)["learning_rate"]; got != .25 {
		t.Errorf("written as %v, want 0.25", got)
	}
}

func TestName(t *testing.T) {
	for name, want := range map[string]optimizers.Optimizer{
		"sgd": &optimizers.SGD{}, "SGD": &optimizers.SGD{},
		"rmsprop": &optimizers.RMSprop{}, "rm_sprop": &optimizers.RMSprop{}, "RMSprop": &optimizers.RMSprop{},
		"adagrad": &optimizers.Adagrad{}, "adadelta": &optimizers.Adadelta{},
		"adam": &optimizers.Adam{}, "ADAM": &optimizers.Adam{},
		"adamw": &optimizers.AdamW{}, "adam_w": &optimizers.AdamW{},
		"adamax": &optimizers.Adamax{}, "nadam": &optimizers.Nadam{},
		"adafactor": &optimizers.Adafactor{}, "Ftrl": &optimizers.Ftrl{}, "lamb": &optimizers.Lamb{},
		"lion": &optimizers.Lion{}, "muon": &optimizers.Muon{}, "schedulefreeadamw": &optimizers.ScheduleFreeAdamW{},
	} {
		if got := optimizers.Name(name); reflect.TypeOf(got) != reflect.TypeOf(want) {
			t.Errorf("Name(%q) is %T, want %T", name, got, want)
		}
	}
	for _, name := range optimizers.Names() {
		if err := optimizers.Check(optimizers.Name(name)); err != nil {
			t.Error(err)
		}
	}
	want := `optimizer "adm": Name: received "adm", expected one of Adadelta, Adafactor, Adagrad, Adam,`
	if err := optimizers.Check(optimizers.Name("adm")); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s …", err, want)
	}
}

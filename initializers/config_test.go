package initializers

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/config/configtest"
)

func TestConfigs(t *testing.T) { configtest.Run(t, "initializer") }

func TestRegistered(t *testing.T) { configtest.Registered(t, module) }

// TestReadConfig spells out a few of them.
func TestReadConfig(t *testing.T) {
	for text, want := range map[string]Initializer{
		`{"class_name": "RandomNormal", "config": {"seed": 7, "mean": 1.0, "stddev": 0.0}}`: &RandomNormal{Mean: 1, Stddev: new(0.0), Seed: new(int64(7))},
		`{"class_name": "HeNormal", "config": {"seed": {"module": "keras.random", "class_name": "SeedGenerator", "config": {"seed": 5}}}}`: &HeNormal{
			Seed: new(int64(5))},
		`{"class_name": "VarianceScaling", "config": {"input_axes": [0], "output_axes": [1, 2], "scale": 2}}`: &VarianceScaling{
			Scale: 2, InputAxes: []int{0}, OutputAxes: []int{1, 2}},
		`{"class_name": "STFT", "config": {"window": null, "scaling": null}}`:                            &STFT{Window: None, Scaling: None},
		`{"class_name": "STFT", "config": {"window": [1, 0.5]}}`:                                         &STFT{WindowValues: []float64{1, .5}},
		`{"class_name": "STFT", "config": {"window": "hamming"}}`:                                        &STFT{Window: "hamming"},
		`{"module": "keras.initializers", "class_name": "Zeros", "config": {}, "registered_name": null}`: &Zeros{},
		`"ones"`: &Ones{},
	} {
		got, err := config.Decode[Initializer](json.RawMessage(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: read %+v, %v; want %+v", text, got, err, want)
		}
		o, err := config.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		again, err := config.Decode[Initializer](json.RawMessage(mustEncode(t, o)))
		if err != nil || !reflect.DeepEqual(again, want) {
			t.Errorf("%s: written as %s and read as %+v, %v", text, mustEncode(t, o), again, err)
		}
	}
	if _, err := config.Decode[Initializer](json.RawMessage(`{"class_name": "STFT", "config": {"window": {}}}`)); err == nil {
		t.Error("a window that is an object: no error")
	}
}

func mustEncode(t *testing.T, v any) string {
	t.Helper()
	b, err := config.Encode(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestNames holds all string forms that Keras knows to their classes.
func TestNames(t *testing.T) {
	for _, c := range config.Classes() {
		if c.Module != module {
			continue
		}
		for _, name := range append([]string{c.Name, config.SnakeCase(c.Name)}, c.Aliases...) {
			i, err := Name(name).resolve()
			if err != nil || reflect.TypeOf(i).Elem() != c.Type {
				t.Errorf("Name(%q) is %T, %v; want %v", name, i, err, c.Type)
			}
			if got, want := mustEncode(t, Name(name)), mustEncode(t, i); got != want {
				t.Errorf("Name(%q) is written as %s, want %s", name, got, want)
			}
		}
	}
	for name, want := range map[string]string{
		"normal": "RandomNormal", "uniform": "RandomUniform", "one": "Ones", "zero": "Zeros",
		"IdentityInitializer": "Identity", "OrthogonalInitializer": "Orthogonal", "STFTInitializer": "STFT",
		"glorot_uniform": "GlorotUniform", "he_normal": "HeNormal", "stft": "STFT", "lecun_normal": "LecunNormal",
	} {
		i, err := Name(name).resolve()
		if c, _ := config.ClassOf(i); err != nil || c.Name != want {
			t.Errorf("Name(%q) is %s, %v; want %s", name, c.Name, err, want)
		}
	}
	_, err := Name("he_norml").Initialize(nil, 0, nil)
	if want := `initializer: received "he_norml", expected a known name such as "he_normal"`; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

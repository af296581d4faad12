package config

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestNamed(t *testing.T) {
	for _, name := range []string{"GlorotUniform", "glorot_uniform", "Xavier"} {
		got, err := Named[Initializer]("initializer", name)
		if _, ok := got.(*GlorotUniform); !ok || err != nil {
			t.Errorf("Named(%q) = %T, %v", name, got, err)
		}
	}
	_, err := Named[Initializer]("initializer", "glorot_unifrom")
	if want := `initializer: received "glorot_unifrom", expected a known name such as "glorot_uniform"`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	for _, name := range []string{"", "nothing like it", "Dense"} {
		if _, err := Named[Initializer]("initializer", name); err == nil || !strings.HasPrefix(err.Error(), "initializer: received") {
			t.Errorf("Named(%q): %v", name, err)
		}
	}
}

func TestNear(t *testing.T) {
	known := []string{"relu", "relu6", "selu", "elu", "sigmoid", "hard_sigmoid", "softmax", "log_softmax"}
	for _, c := range []struct {
		name string
		want []string
	}{
		{"rleu", []string{"relu"}},
		{"ReLU", []string{"relu", "elu", "relu6"}},
		{"sigmod", []string{"sigmoid"}},
		{"hard-sigmoid", []string{"hard_sigmoid"}},
		{"soft max", []string{"softmax"}},
		{"tanh", nil},
		{strings.Repeat("relu", 100), nil},
	} {
		got := Near(c.name, known)
		if len(got) > len(c.want) {
			got = got[:len(c.want)]
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("Near(%q) = %q, want %q", c.name, got, c.want)
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "acb", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3}} {
		if got := distance(c.a, c.b); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
	if got := namesOf(reflect.TypeFor[Schedule]()); !slices.Equal(got, []string{"cosine_decay"}) {
		t.Errorf("schedules: %q", got)
	}
}

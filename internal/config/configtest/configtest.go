// Package configtest holds the configs of classes to those that real Keras writes:
// testdata/golden/configs.json and others like it.
package configtest

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/golden"
)

type recorded struct {
	Name, Kind, Class string
	Args              map[string]any
	Object            map[string]any
}

// Run reads every recorded object of a kind, such as "initializer", and checks that it
// has the settings that it was made with, and that it is written as Keras wrote it but
// for keys that have their default. The objects are those of a family of golden files.
// Default: configs.
func Run(t *testing.T, kind string, family ...string) {
	t.Helper()
	k := keras{defaults: map[string]map[string]any{}}
	cases := golden.Load[recorded](t, append(family, "configs")[0])
	for _, c := range cases {
		c.addDefaults(k)
	}
	for _, c := range golden.Load[recorded](t, "configs") {
		c.addDefaults(k) // of initializers and regularizers
	}
	ran := false
	for _, c := range cases {
		if c.Kind != kind {
			continue
		}
		ran = true
		t.Run(c.Name, func(t *testing.T) {
			read := roundTrip(t, c.Object)
			made := roundTrip(t, map[string]any{"module": c.Object["module"], "class_name": c.Class, "config": c.Args})
			if err := k.same("", made, read); err != nil {
				t.Errorf("read as %s, which differs from its arguments %v: %v", text(read), c.Args, err)
			}
			for key, v := range extra(read, made) {
				if !rounded(v) {
					t.Errorf("wrote %s, whose key %q has Keras's default", text(read), key)
				}
			}
			for key := range extra(read, c.Object) {
				if _, ok := c.Args[key]; !ok {
					t.Errorf("wrote %s, whose key %q Keras doesn't have", text(read), key)
				}
			}
			if err := k.same("", read, c.Object); err != nil {
				t.Errorf("wrote %s: %v; Keras wrote %s", text(read), err, text(c.Object))
			}
		})
	}
	if !ran {
		t.Errorf("no recorded objects of kind %q", kind)
	}
}

// addDefaults takes the settings that weren't given as the defaults of the class, and
// a layer's name, which Keras made up, out of the object.
func (c recorded) addDefaults(k keras) {
	if k.defaults[c.Class] == nil {
		k.defaults[c.Class] = map[string]any{}
	}
	settings, _ := c.Object["config"].(map[string]any)
	for key, v := range settings {
		if _, given := c.Args[key]; given {
			continue
		}
		if c.Kind == "layer" && key == "name" {
			delete(settings, key)
		} else if _, ok := k.defaults[c.Class][key]; !ok {
			k.defaults[c.Class][key] = v
		}
	}
}

// roundTrip reads an object and returns what is written of it.
func roundTrip(t *testing.T, object map[string]any) map[string]any {
	t.Helper()
	v, err := config.Decode[any](json.RawMessage(text(object)))
	if err != nil {
		t.Fatal(err)
	}
	o, err := config.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// extra returns the config keys of one object that another doesn't have.
func extra(a, b map[string]any) map[string]any {
	most, _ := a["config"].(map[string]any)
	few, _ := b["config"].(map[string]any)
	extra := map[string]any{}
	for key, v := range most {
		if _, ok := few[key]; !ok {
			extra[key] = v
		}
	}
	return extra
}

// rounded tells whether v is a setting that Keras keeps as float32, such as
// 0.009999999776482582.
func rounded(v any) bool {
	f, ok := v.(float64)
	return ok && float64(float32(f)) == f && len(text(f)) > 12
}

// keras knows the settings of Keras's classes that aren't given.
type keras struct{ defaults map[string]map[string]any }

// same tells where ours differs from theirs. A key that ours lacks has its default.
func (k keras) same(at string, ours, theirs any) error {
	switch b := theirs.(type) {
	case float64:
		// Keras keeps some settings as float32.
		if a, ok := ours.(float64); ok && math.Abs(a-b) <= 1e-7*math.Abs(b) {
			return nil
		}
	case []any:
		a, ok := ours.([]any)
		if !ok || len(a) != len(b) {
			break
		}
		for i := range b {
			if err := k.same(fmt.Sprintf("%s[%d]", at, i), a[i], b[i]); err != nil {
				return err
			}
		}
		return nil
	case map[string]any:
		if a, ok := ours.(map[string]any); ok {
			return k.sameMap(at, a, b)
		}
	default:
		if ours == theirs {
			return nil
		}
	}
	return fmt.Errorf("%s: received %v, expected %v", at, text(ours), text(theirs))
}

func (k keras) sameMap(at string, ours, theirs map[string]any) error {
	class, _ := theirs["class_name"].(string)
	for key, want := range theirs {
		a, ok := ours[key].(map[string]any)
		b, both := want.(map[string]any)
		if key == "config" && class != "" && ok && both {
			filled := map[string]any{}
			for key := range b {
				v, has := a[key]
				if !has {
					v = k.defaults[class][key]
				}
				filled[key] = v
			}
			if err := k.sameMap(at+"."+key, filled, b); err != nil {
				return err
			}
			continue
		}
		if err := k.same(at+"."+key, ours[key], want); err != nil {
			return err
		}
	}
	return nil
}

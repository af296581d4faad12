package kerastest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
)

// roundTrip checks that what is written of an object is read as an object with the same
// settings, of which the same is written. register is how its type is made known.
func roundTrip[T any](t testing.TB, object T, register string) {
	t.Helper()
	text, err := config.Encode(object)
	if err != nil {
		t.Errorf("config: %v; is %T registered? %s", err, object, register)
		return
	}
	again, err := config.Decode[T](text)
	if err != nil {
		t.Errorf("config: %s: received %v, expected it to be read as a %T", text, err, object)
		return
	}
	if a, b := reflect.TypeOf(object), reflect.TypeOf(again); a != b {
		if a.Kind() == reflect.Pointer { // not a name, which stands for another type
			t.Errorf("config: %s: received a %v, expected a %v", text, b, a)
		}
		return
	}
	if second, err := config.Encode(again); err != nil || !sameJSON(second, text) {
		t.Errorf("config: received %s, %v, when written again, expected %s", second, err, text)
	}
	if a := reflect.ValueOf(object); a.Kind() == reflect.Pointer {
		sameFields(t, string(text), a.Elem(), reflect.ValueOf(again).Elem())
	}
}

// sameJSON tells whether two texts are the same but for the order of keys.
func sameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// sameFields checks that exported fields that were set have what they had before they
// were written.
func sameFields(t testing.TB, text string, want, got reflect.Value) {
	t.Helper()
	for i := range want.NumField() {
		f := want.Type().Field(i)
		w, g := want.Field(i), got.Field(i)
		switch {
		case f.Anonymous && w.Kind() == reflect.Struct:
			sameFields(t, text, w, g)
		case f.IsExported() && !w.IsZero() && !sameSetting(f, w, g):
			t.Errorf("config: field %s: received %v after it was written and read, expected %v; it was written as %s",
				f.Name, show(g), show(w), text)
		}
	}
}

// sameSetting tells whether two values of a field mean the same: they are equal, as
// float32 if they are numbers, are written alike, or the first is Keras's default and
// the second is zero.
func sameSetting(f reflect.StructField, want, got reflect.Value) bool {
	switch {
	case reflect.DeepEqual(want.Interface(), got.Interface()):
		return true
	case want.CanFloat() && float32(want.Float()) == float32(got.Float()):
		return true
	case want.Kind() == reflect.Slice && want.Len() == 0 && got.Len() == 0:
		return true
	}
	a, err := config.Encode(want.Interface())
	if err != nil {
		return false
	}
	if got.IsZero() {
		for option := range strings.SplitSeq(f.Tag.Get("keras"), ";") {
			if def, ok := strings.CutPrefix(option, "default="); ok && strings.Trim(string(a), `"`) == def {
				return true
			}
		}
	}
	b, err := config.Encode(got.Interface())
	return err == nil && string(a) == string(b)
}

// anew checks that two calls of a case's New gave different objects.
func anew(t testing.TB, a, b any) bool {
	t.Helper()
	if reflect.ValueOf(a).Kind() == reflect.Pointer && a == b {
		t.Errorf("settings: New returned one %T twice, expected a new one at every call", a)
		return false
	}
	return true
}

func show(v reflect.Value) string {
	if v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	return fmt.Sprintf("%+v", v)
}

// setField sets a field of a struct that a pointer points to, also of one embedded. It
// tells whether there is such a field.
func setField(object any, name string, value any) bool {
	v := reflect.ValueOf(object)
	if v.Kind() != reflect.Pointer || v.Elem().Kind() != reflect.Struct {
		return false
	}
	f := v.Elem().FieldByName(name)
	if !f.IsValid() {
		return false
	}
	f.Set(reflect.ValueOf(value).Convert(f.Type()))
	return true
}

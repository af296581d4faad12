package keras_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/gokeras/keras"
	"github.com/gokeras/keras/internal/golden"
	"github.com/gokeras/keras/internal/kerasfile"
)

// TestHostileGraphs changes each part of the configs of graphs that Keras wrote, one at
// a time, into something else, and checks that reading them never panics.
func TestHostileGraphs(t *testing.T) {
	type modelCase struct {
		Name  string
		Model json.RawMessage
	}
	for _, c := range golden.Load[modelCase](t, "ops_models") {
		t.Run(c.Name, func(t *testing.T) {
			var tree any
			if err := json.Unmarshal(c.Model, &tree); err != nil {
				t.Fatal(err)
			}
			tried := 0
			mutate(tree, func(what string) {
				tried++
				text, err := json.Marshal(tree)
				if err != nil {
					t.Fatal(err)
				}
				defer func() {
					if e := recover(); e != nil {
						t.Errorf("%s: panic: %v", what, e)
					}
				}()
				var file bytes.Buffer
				if _, err := (&kerasfile.Archive{Config: text}).WriteTo(&file); err != nil {
					t.Fatal(err)
				}
				keras.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
			})
			if tried < 100 {
				t.Errorf("%d changes were tried, expected more", tried)
			}
		})
	}
}

// mutate calls try once for each change of a part of the tree, which lasts for the call.
func mutate(tree any, try func(what string)) {
	others := []any{nil, -1., 1e9, "x", []any{}, []any{nil}, map[string]any{}}
	switch v := tree.(type) {
	case []any:
		for i, old := range v {
			for _, x := range others {
				v[i] = x
				try(fmt.Sprintf("[%d] = %v in place of %v", i, x, old))
			}
			v[i] = old
			mutate(old, try)
		}
	case map[string]any:
		for k, old := range v {
			for _, x := range others {
				v[k] = x
				try(fmt.Sprintf("%s = %v in place of %v", k, x, old))
			}
			v[k] = old
			mutate(old, try)
		}
	}
}

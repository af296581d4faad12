// Package golden reads what real Keras computed, for tests.
//
// The files are testdata/golden/*.json, one per family, recorded by
// testdata/record.py; testdata/README.md says what each field holds.
//
//	for _, c := range golden.Load[lossCase](t, "losses") {
//		t.Run(c.Name, func(t *testing.T) {
//			...
//			golden.Close(t, got, c.Value, 1e-5, 1e-6)
//		})
//	}
package golden

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// Load returns the cases of a family: the file testdata/golden/<family>.json
// of the module the test runs in. Fields that T does not have are ignored.
func Load[T any](t testing.TB, family string) []T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root(t), "testdata", "golden", family+".json"))
	if err != nil {
		t.Fatalf("golden: %v", err)
	}
	var cases []T
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&cases); err != nil {
		t.Fatalf("golden: family %q: %v", family, err)
	}
	if len(cases) == 0 {
		t.Fatalf("golden: family %q has no cases", family)
	}
	return cases
}

// root returns the folder of go.mod, at or above the working directory.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatalf("golden: %v", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("golden: no go.mod at or above the working directory")
		}
		dir = parent
	}
}

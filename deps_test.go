package keras_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/gokeras/keras"

// levels lists the module's packages, lowest first; "*" ends the name of a folder
// of packages. A package imports packages of lower lines only. This is a statement
// of policy: don't move a package to make a build pass.
const levels = `
	internal/allocs internal/cpu internal/diagram internal/philox
	tensor internal/kernel internal/config internal/hdf5 internal/progress internal/table internal/team
	internal/graph internal/golden internal/kernel/kerneltest internal/legacy internal/roof random
	internal/prim datasets/*
	internal/autodiff internal/plan internal/config/configtest
	ops
	internal/engine/cpu/gemm internal/engine/cpu/vec
	internal/engine/cpu/*
	internal/engine/ref internal/engine/cpu
	activations initializers regularizers constraints optimizers/schedules internal/engine/enginetest
	layers losses optimizers
	metrics internal/kerasfile data
	callbacks
	.
	kerastest
	cmd/* examples examples/* bench/* bench conformance conformance/*
`

// outside lists the modules that packages of the library may import.
const outside = "golang.org/x/"

// levelOf returns the number of the line of levels that names the package.
func levelOf(pkg string) (int, bool) {
	best, length := 0, -1
	for i, line := range strings.Split(levels, "\n") {
		for _, name := range strings.Fields(line) {
			if name == pkg {
				return i, true
			}
			if stem, ok := strings.CutSuffix(name, "*"); ok && strings.HasPrefix(pkg, stem) && len(stem) > length {
				best, length = i, len(stem)
			}
		}
	}
	return best, length >= 0
}

// sources calls f with every Go file of the module that isn't a test.
func sources(t *testing.T, f func(path string)) {
	t.Helper()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() && path != "." && (name == "testdata" || name[0] == '.' || name[0] == '_') {
			return filepath.SkipDir
		}
		if strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			f(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLevels(t *testing.T) {
	sources(t, func(path string) {
		pkg := filepath.ToSlash(filepath.Dir(path))
		level, ok := levelOf(pkg)
		if !ok {
			t.Errorf("package %s is on no level", pkg)
			return
		}
		program := strings.HasPrefix(pkg, "cmd/") || strings.HasPrefix(pkg, "conformance") || strings.HasPrefix(pkg, "bench") || strings.HasPrefix(pkg, "examples/")
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			own := name == module || strings.HasPrefix(name, module+"/")
			switch {
			case own:
				used := strings.TrimPrefix(strings.TrimPrefix(name, module), "/")
				if used == "" {
					used = "."
				}
				if below, ok := levelOf(used); !ok || below >= level && used != pkg {
					t.Errorf("%s: %s must not import %s, which is not below it", path, pkg, used)
				}
			case strings.Contains(strings.Split(name, "/")[0], ".") && !program && !strings.HasPrefix(name, outside):
				t.Errorf("%s: %s must not import %s: the library uses the standard library and %s only", path, pkg, name, outside)
			}
		}
	})
}

func TestFileSizes(t *testing.T) {
	sources(t, func(path string) {
		n, err := countLines(path)
		if err != nil {
			t.Fatal(err)
		}
		if n > 800 {
			t.Error(fmt.Errorf("%s has %d lines, expected at most 800", path, n))
		}
	})
}

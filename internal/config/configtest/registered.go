package configtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
)

// Registered reads the source of the package in the working directory and checks that
// every exported struct in it, but for those named, is a registered class of the module.
func Registered(t *testing.T, module string, except ...string) {
	t.Helper()
	registered := map[string]bool{}
	for _, c := range config.Classes() {
		if c.Module == module {
			registered[c.Type.Name()] = true
		}
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), f.Name(), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok || !spec.Name.IsExported() || slices.Contains(except, spec.Name.Name) {
				return true
			}
			switch t := spec.Type.(type) {
			case *ast.StructType:
			case *ast.Ident: // a type with the fields of another class
				if !registered[t.Name] {
					return true
				}
			default:
				return true
			}
			found++
			if !registered[spec.Name.Name] {
				t.Errorf("%s: %s is not registered", f.Name(), spec.Name.Name)
			}
			return true
		})
	}
	if found != len(registered) || found == 0 {
		t.Errorf("%d exported structs in the source, %d registered", found, len(registered))
	}
}

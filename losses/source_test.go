package losses_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/config"
)

func TestSource(t *testing.T) {
	registered := map[string]bool{}
	for _, c := range config.Classes() {
		if c.Module == "keras.losses" {
			registered[c.Type.Name()] = true
		}
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file.Name(), nil, parser.ParseComments)
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
			for _, field := range s.Fields.List {
				if len(field.Names) > 0 && field.Names[0].IsExported() {
					if doc := field.Doc.Text(); !strings.Contains(doc, "Default: ") && !strings.HasSuffix(doc, "Required.\n") {
						t.Errorf("%s.%s: the comment tells no default", spec.Name.Name, field.Names[0])
					}
				}
				if id, ok := field.Type.(*ast.Ident); ok && len(field.Names) == 0 && id.Name == "Base" {
					found++
					if !registered[spec.Name.Name] {
						t.Errorf("%s isn't registered", spec.Name.Name)
					}
					if want := config.SnakeCase(spec.Name.Name) + ".go"; file.Name() != want {
						t.Errorf("%s is in %s, expected %s", spec.Name.Name, file.Name(), want)
					}
				}
			}
			return true
		})
	}
	if found != len(registered) || found == 0 {
		t.Errorf("found %d losses in the source, expected the %d that are registered", found, len(registered))
	}
}

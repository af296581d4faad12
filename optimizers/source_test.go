package optimizers_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gokeras/keras/optimizers"
)

// TestSource reads the package: every exported struct that embeds Base is
// registered, and the comment of every field that users set says its default.
func TestSource(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
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
				if id, ok := field.Type.(*ast.Ident); ok && len(field.Names) == 0 && id.Name == "Base" {
					found++
					if !slices.Contains(optimizers.Names(), spec.Name.Name) {
						t.Errorf("%s is not registered", spec.Name.Name)
					}
				}
				comment := strings.TrimSpace(field.Doc.Text())
				last := comment[max(0, strings.LastIndex(comment, "Default:")):]
				if field.Tag != nil && (!strings.HasPrefix(last, "Default:") || !strings.HasSuffix(last, ".")) {
					t.Errorf("%s.%s: the comment doesn't end with its default: %q", spec.Name.Name, field.Names[0], comment)
				}
			}
			return true
		})
	}
	if found != len(optimizers.Names()) {
		t.Errorf("found %d optimizers, want %d", found, len(optimizers.Names()))
	}
}

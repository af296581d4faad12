package keras_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// settings is the packages whose exported structs users fill in. Every exported
// field says in its comment what it is when it isn't set.
var settings = []string{
	".", "layers", "initializers", "regularizers", "constraints", "losses", "metrics",
	"optimizers", "optimizers/schedules", "callbacks", "data",
}

// results is the structs of these packages that users read and don't fill in.
var results = map[string]bool{
	"Error": true, "Child": true, "Result": true, "History": true, "Step": true, "Types": true,
}

var ending = regexp.MustCompile(`(Default:\s[^.]*(\.\S[^.]*)*\.|Required[^.]*\.)$`)

func TestFieldComments(t *testing.T) {
	for _, pkg := range settings {
		files, err := filepath.Glob(filepath.Join(pkg, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		if len(files) == 0 {
			t.Errorf("package %s has no files", pkg)
		}
		for _, path := range files {
			if strings.HasSuffix(path, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range file.Decls {
				g, ok := d.(*ast.GenDecl)
				if !ok || g.Tok != token.TYPE {
					continue
				}
				for _, s := range g.Specs {
					spec := s.(*ast.TypeSpec)
					if st, ok := spec.Type.(*ast.StructType); ok && spec.Name.IsExported() && !results[spec.Name.Name] {
						checkFields(t, path, spec.Name.Name, st)
					}
				}
			}
		}
	}
}

func checkFields(t *testing.T, path, name string, s *ast.StructType) {
	t.Helper()
	for _, f := range s.Fields.List {
		for _, n := range f.Names {
			if !n.IsExported() {
				continue
			}
			text := strings.Join(strings.Fields(f.Doc.Text()+" "+f.Comment.Text()), " ")
			if !ending.MatchString(text) {
				t.Errorf("%s: %s.%s: the comment %q doesn't end in \"Default: …\" or \"Required.\"", path, name, n.Name, text)
			}
			if tag := tagOf(f); tag != "" && tag.Get("json") == "" && !strings.Contains(tag.Get("keras"), "key=") {
				t.Errorf("%s: %s.%s: the tag %s has no json key", path, name, n.Name, f.Tag.Value)
			}
		}
	}
}

func countLines(path string) (int, error) {
	b, err := os.ReadFile(path)
	return bytes.Count(b, []byte("\n")), err
}

func tagOf(f *ast.Field) reflect.StructTag {
	if f.Tag == nil {
		return ""
	}
	return reflect.StructTag(strings.Trim(f.Tag.Value, "`"))
}

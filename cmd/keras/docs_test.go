package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/command.md")

// mistakes is commands of which the document shows what they say.
var mistakes = []string{
	"predict missing.keras --input two_inputs.npz --output out.npz",
	"predict record.py --input two_inputs.npz --output out.npz",
	"predict two.keras --input sequence_inputs.npz --output out.npz",
	"predict two.keras --input two_inputs.npz --output out.txt",
	"predict two.keras --input two_inputs.npz",
	"predict two.keras --input two_inputs.npz --output missing/out.npz",
	"evaluate two.keras --data two_inputs.npz",
	"fit two.keras --data two.npz --output out.keras --epoch 3",
	"fit two.keras --data two.npz --output out.keras --class-weight 0:1",
	"convert two.keras out.onnx",
	"inspect two.keras layers/dense/vars/9",
	"summery two.keras",
}

// TestDocs checks that docs/command.md says what the command says of itself.
func TestDocs(t *testing.T) {
	file, err := filepath.Abs(filepath.Join("..", "..", "docs", "command.md"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Join("testdata", "models"))
	text := document()
	if *update {
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if strings.ReplaceAll(string(got), "\r\n", "\n") != text {
		t.Error("docs/command.md isn't what go test ./cmd/keras -run TestDocs -update writes")
	}
}

// document returns the command's help as a page.
func document() string {
	var b strings.Builder
	root := newRoot()
	fmt.Fprintf(&b, "# The command keras\n\n%s\n\n    go install github.com/gokeras/keras/cmd/keras@latest\n\n", root.Long)
	b.WriteString("`keras VERB --help` shows what follows. This page is written by `go test ./cmd/keras -run TestDocs -update`.\n\n| | |\n|---|---|\n")
	for _, c := range root.Commands() {
		fmt.Fprintf(&b, "| [%s](#%[1]s) | %s |\n", c.Name(), c.Short)
	}
	fmt.Fprintf(&b, "| completion | Print a script that lets a shell complete verbs, flags and files: `keras completion --help` |\n")
	for _, c := range root.Commands() {
		fmt.Fprintf(&b, "\n## %s\n", c.Name())
		prose(&b, c.Long)
		if !c.Runnable() {
			continue
		}
		verbatim(&b, strings.TrimSuffix(c.UseLine(), " [flags]"), "", c.Example)
		if flags := c.Flags(); flags.HasAvailableFlags() {
			verbatim(&b, flags.FlagUsagesWrapped(100))
		}
	}
	b.WriteString("\n## Messages\n\nWhat some mistakes make it say:\n")
	for _, m := range mistakes {
		var out bytes.Buffer
		root := newRoot()
		root.SetArgs(strings.Fields(m))
		root.SetOut(&out)
		root.SetErr(&out)
		complain(&out, root.Execute())
		verbatim(&b, "$ keras "+m, strings.ReplaceAll(out.String(), noSuchFile(), "no such file or directory"))
	}
	return b.String()
}

// noSuchFile returns how this system calls a file that isn't there.
func noSuchFile() string {
	_, err := os.Stat("missing")
	missing, _ := errors.AsType[*os.PathError](err)
	return missing.Err.Error()
}

// prose writes text, of which the indented lines are shown as they are.
func prose(b *strings.Builder, text string) {
	b.WriteByte('\n')
	shown := false
	for line := range strings.Lines(text + "\n") {
		if indented := strings.HasPrefix(line, "  "); indented != shown && line != "\n" {
			if shown = indented; shown {
				b.WriteByte('\n')
			}
		}
		if shown && line != "\n" {
			line = "  " + line
		}
		b.WriteString(line)
	}
}

// verbatim writes lines that are shown as they are.
func verbatim(b *strings.Builder, parts ...string) {
	fmt.Fprintf(b, "\n```\n%s\n```\n", strings.Trim(strings.Join(parts, "\n"), "\n"))
}

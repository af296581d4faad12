// Package diagram draws directed graphs without cycles: as DOT for Graphviz, or as an
// SVG picture of its own.
package diagram

import (
	"fmt"
	"io"
	"strings"
)

// A Diagram is boxes and arrows between them.
type Diagram struct {
	Boxes  []Box
	Arrows []Arrow
}

// A Box is a box with lines of text, of which the first is a heading.
type Box struct {
	Lines []string

	// Group is the name of what the box is a part of, empty for none.
	Group string
}

// An Arrow goes from one box to another.
type Arrow struct{ From, To int }

// WriteDOT writes the diagram in the language of Graphviz.
func (d *Diagram) WriteDOT(w io.Writer) error {
	var b strings.Builder
	b.WriteString("digraph model {\n")
	b.WriteString("  node [shape=box, style=filled, fillcolor=\"#f3f6fb\", fontname=Helvetica];\n")
	groups := map[string][]int{}
	var names []string
	for i, x := range d.Boxes {
		if groups[x.Group] == nil {
			names = append(names, x.Group)
		}
		groups[x.Group] = append(groups[x.Group], i)
	}
	for g, name := range names {
		indent := "  "
		if name != "" {
			fmt.Fprintf(&b, "  subgraph cluster_%d {\n    label=%s;\n", g, dotText(name))
			indent = "    "
		}
		for _, i := range groups[name] {
			fmt.Fprintf(&b, "%sn%d [label=%s];\n", indent, i, dotText(strings.Join(d.Boxes[i].Lines, "\n")))
		}
		if name != "" {
			b.WriteString("  }\n")
		}
	}
	for _, a := range d.Arrows {
		fmt.Fprintf(&b, "  n%d -> n%d;\n", a.From, a.To)
	}
	b.WriteString("}\n")
	_, err := io.WriteString(w, b.String())
	return err
}

var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func dotText(s string) string { return `"` + dotEscapes.Replace(s) + `"` }

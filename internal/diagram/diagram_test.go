package diagram

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"
)

// diamond has an arrow that crosses a row, and a box without arrows.
var diamond = &Diagram{
	Boxes: []Box{
		{Lines: []string{"a \"quoted\" <name>"}}, {Lines: []string{"b", "output: (None, 4)"}, Group: "inner"},
		{Lines: []string{"c"}, Group: "inner"}, {Lines: []string{"d"}}, {Lines: []string{"alone"}},
	},
	Arrows: []Arrow{{0, 1}, {0, 2}, {1, 3}, {2, 3}, {0, 3}},
}

func TestDOT(t *testing.T) {
	var b strings.Builder
	if err := diamond.WriteDOT(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`n0 [label="a \"quoted\" <name>"];`, `n1 [label="b\noutput: (None, 4)"];`, "subgraph cluster_1 {\n    label=\"inner\";", "n0 -> n3;",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("received %s, expected %s in it", b.String(), want)
		}
	}
}

func TestSVG(t *testing.T) {
	var b strings.Builder
	if err := diamond.WriteSVG(&b); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(b.String()))
	count := map[string]int{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok {
			count[e.Name.Local]++
		}
	}
	if count["rect"] != 1+5 || count["text"] != 6 || count["path"] != 1+5 {
		t.Errorf("received %v, expected 6 rect, 6 text and 6 path", count)
	}
}

// TestLayout checks that arrows go down and boxes don't overlap.
func TestLayout(t *testing.T) {
	rows, boxes := diamond.layout()
	for _, a := range diamond.Arrows {
		if boxes[a.From].y+boxes[a.From].height/2 >= boxes[a.To].y-boxes[a.To].height/2 {
			t.Errorf("arrow %v doesn't go down", a)
		}
	}
	for _, r := range rows {
		for i, p := range r {
			if p.x-p.width/2 < margin-1e-9 || math.IsNaN(p.x) {
				t.Errorf("box %d lies at %v, out of the picture", p.box, p.x)
			}
			if i > 0 && r[i-1].x+r[i-1].width/2 > p.x-p.width/2 {
				t.Errorf("boxes %d and %d overlap", r[i-1].box, p.box)
			}
		}
	}
}

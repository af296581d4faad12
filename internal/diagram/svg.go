package diagram

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// WriteSVG writes the diagram as a picture that browsers show.
func (d *Diagram) WriteSVG(w io.Writer) error {
	rows, boxes := d.layout()
	width, height := 0., 0.
	for _, r := range rows {
		for _, p := range r {
			width, height = max(width, p.x+p.width/2), max(height, p.y+p.height/2)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">\n",
		width+margin, height+margin, width+margin, height+margin)
	b.WriteString("<defs><marker id=\"tip\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#667\"/></marker></defs>\n")
	fmt.Fprintf(&b, "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n")
	for _, p := range boxes {
		for _, next := range p.down {
			b.WriteString(arrow(p, next))
		}
	}
	for _, p := range boxes {
		x, y := p.x-p.width/2, p.y-p.height/2
		fmt.Fprintf(&b, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"5\" fill=\"#f3f6fb\" stroke=\"#48c\"/>\n", x, y, p.width, p.height)
		for i, text := range d.Boxes[p.box].Lines {
			weight := ""
			if i == 0 {
				weight = " font-weight=\"bold\""
			}
			fmt.Fprintf(&b, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\"%s>%s</text>\n", p.x, y+edge/2+line*(float64(i)+.75), weight, escape(text))
		}
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// arrow returns the curve from a box through bends to the next box.
func arrow(from, to *place) string {
	var b strings.Builder
	x, y := from.x, from.y+from.height/2
	fmt.Fprintf(&b, "<path d=\"M%.1f %.1f", x, y)
	for at := to; ; at = at.down[0] {
		end := at.y - at.height/2
		half := (y + end) / 2
		fmt.Fprintf(&b, " C%.1f %.1f %.1f %.1f %.1f %.1f", x, half, at.x, half, at.x, end)
		x, y = at.x, at.y+at.height/2
		if at.box >= 0 {
			break
		}
		fmt.Fprintf(&b, " L%.1f %.1f", x, y)
	}
	b.WriteString("\" fill=\"none\" stroke=\"#667\" marker-end=\"url(#tip)\"/>\n")
	return b.String()
}

func escape(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return ""
	}
	return b.String()
}

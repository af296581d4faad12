// Package table lays out text in tables for a terminal, and the summary of a
// model in such a table.
//
// Lines are broken, cut and padded as the Python library Rich does it, which
// Keras uses, so that the text is the same byte for byte.
package table

import "strings"

// Align says where text stands in its column.
type Align uint8

// The ways to align.
const (
	Left Align = iota
	Center
	Right
)

// A Column is a column of a table.
type Column struct {
	Header string
	Align  Align
	Width  int // in cells, without the space on both sides
}

// A Table is rows of text with rules between them and a heading. Its columns
// shrink, all by the same, or grow, in proportion, until it is Width cells wide.
type Table struct {
	Columns []Column
	Width   int
	Rows    [][]Text // one text per column
}

// lines returns the lines of the table.
func (t *Table) lines() []Text {
	widths := t.widths()
	header := make([]Text, len(t.Columns))
	for i, c := range t.Columns {
		header[i] = Text{{c.Header, Bold}}
	}
	out := []Text{rule("┏━┳┓", widths)}
	out = append(out, t.row(header, widths, "┃", true)...)
	out = append(out, rule("┡━╇┩", widths))
	for i, r := range t.Rows {
		if i > 0 {
			out = append(out, rule("├─┼┤", widths))
		}
		out = append(out, t.row(r, widths, "│", false)...)
	}
	return append(out, rule("└─┴┘", widths))
}

// rule returns a line of which chars are the left end, the rule itself, its
// crossings and the right end.
func rule(chars string, widths []int) Text {
	c := []rune(chars)
	parts := make([]string, len(widths))
	for i, w := range widths {
		parts[i] = strings.Repeat(string(c[1]), w)
	}
	return Text{{Text: string(c[0]) + strings.Join(parts, string(c[2])) + string(c[3])}}
}

// row returns the lines of a row: as many as its highest cell has.
func (t *Table) row(cells []Text, widths []int, border string, header bool) []Text {
	var style Style
	if header {
		style = Bold
	}
	columns := make([][]Text, len(cells))
	height := 1
	for i, c := range cells {
		room := max(widths[i]-2, 0)
		for _, line := range wrap(c, room, ellipsis) {
			columns[i] = append(columns[i], spans(justify(line, room, t.Columns[i].Align, style)))
		}
		height = max(height, len(columns[i]))
	}
	out := make([]Text, height)
	for y := range out {
		line := Text{{Text: border}}
		for i, column := range columns {
			at := y
			if header { // stands at the bottom
				at -= height - len(column)
			}
			if at < 0 || at >= len(column) {
				line = append(line, blank(widths[i], style)...)
			} else {
				line = append(line, blank(min(1, widths[i]), style)...)
				line = append(line, column[at]...)
				line = append(line, blank(min(1, widths[i]-1), style)...)
			}
			line = append(line, Span{Text: border})
		}
		out[y] = line
	}
	return out
}

func blank(n int, style Style) Text { return Text{{strings.Repeat(" ", max(n, 0)), style}} }

// widths returns the width of each column with the space on both sides.
func (t *Table) widths() []int {
	room := t.Width - len(t.Columns) - 1
	widths := make([]int, len(t.Columns))
	total := 0
	for i, c := range t.Columns {
		widths[i] = min(c.Width+2, max(room, 0))
		total += widths[i]
	}
	if total > room {
		return shrink(widths, total-room)
	}
	// Every column gets its share of the room that is left, rounded up.
	for i, w := range widths {
		if total > 0 {
			share := (w*room + total - 1) / total
			widths[i] = share
			room -= share
			total -= w
		}
	}
	return widths
}

// shrink takes excess away from the widths, the same from each, rounded to even.
func shrink(widths []int, excess int) []int {
	left := 0
	for _, w := range widths {
		if w > 0 {
			left++
		}
	}
	for i, w := range widths {
		if w == 0 {
			continue
		}
		share := excess / left
		if twice := 2 * (excess % left); twice > left || twice == left && share%2 == 1 {
			share++
		}
		share = min(share, w)
		widths[i] -= share
		excess -= share
		left--
	}
	return widths
}

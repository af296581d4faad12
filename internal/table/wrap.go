package table

import (
	"slices"
	"unicode"
)

// overflow says what becomes of a word that is wider than its line.
type overflow uint8

const (
	ellipsis overflow = iota // it is cut, and ends with "…"
	fold                     // it goes on in the next line
)

// wrap breaks text into lines of at most width cells. Between words it breaks
// where a word doesn't fit; the space before the break goes.
func wrap(t Text, width int, over overflow) [][]glyph {
	var out [][]glyph
	for _, paragraph := range split(glyphs(t)) {
		start := 0
		for _, end := range append(breaks(paragraph, width, over), len(paragraph)) {
			out = append(out, crop(trimEnd(paragraph[start:end], width), width, over))
			start = end
		}
	}
	return out
}

// split returns the lines of a text that has line feeds.
func split(g []glyph) [][]glyph {
	var out [][]glyph
	for {
		n := slices.IndexFunc(g, func(x glyph) bool { return x.char == '\n' })
		if n < 0 {
			return append(out, g)
		}
		out = append(out, g[:n])
		g = g[n+1:]
	}
}

// breaks returns the places at which a new line starts.
func breaks(g []glyph, width int, over overflow) []int {
	var at []int
	column := 0
	for start := 0; start < len(g); {
		// A word takes with it the space around it: before it only at the start.
		first := next(g, start, false)
		stop := next(g, first, true)
		if first == stop {
			break // only space is left
		}
		end := next(g, stop, false)
		size := cells(g[start:stop])
		switch {
		case width-column >= size:
			column += cells(g[start:end])
		case size > width && over == fold:
			for _, n := range chop(g[start:end], width) {
				if start > 0 {
					at = append(at, start)
				}
				column = cells(g[start : start+n])
				start += n
			}
		case start > 0 && (column > 0 || size > width):
			at = append(at, start)
			column = cells(g[start:end])
		case size > width:
			column = cells(g[start:end])
		}
		start = end
	}
	return at
}

// next returns the first place from i on where there is space, or none.
func next(g []glyph, i int, space bool) int {
	for i < len(g) && unicode.IsSpace(g[i].char) != space {
		i++
	}
	return i
}

// chop returns how many glyphs go into each line of width cells.
func chop(g []glyph, width int) []int {
	var out []int
	n, size := 0, 0
	for _, x := range g {
		w := charWidth(x.char)
		if size+w > width && n > 0 {
			out = append(out, n)
			n, size = 0, 0
		}
		n++
		size += w
	}
	return append(out, n)
}

// trimEnd takes away space at the end of a line that doesn't fit.
func trimEnd(g []glyph, width int) []glyph {
	for len(g) > width && unicode.IsSpace(g[len(g)-1].char) {
		g = g[:len(g)-1]
	}
	return g
}

// justify fills a line up to width cells with space in a style.
func justify(g []glyph, width int, align Align, style Style) []glyph {
	if align != Left {
		for len(g) > 0 && unicode.IsSpace(g[len(g)-1].char) {
			g = g[:len(g)-1]
		}
	}
	g = crop(g, width, ellipsis)
	left, right := 0, width-cells(g)
	switch align {
	case Center:
		left = right / 2
		right -= left
	case Right:
		left, right = right, 0
	}
	space := []glyph{{' ', style}}
	return slices.Concat(slices.Repeat(space, left), g, slices.Repeat(space, right))
}

// crop cuts a line to width cells.
func crop(g []glyph, width int, over overflow) []glyph {
	if cells(g) <= width {
		return g
	}
	room := width
	if over == ellipsis {
		room--
	}
	var out []glyph
	for _, x := range g {
		w := charWidth(x.char)
		if w > room {
			break
		}
		room -= w
		out = append(out, x)
	}
	next := g[len(out)].style
	for range room { // half of a wide character
		out = append(out, glyph{' ', next})
	}
	if over == ellipsis && width > 0 {
		out = append(out, glyph{'…', next})
	}
	return out
}

// cut cuts a line to width cells, each of its spans for itself.
func cut(t Text, width int) Text {
	var out Text
	for _, s := range t {
		g := crop(glyphs(Text{s}), width, fold)
		width -= cells(g)
		out = append(out, spans(g)...)
	}
	return out
}

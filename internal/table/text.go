package table

import "strings"

// Style is how text looks on a terminal: the numbers of an SGR escape sequence.
type Style string

// The styles of a summary.
const (
	Bold   Style = "1"
	Blue   Style = "38;5;33"
	Green  Style = "38;5;34"
	Cyan   Style = "38;5;45"
	Yes    Style = "1;38;5;34"
	No     Style = "1;91"
	Normal Style = ""
)

// A Span is a piece of text in one style.
type Span struct {
	Text  string
	Style Style
}

// Text is a line made of spans, or several, with line feeds between them.
type Text []Span

// Plain returns text in no style.
func Plain(s string) Text { return Text{{Text: s}} }

// glyph is a character in its style. While it is laid out a text is glyphs.
type glyph struct {
	char  rune
	style Style
}

func glyphs(t Text) []glyph {
	var g []glyph
	for _, s := range t {
		for _, r := range s.Text {
			g = append(g, glyph{r, s.Style})
		}
	}
	return g
}

// spans joins glyphs of the same style.
func spans(g []glyph) Text {
	var t Text
	for len(g) > 0 {
		n := 1
		for n < len(g) && g[n].style == g[0].style {
			n++
		}
		var b strings.Builder
		for _, x := range g[:n] {
			b.WriteRune(x.char)
		}
		t = append(t, Span{b.String(), g[0].style})
		g = g[n:]
	}
	return t
}

// write adds t to b, with escape sequences if styled.
func (t Text) write(b *strings.Builder, styled bool) {
	for _, s := range t {
		if !styled || s.Style == Normal || s.Text == "" {
			b.WriteString(s.Text)
			continue
		}
		b.WriteString("\x1b[" + string(s.Style) + "m" + s.Text + "\x1b[0m")
	}
}

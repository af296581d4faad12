package table

import "unicode"

// cells returns how many columns of a terminal a text takes.
func cells(g []glyph) int {
	n := 0
	for _, x := range g {
		n += charWidth(x.char)
	}
	return n
}

// charWidth returns 0 for marks that stand on another character, 2 for the wide
// characters of East Asia and emoji, and 1 for all others.
func charWidth(r rune) int {
	switch {
	case r < 0x300:
		if r >= ' ' && r < 0x7f || r >= 0xa0 {
			return 1
		}
		return 0
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}

// wide is the blocks whose characters have the property East_Asian_Width=W or F.
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115f, 1},
		{0x2e80, 0x303e, 1},
		{0x3041, 0xa4cf, 1},
		{0xa960, 0xa97c, 1},
		{0xac00, 0xd7a3, 1},
		{0xf900, 0xfaff, 1},
		{0xfe30, 0xfe6f, 1},
		{0xff01, 0xff60, 1},
		{0xffe0, 0xffe6, 1},
	},
	R32: []unicode.Range32{
		{0x16fe0, 0x18cff, 1},
		{0x1b000, 0x1b2ff, 1},
		{0x1f300, 0x1f64f, 1},
		{0x1f680, 0x1f6ff, 1},
		{0x1f900, 0x1f9ff, 1},
		{0x20000, 0x3fffd, 1},
	},
}

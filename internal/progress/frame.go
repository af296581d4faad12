package progress

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// The styles of a terminal that a frame uses.
const (
	bold  = "\x1b[1m"
	green = "\x1b[32m"
	white = "\x1b[37m"
	plain = "\x1b[0m"
)

// frame makes the line of a bar:
//
//	3/12 ━━━━━━━━━━━━━━━━━━━━ 1s 500ms/step - accuracy: 0.5000 - loss: 1.2346
//
// The time is what is left, or, at the end, what has passed.
func (b *Bar) frame(current int, now time.Time, perStep float64, final bool) {
	l := &b.line
	l.reset()
	if b.o.Terminal {
		l.repeat("\b", b.width)
		l.add("\r")
		l.width = 0
	}
	if target := b.o.Target; target > 0 {
		l.style(bold)
		l.count(current, target)
		l.style(plain)
		l.add(" ")
		done := int(float64(b.o.Width) * (float64(current) / float64(target)))
		if done > 0 {
			l.style(green)
			l.repeat("━", done)
			l.style(plain)
		}
		l.style(white)
		l.repeat("━", b.o.Width-done)
		l.style(plain)
	} else {
		l.integer(current, 7, ' ')
		l.add("/Unknown")
	}
	l.add(" ")
	l.style(bold)
	if b.o.Target > 0 && !final {
		l.remaining(perStep * float64(b.o.Target-current))
	} else {
		l.float(now.Sub(b.start).Seconds(), 'f', 0)
		l.add("s")
	}
	l.style(plain)
	l.perStep(perStep, b.o.Unit)
	for _, v := range b.values {
		l.value(v, math.Abs(v.mean()) > 1e-3)
	}
	if width := l.width; b.o.Terminal {
		l.repeat(" ", b.width-width)
		b.width = width
	}
	if final {
		l.add("\n")
	}
}

// summary makes the line that is all there is of a loop with Verbose 2:
//
//	12/12 - 2s - 208ms/step - loss: 1.0000
//
// As in Keras, numbers below 1e-3 are written with an exponent, and so are all
// that are negative.
func (b *Bar) summary(current int, now time.Time, perStep float64) {
	l := &b.line
	l.reset()
	l.count(current, b.o.Target)
	l.add(" - ")
	l.float(now.Sub(b.start).Seconds(), 'f', 0)
	l.add("s -")
	l.perStep(perStep, b.o.Unit)
	for _, v := range b.values {
		l.value(v, v.mean() > 1e-3)
	}
	l.add("\n")
}

func (v value) mean() float64 { return v.sum / float64(max(1, v.count)) }

// line is text in the making.
type line struct {
	text   []byte
	width  int  // visible characters
	styled bool // whether styles are written
}

func (l *line) reset() { l.text, l.width = l.text[:0], 0 }

func (l *line) add(s string) {
	l.text = append(l.text, s...)
	l.width += utf8.RuneCountInString(s)
}

func (l *line) repeat(s string, n int) {
	for range n {
		l.add(s)
	}
}

// style adds an escape sequence, which takes no room.
func (l *line) style(s string) {
	if l.styled {
		l.text = append(l.text, s...)
	}
}

// integer adds n, filled up on the left to width characters.
func (l *line) integer(n, width int, fill byte) {
	var digits [20]byte
	d := strconv.AppendInt(digits[:0], int64(n), 10)
	for range width - len(d) {
		l.text = append(l.text, fill)
	}
	l.text = append(l.text, d...)
	l.width += max(width, len(d))
}

// count adds "current/target", with room for current to grow.
func (l *line) count(current, target int) {
	width := 0
	for n := target; n > 0; n /= 10 {
		width++
	}
	l.integer(current, width, ' ')
	l.add("/")
	l.integer(target, 0, ' ')
}

// float adds v as Python's formats e and f do.
func (l *line) float(v float64, format byte, precision int) {
	switch {
	case math.IsNaN(v):
		l.add("nan")
	case math.IsInf(v, 1):
		l.add("inf")
	case math.IsInf(v, -1):
		l.add("-inf")
	default:
		n := len(l.text)
		l.text = strconv.AppendFloat(l.text, v, format, precision, 64)
		l.width += len(l.text) - n
	}
}

// remaining adds a time as "1:01:05", "1:05" or "5s".
func (l *line) remaining(seconds float64) {
	s := int(seconds)
	switch {
	case seconds > 3600:
		l.integer(s/3600, 0, ' ')
		l.add(":")
		l.integer(s%3600/60, 2, '0')
		l.add(":")
		l.integer(s%60, 2, '0')
	case seconds > 60:
		l.integer(s/60, 0, ' ')
		l.add(":")
		l.integer(s%60, 2, '0')
	default:
		l.integer(s, 0, ' ')
		l.add("s")
	}
}

// perStep adds the time of one step as " 2s/step", " 500ms/step" or " 12us/step".
func (l *line) perStep(seconds float64, unit string) {
	l.add(" ")
	switch {
	case seconds >= 1 || seconds == 0:
		l.float(seconds, 'f', 0)
		l.add("s/")
	case seconds >= 1e-3:
		l.float(seconds*1000, 'f', 0)
		l.add("ms/")
	default:
		l.float(seconds*1e6, 'f', 0)
		l.add("us/")
	}
	l.add(unit)
}

// value adds " - name: 0.1234", or, if it is small, " - name: 1.2345e-05".
func (l *line) value(v value, large bool) {
	l.add(" - ")
	l.add(v.name)
	l.add(": ")
	if large {
		l.float(v.mean(), 'f', 4)
	} else {
		l.float(v.mean(), 'e', 4)
	}
}

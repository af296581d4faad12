package callbacks

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// formatPath replaces what is in braces in the name of a file: {epoch} and,
// unless batch is negative, {batch}, both counted from 1 there, and {name} of
// what is in logs. Behind a colon stands how, as in Python's str.format: fill
// and alignment, sign, zeros, width, precision, and one of d e E f F g G %.
// Doubled braces are braces.
func formatPath(template string, epoch, batch int, logs Logs) (string, error) {
	fail := func(format string, args ...any) (string, error) {
		return "", argument("Filepath", "received %q: %s", template, fmt.Sprintf(format, args...))
	}
	var b strings.Builder
	for rest := template; rest != ""; {
		i := strings.IndexAny(rest, "{}")
		if i < 0 {
			b.WriteString(rest)
			break
		}
		b.WriteString(rest[:i])
		brace := rest[i]
		rest = rest[i+1:]
		if rest != "" && rest[0] == brace {
			b.WriteByte(brace)
			rest = rest[1:]
			continue
		}
		end := strings.IndexByte(rest, '}')
		if brace == '}' || end < 0 {
			return fail("a brace stands alone")
		}
		name, spec, _ := strings.Cut(rest[:end], ":")
		rest = rest[end+1:]
		f, ok := parseFormat(spec)
		if !ok {
			return fail("unknown format %q, expected one such as \"02d\" or \".2f\"", spec)
		}
		v, known := logs[name]
		count := 0
		switch {
		case name == "epoch":
			count = epoch + 1
		case name == "batch" && batch >= 0 && !known:
			count = batch + 1
		case !known:
			names := append([]string{"epoch"}, logs.Keys()...)
			if batch >= 0 {
				names = slices.Insert(names, 1, "batch")
			}
			return fail("there is no %q, expected one of %s", name, strings.Join(names, ", "))
		}
		text := ""
		if count > 0 {
			text, ok = f.integer(count)
		} else {
			text, ok = f.float(v)
		}
		if !ok {
			return fail("format %q doesn't fit %s", spec, name)
		}
		b.WriteString(text)
	}
	return b.String(), nil
}

// numberFormat is a format of Python for numbers.
type numberFormat struct {
	fill, align, sign string
	width, precision  int // precision is -1 if there is none
	verb              string
}

var formatSpec = regexp.MustCompile(`^(?s:(.?)([<>=^]))?([-+ ]?)(0?)(\d{0,3})(?:\.(\d{1,3}))?([deEfFgG%]?)$`)

// parseFormat reads a format. It returns false if it isn't one.
func parseFormat(spec string) (numberFormat, bool) {
	m := formatSpec.FindStringSubmatch(spec)
	if m == nil {
		return numberFormat{}, false
	}
	f := numberFormat{fill: m[1], align: m[2], sign: m[3], precision: -1, verb: m[7]}
	if m[4] == "0" && f.align == "" {
		f.fill, f.align = "0", "="
	}
	if f.fill == "" {
		f.fill = " "
		if m[4] == "0" {
			f.fill = "0"
		}
	}
	if f.align == "" {
		f.align = ">"
	}
	f.width, _ = strconv.Atoi("0" + m[5])
	if m[6] != "" {
		f.precision, _ = strconv.Atoi(m[6])
	}
	return f, true
}

func (f numberFormat) integer(n int) (string, bool) {
	if f.verb != "" && f.verb != "d" {
		return f.float(float64(n))
	}
	return f.pad(strconv.Itoa(n)), f.precision < 0
}

func (f numberFormat) float(v float64) (string, bool) {
	precision := f.precision
	if precision < 0 {
		precision = 6
	}
	switch f.verb {
	case "d":
		return "", false
	case "":
		return f.pad(pythonFloat(v, 0, f.precision)), true
	case "%":
		return f.pad(pythonFloat(v*100, 'f', precision) + "%"), true
	case "g", "G":
		precision = max(precision, 1)
	}
	text := pythonFloat(v, strings.ToLower(f.verb)[0], precision)
	if strings.ToUpper(f.verb) == f.verb {
		text = strings.ToUpper(text)
	}
	return f.pad(text), true
}

// pad adds the sign and fills up to the width.
func (f numberFormat) pad(text string) string {
	sign := ""
	if f.sign == "+" || f.sign == " " {
		sign = f.sign
	}
	if digits, ok := strings.CutPrefix(text, "-"); ok {
		sign, text = "-", digits
	}
	n := max(f.width-utf8.RuneCountInString(sign+text), 0)
	switch f.align {
	case "<":
		return sign + text + strings.Repeat(f.fill, n)
	case "^":
		return strings.Repeat(f.fill, n/2) + sign + text + strings.Repeat(f.fill, n-n/2)
	case "=":
		return sign + strings.Repeat(f.fill, n) + text
	}
	return strings.Repeat(f.fill, n) + sign + text
}

// pythonFloat returns v as Python writes it with the formats e, f and g, or, for
// verb 0, without one: if precision is -1 as repr does, with the digits that
// are needed and at least one behind the point.
func pythonFloat(v float64, verb byte, precision int) string {
	switch {
	case math.IsNaN(v):
		return "nan"
	case math.IsInf(v, 0):
		return strings.TrimPrefix(strings.ToLower(strconv.FormatFloat(v, 'f', 0, 64)), "+")
	case verb != 0:
		return strconv.FormatFloat(v, verb, precision, 64)
	}
	largest := 16
	e := strconv.FormatFloat(v, 'e', max(precision, 1)-1, 64)
	if precision < 0 {
		e = strconv.FormatFloat(v, 'e', -1, 64)
	} else {
		largest = max(precision, 1) - 1
	}
	mantissa, exponent, _ := strings.Cut(e, "e")
	if x, _ := strconv.Atoi(exponent); x < -4 || x >= largest {
		if strings.Contains(mantissa, ".") {
			mantissa = strings.TrimRight(strings.TrimRight(mantissa, "0"), ".")
		}
		return mantissa + "e" + exponent
	}
	// The digits are right now, whatever their number.
	v, _ = strconv.ParseFloat(e, 64)
	text := strconv.FormatFloat(v, 'f', -1, 64)
	if !strings.Contains(text, ".") {
		text += ".0"
	}
	return text
}

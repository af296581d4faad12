package table

import (
	"cmp"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// A Summary is what keras.Model.summary prints about a model.
type Summary struct {
	Model string
	Rows  []Row

	// Connected adds the column "Connected to", which models have that are not a
	// plain sequence of layers.
	Connected bool

	// ShowTrainable adds the column "Trainable".
	ShowTrainable bool

	Trainable, NonTrainable Count

	// Optimizer is left out if nil.
	Optimizer *Count

	// LineLength is the width of the table in characters. Default: what fits the
	// terminal, at most 88, or 108 with connections; with ShowTrainable 12 more.
	LineLength int

	// Positions are where the columns end, as parts of the line.
	// Default: .45, .8, 1, or .3, .56, .74, 1 with connections; with
	// ShowTrainable nine tenths of these, and 1.
	Positions []float64

	// Columns is the width of the terminal. Default: 80.
	Columns int

	// Styled says whether text has colours.
	Styled bool
}

// A Row is a layer of a summary.
type Row struct {
	Name, Class string
	Level       int    // how deep the layer is nested in others
	Shape       string // such as "(None, 10)", or "?"
	Params      int
	Unbuilt     bool
	Inputs      []Input
	Trainable   string // "Y", "N", or "-" if it has no weights
}

// An Input is where a layer gets an input from.
type Input struct {
	Layer        string
	Node, Tensor int
}

// A Count is a number of parameters and the memory they take, in bytes.
type Count struct {
	Params int
	Bytes  float64
}

// WriteTo writes the summary to w. It is an error if a column would be less
// than 4 characters wide.
func (s *Summary) WriteTo(w io.Writer) (int64, error) {
	t, err := s.table()
	if err != nil {
		return 0, err
	}
	columns := cmp.Or(s.Columns, 80)
	var b strings.Builder
	put := func(t Text) {
		t.write(&b, s.Styled)
		b.WriteByte('\n')
	}
	folded := func(t Text) {
		for _, line := range wrap(t, columns, fold) {
			put(spans(line))
		}
	}
	folded(Text{{`Model: "` + s.Model + `"`, Bold}})
	for _, line := range t.lines() {
		put(cut(line, columns))
	}
	total := Count{s.Trainable.Params + s.NonTrainable.Params, s.Trainable.Bytes + s.NonTrainable.Bytes}
	if s.Optimizer != nil {
		total.Params += s.Optimizer.Params
		total.Bytes += s.Optimizer.Bytes
	}
	folded(total.text("Total"))
	folded(s.Trainable.text("Trainable"))
	folded(s.NonTrainable.text("Non-trainable"))
	if s.Optimizer != nil {
		folded(s.Optimizer.text("Optimizer"))
	}
	n, err := io.WriteString(w, b.String())
	return int64(n), err
}

// table returns the summary's table.
func (s *Summary) table() (*Table, error) {
	length, positions := 88, []float64{.45, .80, 1}
	columns := []Column{{Header: "Layer (type)"}, {Header: "Output Shape"}, {Header: "Param #", Align: Right}}
	if s.Connected {
		length, positions = 108, []float64{.3, .56, .74, 1}
		columns = append(columns, Column{Header: "Connected to"})
	}
	if s.Positions != nil {
		positions = s.Positions
	}
	if s.ShowTrainable {
		length += 12
		columns = append(columns, Column{Header: "Trainable", Align: Center})
		nine := make([]float64, len(positions), len(positions)+1)
		for i, p := range positions {
			nine[i] = p * 0.90
		}
		positions = append(nine, 1)
	}
	if len(positions) != len(columns) {
		return nil, fmt.Errorf("summary: Positions: received %d, expected one for each of %d columns", len(s.Positions), len(columns))
	}
	length = cmp.Or(s.LineLength, min(length, cmp.Or(s.Columns, 80)-4))
	at := 0
	for i, p := range positions {
		columns[i].Width = int(p*float64(length)) - at
		at += columns[i].Width
		if columns[i].Width < 4 {
			return nil, fmt.Errorf("summary: a line of %d characters leaves %d to the column %q, expected at least 4",
				length, columns[i].Width, columns[i].Header)
		}
	}
	t := &Table{Columns: columns, Width: length}
	for _, r := range s.Rows {
		t.Rows = append(t.Rows, s.row(r))
	}
	return t, nil
}

var trainable = map[string]Style{"Y": Yes, "N": No, "-": Bold}

// row returns the cells of a layer.
func (s *Summary) row(r Row) []Text {
	name := r.Name
	if r.Level > 0 {
		name = strings.Repeat("   ", r.Level) + "└ " + name
	}
	params := Text{{thousands(r.Params), Green}}
	if r.Unbuilt {
		params = Text{{"0", Green}, {Text: " (unbuilt)"}}
	}
	cells := []Text{{{Text: name + " ("}, {r.Class, Blue}, {Text: ")"}}, shape(r.Shape), params}
	if s.Connected {
		cells = append(cells, connections(r.Inputs))
	}
	if s.ShowTrainable {
		cells = append(cells, Text{{r.Trainable, trainable[r.Trainable]}})
	}
	return cells
}

var sizes = regexp.MustCompile(`None|[0-9]+`)

// shape returns the text of a shape: sizes in colour, unknown ones in another.
func shape(s string) Text {
	var t Text
	at := 0
	for _, m := range sizes.FindAllStringIndex(s, -1) {
		style := Green
		if s[m[0]:m[1]] == "None" {
			style = Cyan
		}
		t = append(t, Span{Text: s[at:m[0]]}, Span{s[m[0]:m[1]], style})
		at = m[1]
	}
	return append(t, Span{Text: s[at:]})
}

// connections returns where inputs come from, as "a[0][0], b[0][0]".
func connections(inputs []Input) Text {
	if len(inputs) == 0 {
		return Plain("-")
	}
	var t Text
	for i, in := range inputs {
		if i > 0 {
			t = append(t, Span{Text: ", "})
		}
		t = append(t,
			Span{Text: in.Layer + "["}, Span{fmt.Sprint(in.Node), Green},
			Span{Text: "]["}, Span{fmt.Sprint(in.Tensor), Green}, Span{Text: "]"})
	}
	return t
}

// text returns the line of a count, such as " Total params: 1,234 (4.82 KB)".
func (c Count) text(what string) Text {
	return Text{
		{" " + what + " params: ", Bold},
		{thousands(c.Params), Green},
		{Text: " (" + memory(c.Bytes) + ")"},
	}
}

// thousands returns n with a comma after every three digits.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// memory returns a number of bytes in the unit that reads best.
func memory(bytes float64) string {
	units := []string{"B", "KB", "MB", "GB", "TB", "PB"}
	unit := 0
	for bytes >= 1024 && unit < len(units)-1 {
		bytes /= 1024
		unit++
	}
	return fmt.Sprintf("%.2f %s", bytes, units[unit])
}

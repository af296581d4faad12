package main

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// document has the tables, between markers.
var document = filepath.Join("docs", "performance.md")

// A section is a piece of the document that is written by this program.
type section struct{ name, text string }

// insert puts sections in place of what stands between their markers,
// <!-- bench NAME --> and <!-- end NAME -->.
func insert(sections []section) error {
	text, err := os.ReadFile(document)
	if err != nil {
		return err
	}
	s := string(text)
	for _, part := range sections {
		if s, err = replace(s, part); err != nil {
			return err
		}
	}
	return os.WriteFile(document, []byte(s), 0o644)
}

func replace(s string, part section) (string, error) {
	open, end := "<!-- bench "+part.name+" -->\n", "<!-- end "+part.name+" -->"
	before, rest, ok := strings.Cut(s, open)
	_, after, ended := strings.Cut(rest, end)
	if !ok || !ended {
		return "", fmt.Errorf("%s: markers of %q not found", document, part.name)
	}
	return before + open + "\n" + part.text + "\n" + end + after, nil
}

// markdown formats a table: cells padded, all but the first column to the right.
func markdown(rows [][]string) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell), 3)
		}
	}
	var b strings.Builder
	line := func(row []string) {
		for i, cell := range row {
			pad := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			if i == 0 {
				cell += pad
			} else {
				cell = pad + cell
			}
			fmt.Fprintf(&b, "| %s ", cell)
		}
		b.WriteString("|\n")
	}
	line(rows[0])
	for i, w := range widths {
		rule := strings.Repeat("-", w+2)
		if i > 0 {
			rule = rule[1:] + ":"
		}
		fmt.Fprintf(&b, "|%s", rule)
	}
	b.WriteString("|\n")
	for _, row := range rows[1:] {
		line(row)
	}
	return b.String()
}

// tables returns the results as sections of the document.
func (c *comparison) tables() []section {
	return []section{
		{"machine", c.about()},
		{"roof", c.roofTable()},
		{"fit", c.fitTable()},
		{"predict", c.predictTable()},
	}
}

// about says where, when and beside what.
func (c *comparison) about() string {
	s := c.Machine.String() + "\n"
	var peers []string
	for _, name := range slices.Sorted(maps.Keys(c.Machine.Peers)) {
		peers = append(peers, name+" "+c.Machine.Peers[name])
	}
	if len(peers) > 0 {
		s += fmt.Sprintf("Peers: %s. %d rounds.\n", strings.Join(peers, ", "), len(c.Roof))
	}
	for _, m := range c.Missing {
		s += "Missing: " + m + "\n"
	}
	return s
}

func (c *comparison) roofTable() string {
	n := c.Machine.Threads
	rows := [][]string{{"", "1 thread", fmt.Sprintf("%d threads", n)}}
	if n == 1 {
		rows[0] = rows[0][:2]
	}
	index := map[string]int{}
	for _, r := range c.rates() {
		name, value := fmt.Sprintf("%s, %s (GB/s)", r.What, r.Level), r.GBps
		switch r.What {
		case "fma":
			name, value = fmt.Sprintf("%s, %s (GFLOP/s)", r.What, r.ISA), r.GFLOPS
		case "root":
			name, value = fmt.Sprintf("%s, %s (G/s)", r.What, r.ISA), r.GRoots
		}
		i, ok := index[name]
		if !ok {
			i = len(rows)
			index[name] = i
			rows = append(rows, []string{name})
		}
		rows[i] = append(rows[i], fmt.Sprintf("%.3g", value))
	}
	return markdown(rows)
}

// cell formats the time of a competitor.
func (c *comparison) cell(who, verb string, batch int) string {
	s := c.find(who, verb, batch)
	if s == nil {
		return "—"
	}
	if len(s.MS) == 1 {
		return fmt.Sprintf("%.3g", s.median())
	}
	return fmt.Sprintf("%.3g ±%.0f %%", s.median(), 100*s.spread())
}

// table is the columns that training and prediction have in common, and more.
func (c *comparison) table(verb string, heads []string, more func(ms float64, batch int) []string) string {
	names := slices.DeleteFunc(c.names(verb), func(who string) bool { return who == crowd })
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(rank(a), rank(b)) })
	rows := [][]string{slices.Concat([]string{"batch"}, names, []string{"best peer / here"}, heads)}
	for _, batch := range c.batches(verb) {
		row := []string{fmt.Sprint(batch)}
		for _, who := range names {
			row = append(row, c.cell(who, verb, batch))
		}
		ms := c.find(here, verb, batch).median()
		ratio := "—"
		if best := c.best(verb, batch); best != nil {
			ratio = fmt.Sprintf("%.2f (%s)", best.median()/ms, best.Who)
		}
		rows = append(rows, slices.Concat(row, []string{ratio}, more(ms, batch)))
	}
	return markdown(rows)
}

// rank is the order of columns: this package, peers as competitors has them.
func rank(name string) int {
	return slices.IndexFunc(competitors("", "python"), func(c competitor) bool { return c.name == name })
}

func (c *comparison) fitTable() string {
	return "Milliseconds a step of training.\n\n" +
		c.table("fit", []string{"of the FMA roof", "floor of FMA", "floor of bandwidth", "here / floor", "exact roots"}, func(ms float64, batch int) []string {
			flops, bytes := c.floor(batch)
			return []string{
				fmt.Sprintf("%.0f %%", 100*flops/ms), fmt.Sprintf("%.3g", flops), fmt.Sprintf("%.3g", bytes),
				fmt.Sprintf("%.2f", ms/max(flops, bytes)), fmt.Sprintf("%.3g", c.roots()),
			}
		})
}

func (c *comparison) predictTable() string {
	s := "Milliseconds a call of Predict.\n\n" +
		c.table("predict", []string{"of the FMA roof"}, func(ms float64, batch int) []string {
			return []string{fmt.Sprintf("%.0f %%", 100*hello.predictFlops()*float64(batch)/c.fma()/ms)}
		})
	if many, one := c.find(crowd, "predict", 1), c.find(here, "predict", 1); many != nil && one != nil {
		s += fmt.Sprintf("\nEight goroutines that predict single rows at the same time do %.2f times as many as one.\n", one.median()/many.median())
	}
	return s
}

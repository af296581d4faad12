package keras

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/table"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/optimizers"
	"github.com/gokeras/keras/tensor"
)

// SummaryOptions says how a summary looks.
type SummaryOptions struct {
	// LineLength is the width of the table. Default: what fits Columns, at most 88.
	LineLength int

	// Positions are where the columns end, as parts of the line.
	// Default: .45, .8, 1.
	Positions []float64

	// ShowTrainable adds a column that tells which layers are trained. Default: false.
	ShowTrainable bool

	// ExpandNested shows the layers of models within the model. Default: false.
	ExpandNested bool

	// LayerRange shows only the layers from one to another: the first and the last
	// whose names match these regular expressions. Default: all layers.
	LayerRange [2]string

	// Columns is the width of the terminal. Default: 80.
	Columns int

	// Color says whether text is coloured, for a terminal. Default: false.
	Color bool
}

// Summary writes a table of the model's layers with the shapes of their outputs
// and the numbers of their parameters, as Keras prints it.
func (m *Model) Summary(w io.Writer, o ...SummaryOptions) error {
	if w == nil {
		return errors.New("Summary: w: received nil, expected a writer such as os.Stdout")
	}
	var opt SummaryOptions
	if len(o) > 0 {
		opt = o[0]
	}
	m.nameLayers()
	if m.functional || m.inputOf() != nil {
		if err := m.Build(nil); err != nil {
			return err
		}
	}
	s := &table.Summary{
		Connected: m.functional && !m.declared.sequenceLike(),
		Model:     layers.NameOf(m), ShowTrainable: opt.ShowTrainable,
		LineLength: opt.LineLength, Positions: opt.Positions, Columns: opt.Columns, Styled: opt.Color,
	}
	trainable := map[*ops.Variable]bool{}
	for _, v := range layers.TrainableWeights(m) {
		trainable[v] = true
		count(&s.Trainable, v)
	}
	rows, err := inRange(m.rows(0, opt.ExpandNested, trainable), opt.LayerRange)
	if err != nil {
		return err
	}
	s.Rows = rows
	for _, v := range layers.Weights(m) {
		if !trainable[v] {
			count(&s.NonTrainable, v)
		}
	}
	if c := m.compiled; c != nil && (c.built || c.restored) {
		s.Optimizer = new(table.Count)
		for _, v := range optimizers.Variables(c.options.Optimizer) {
			count(s.Optimizer, v)
		}
	}
	_, err = s.WriteTo(w)
	return err
}

// inRange returns the rows of the layers from one to another.
func inRange(rows []table.Row, names [2]string) ([]table.Row, error) {
	if names == [2]string{} {
		return rows, nil
	}
	var ends [2][]int
	for i, name := range names {
		pattern, err := regexp.Compile("^(?:" + name + ")")
		if err != nil {
			return nil, fmt.Errorf("Summary: LayerRange[%d]: received %q, expected a regular expression: %w", i, name, err)
		}
		for j, r := range rows {
			if pattern.MatchString(r.Name) {
				ends[i] = append(ends[i], j)
			}
		}
		if len(ends[i]) == 0 {
			return nil, fmt.Errorf("Summary: LayerRange[%d]: received %q, expected the name of a layer", i, name)
		}
	}
	all := append(ends[0], ends[1]...)
	return rows[slices.Min(all) : slices.Max(all)+1], nil
}

func count(c *table.Count, v *ops.Variable) {
	n := v.Shape().Size()
	c.Params += n
	c.Bytes += float64(n * v.DType().Size())
}

// rows returns the lines of the table for the model's layers, given the weights that the
// whole of which it is a part trains.
func (m *Model) rows(level int, nested bool, trainable map[*ops.Variable]bool) []table.Row {
	var rows []table.Row
	for _, l := range m.Layers() {
		r := table.Row{
			Name: layers.NameOf(l), Class: config.PythonName(layers.ClassOf(l)), Level: level,
			Shape: m.shapeOf(l), Trainable: "-", Inputs: m.connections(l),
		}
		r.Unbuilt = !layers.IsBuilt(l)
		weights := layers.Weights(l)
		for _, v := range weights {
			r.Params += v.Shape().Size()
			r.Trainable = "N"
		}
		if slices.ContainsFunc(weights, func(v *ops.Variable) bool { return trainable[v] }) {
			r.Trainable = "Y"
		}
		rows = append(rows, r)
		if inner, ok := l.(*Model); ok && nested {
			rows = append(rows, inner.rows(level+1, nested, trainable)...)
		}
	}
	return rows
}

// shapeOf returns the shape of what a layer gives, where it is called last, or "?".
func (m *Model) shapeOf(l layers.Layer) string {
	var shapes []string
	if m.functional {
		if o := m.declared.find(l); o != nil {
			for _, v := range o.calls[len(o.calls)-1].Out {
				shapes = append(shapes, shapeText(v.Shape))
			}
		}
	} else if m.net != nil {
		for _, c := range m.net.calls {
			if c.layer == l {
				shapes = nil
				for _, v := range c.out {
					shapes = append(shapes, shapeText(m.net.typeOf(v).Shape))
				}
			}
		}
	}
	switch len(shapes) {
	case 0:
		return "?"
	case 1:
		return shapes[0]
	}
	return "[" + strings.Join(shapes, ", ") + "]"
}

// shapeText returns a shape as a summary has it, where one of one axis has no comma.
func shapeText(s tensor.Shape) string { return strings.Replace(s.String(), ",)", ")", 1) }

// connections returns where a layer gets its inputs from.
func (m *Model) connections(l layers.Layer) []table.Input {
	if !m.functional {
		return nil
	}
	var list []table.Input
	for _, c := range m.declared.find(l).calls {
		if isInput(c) {
			continue
		}
		for _, v := range c.In {
			if v.Call == nil {
				continue
			}
			from := m.declared.from(v)
			o := m.declared.of[from]
			list = append(list, table.Input{Layer: layers.NameOf(o.layer), Node: o.place(from), Tensor: slices.Index(from.Out, v)})
		}
	}
	return list
}

package keras

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gokeras/keras/internal/config"
	"github.com/gokeras/keras/internal/diagram"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/ops"
)

// PlotOptions says how a picture of a model looks.
type PlotOptions struct {
	// Format is "svg" for a picture that browsers show, or "dot" for a file that
	// Graphviz makes one of. Default: "svg".
	Format string

	// ShowShapes shows the shapes of what goes into layers and comes out.
	// Default: false.
	ShowShapes bool

	// ShowDType shows the types of what comes out. Default: false.
	ShowDType bool

	// ShowTrainable tells which layers are trained. Default: false.
	ShowTrainable bool

	// HideNames leaves the names of layers out. Default: false.
	HideNames bool

	// ExpandNested shows the layers of models within the model. Default: false.
	ExpandNested bool
}

// Plot writes a picture of the model's layers and of what flows between them, as
// keras.utils.plot_model does.
func Plot(w io.Writer, m *Model, o PlotOptions) error {
	p := &plotter{PlotOptions: o, diagram: &diagram.Diagram{}, trainable: map[*ops.Variable]bool{}}
	err := m.declare()
	if err == nil {
		err = m.Build(nil)
	}
	if err != nil {
		return fmt.Errorf("Plot: %w", err)
	}
	for _, v := range layers.TrainableWeights(m) {
		p.trainable[v] = true
	}
	if _, err := p.model(m, "", nil); err != nil {
		return fmt.Errorf("Plot: %w", err)
	}
	switch o.Format {
	case "", "svg":
		return p.diagram.WriteSVG(w)
	case "dot":
		return p.diagram.WriteDOT(w)
	}
	return fmt.Errorf("Plot: Format: received %q, expected \"svg\" or \"dot\"", o.Format)
}

type plotter struct {
	PlotOptions
	diagram   *diagram.Diagram
	trainable map[*ops.Variable]bool // of the whole model
}

// model draws the layers of a model whose inputs come from the given boxes, if it is
// in another, and returns the boxes of its outputs.
func (p *plotter) model(m *Model, group string, from []int) ([]int, error) {
	boxes := map[layers.Layer]int{}
	gives := map[*ops.Value]int{} // the box that a value comes from
	for i, v := range m.declared.inputs.values {
		if from != nil {
			gives[v] = from[i]
			continue
		}
		in := m.declared.of[m.declared.from(v)].layer
		boxes[in] = p.box(in, group, nil, []*ops.Value{v})
		gives[v] = boxes[in]
	}
	arrows := map[diagram.Arrow]bool{}
	for _, c := range m.declared.calls {
		l := m.declared.of[c].layer
		var sources []int
		for _, v := range c.In {
			if v.Call != nil {
				sources = append(sources, gives[v])
			}
		}
		if inner, ok := l.(*Model); ok && p.ExpandNested {
			if err := inner.declare(); err != nil {
				return nil, err
			}
			name := layers.NameOf(inner)
			if group != "" {
				name = group + "/" + name
			}
			out, err := p.model(inner, name, sources)
			if err != nil {
				return nil, err
			}
			for i, v := range c.Out {
				gives[v] = out[i]
			}
			continue
		}
		if _, drawn := boxes[l]; !drawn {
			boxes[l] = p.box(l, group, c.In, c.Out)
		}
		for _, s := range sources {
			a := diagram.Arrow{From: s, To: boxes[l]}
			if s != boxes[l] && !arrows[a] && !p.leads(boxes[l], s) {
				arrows[a] = true
				p.diagram.Arrows = append(p.diagram.Arrows, a)
			}
		}
		for _, v := range c.Out {
			gives[v] = boxes[l]
		}
	}
	var out []int
	for _, v := range m.declared.outputs.values {
		out = append(out, gives[v])
	}
	return out, nil
}

// leads tells whether arrows lead from one box to another: a layer that is called
// again with what it led to would make a circle.
func (p *plotter) leads(from, to int) bool {
	seen := map[int]bool{from: true}
	for more := true; more; {
		more = false
		for _, a := range p.diagram.Arrows {
			if seen[a.From] && !seen[a.To] {
				seen[a.To], more = true, true
			}
		}
	}
	return seen[to]
}

// box draws a layer and returns its number.
func (p *plotter) box(l layers.Layer, group string, in, out []*ops.Value) int {
	heading := config.PythonName(layers.ClassOf(l))
	if !p.HideNames {
		heading = layers.NameOf(l) + " (" + heading + ")"
	}
	lines := []string{heading}
	if p.ShowShapes {
		if in != nil {
			lines = append(lines, "input: "+shapes(in))
		}
		lines = append(lines, "output: "+shapes(out))
	}
	if p.ShowDType {
		lines = append(lines, "dtype: "+out[0].DType.String())
	}
	if p.ShowTrainable && len(layers.Weights(l)) > 0 {
		text := "trainable"
		if !slices.ContainsFunc(layers.Weights(l), func(v *ops.Variable) bool { return p.trainable[v] }) {
			text = "not trainable"
		}
		lines = append(lines, text)
	}
	p.diagram.Boxes = append(p.diagram.Boxes, diagram.Box{Lines: lines, Group: group})
	return len(p.diagram.Boxes) - 1
}

func shapes(values []*ops.Value) string {
	var list []string
	for _, v := range values {
		list = append(list, v.Shape.String())
	}
	return strings.Join(list, ", ")
}

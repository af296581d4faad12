package keras

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/gokeras/keras/data"
	"github.com/gokeras/keras/layers"
	"github.com/gokeras/keras/losses"
	"github.com/gokeras/keras/metrics"
	"github.com/gokeras/keras/ops"
	"github.com/gokeras/keras/tensor"
)

// OutputOptions says how one output of several is trained and judged.
type OutputOptions struct {
	// Loss is what training makes small. Default: none, which leaves the output
	// to the other losses, and out of the targets.
	Loss losses.Loss

	// LossWeight is how much the loss counts. Default: 1.
	LossWeight *float64

	// Metrics is what is reported, without sample weights. Default: none.
	Metrics []metrics.Metric

	// WeightedMetrics is what is reported with sample weights. Default: none.
	WeightedMetrics []metrics.Metric
}

// A judged is how an output is trained and judged.
type judged struct {
	OutputOptions
	name     string        // in reports
	resolved losses.Loss   // what the loss's name stands for with the targets at hand
	average  *metrics.Mean // of the loss, reported where there are several
	target   int           // which of the arrays of targets, -1 for none
}

// OutputNames returns the names of the model's outputs: those of the layers that give
// them, with a number where a name appears again. It is nil if the model isn't built.
func (m *Model) OutputNames() []string {
	if m.Build(nil) != nil {
		return nil
	}
	if !m.functional {
		return []string{layers.NameOf(m.stack[len(m.stack)-1])}
	}
	return m.declared.names(m.declared.outputs)
}

// outputKeys returns the names by which outputs are spoken of: those of a [Named], or
// OutputNames.
func (m *Model) outputKeys() []string {
	if m.functional && m.connected() == nil && m.declared.outputs.names != nil {
		return m.declared.outputs.names
	}
	return m.OutputNames()
}

// inputKeys returns the names by which inputs are spoken of: those of a [Named], or
// InputNames.
func (m *Model) inputKeys() []string {
	if m.functional && m.connected() == nil && m.declared.inputs.names != nil {
		return m.declared.inputs.names
	}
	return m.InputNames()
}

// InputNames returns the names of the model's inputs. It is nil if the model isn't
// built.
func (m *Model) InputNames() []string {
	if m.Build(nil) != nil {
		return nil
	}
	if m.functional {
		return m.declared.names(m.declared.inputs)
	}
	if in := m.inputOf(); in != nil {
		if name := layers.NameOf(in); name != "" {
			return []string{name}
		}
	}
	return []string{"input_layer"}
}

// names returns the names of the values of a structure, each once.
func (d *declared) names(s structure) []string {
	var names []string
	taken := map[string]bool{}
	for _, v := range s.values {
		name := free(layers.NameOf(d.of[d.from(v)].layer), taken)
		taken[name] = true
		names = append(names, name)
	}
	return names
}

// judge settles how the outputs of the given names are judged.
func judge(o CompileOptions, names []string) ([]judged, error) {
	list := make([]judged, len(names))
	var errs []error
	fail := func(format string, args ...any) { errs = append(errs, fmt.Errorf("Compile: "+format, args...)) }
	for i, n := range names {
		list[i].name = n
		if o.Outputs == nil {
			list[i].Loss = o.Loss
		}
	}
	if o.Outputs != nil {
		if o.Loss != nil || len(o.Metrics)+len(o.WeightedMetrics)+len(o.LossWeights) > 0 {
			fail("Outputs: received together with Loss, LossWeights, Metrics or WeightedMetrics, expected one of the two")
		}
		for _, name := range slices.Sorted(maps.Keys(o.Outputs)) {
			i := slices.Index(names, name)
			if i < 0 {
				fail("Outputs: received the name %q, expected one of %q", name, names)
				continue
			}
			list[i].OutputOptions = o.Outputs[name]
		}
	}
	switch n := len(o.LossWeights); {
	case n == len(names):
		for i := range list {
			list[i].LossWeight = &o.LossWeights[i]
		}
	case n != 0:
		fail("LossWeights: received %d numbers, expected one for each of the %d outputs", n, len(names))
	}
	each := func(field string, given []metrics.Metric, to func(*judged) *[]metrics.Metric) {
		switch {
		case len(names) == 1 && o.Outputs == nil:
			*to(&list[0]) = given
		case len(given) == len(names):
			for i := range list {
				*to(&list[i]) = given[i : i+1]
			}
		case len(given) > 0:
			fail("%s: received %d metrics, expected one for each of the %d outputs, or Outputs", field, len(given), len(names))
		}
	}
	each("Metrics", o.Metrics, func(j *judged) *[]metrics.Metric { return &j.Metrics })
	each("WeightedMetrics", o.WeightedMetrics, func(j *judged) *[]metrics.Metric { return &j.WeightedMetrics })
	several := 0
	for i := range list {
		j := &list[i]
		if j.Loss != nil {
			several++
			if err := losses.Check(j.Loss); err != nil {
				errs = append(errs, err)
			}
		}
	}
	targets := 0
	for i := range list {
		j := &list[i]
		j.target = -1
		if j.Loss != nil || len(j.Metrics)+len(j.WeightedMetrics) > 0 {
			j.target = targets
			targets++
		}
		if j.Loss != nil && several > 1 {
			j.average = &metrics.Mean{Base: metrics.Base{Name: j.name + "_loss"}}
			errs = append(errs, j.average.Build(ops.Type{}, ops.Type{}))
		}
	}
	return list, errors.Join(errs...)
}

// targets returns how many arrays of targets the outputs take.
func (c *compiled) targets() int {
	n := 0
	for _, j := range c.outputs {
		if j.target >= 0 {
			n++
		}
	}
	return n
}

// targetOf returns the place of an output's targets among so many arrays: those that
// are needed, or one for each output.
func (c *compiled) targetOf(output, arrays int) int {
	if arrays == len(c.outputs) {
		return output
	}
	return c.outputs[output].target
}

// checkTargets returns an error unless b has the arrays that the model, its losses
// and its metrics need, in shapes that fit.
func (m *Model) checkTargets(b data.Batch) error {
	if err := m.checkInputs(b); err != nil {
		return err
	}
	c := m.compiled
	n := c.targets()
	if n == 0 {
		return nil
	}
	if len(b.Y) != n && len(b.Y) != len(c.outputs) {
		return fmt.Errorf("y: received %d arrays, expected %d", len(b.Y), n)
	}
	for i := range c.outputs {
		j := &c.outputs[i]
		if j.target < 0 {
			continue
		}
		y := b.Y[c.targetOf(i, len(b.Y))]
		if y == nil {
			return fmt.Errorf("y: output %q: received no array, expected one", j.name)
		}
		if j.Loss == nil {
			continue
		}
		loss, err := losses.Resolve(j.Loss, y.Shape(), m.net.predicted[i].Shape)
		if err != nil {
			return m.ofOutput(i, err)
		}
		j.resolved = loss
	}
	return m.checkLabels(b)
}

// ofOutput returns an error that names the output, if there are several.
func (m *Model) ofOutput(i int, err error) error {
	if err == nil || len(m.compiled.outputs) == 1 {
		return err
	}
	return fmt.Errorf("output %q: %w", m.compiled.outputs[i].name, err)
}

// checkLabels returns an error unless the targets of a batch are such as the losses
// can take: class numbers that are classes, say.
func (m *Model) checkLabels(b data.Batch) error {
	c := m.compiled
	for i := range c.outputs {
		j := &c.outputs[i]
		if j.resolved == nil || len(b.Y) == 0 {
			continue
		}
		if err := losses.CheckLabels(j.resolved, b.Y[c.targetOf(i, len(b.Y))], m.net.predicted[i].Shape); err != nil {
			return fmt.Errorf("y: %w", m.ofOutput(i, err))
		}
	}
	return nil
}

// buildMetrics builds the metrics for the types of a batch's targets.
func (m *Model) buildMetrics(b data.Batch) error {
	c := m.compiled
	for _, x := range c.metrics {
		if len(b.Y) == 0 {
			return nil
		}
		t := b.Y[c.targetOf(x.output, len(b.Y))]
		y := ops.Type{DType: t.DType(), Shape: t.Shape().Clone()}
		y.Shape[0] = tensor.Unknown
		if err := metrics.Build(x.Metric, y, m.net.predicted[x.output]); err != nil {
			return m.ofOutput(x.output, err)
		}
	}
	return nil
}

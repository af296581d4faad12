package cpu

import (
	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/tensor"
)

// A Memory is what a worker sees of a run: the elements of buffers, by number.
type Memory struct {
	*frame
	Scratch []float32 // the worker's own
	loops   [][]stepper
}

func (p *Program) newMemory(f *frame) Memory {
	m := Memory{frame: f, Scratch: floatLines(p.scratch)}
	for _, s := range p.scans {
		m.loops = append(m.loops, s.steppers())
	}
	return m
}

// Floats returns the elements of a buffer of float32.
func (f *frame) Floats(b int) []float32 { return f.floats[b] }

// Array returns a buffer. Its shape is that of the value that was placed there
// first; a value that is a reshape of it has the same elements.
func (f *frame) Array(b int) *tensor.Tensor { return f.arrays[b] }

// Shared returns the floats that the loops of a primitive have in common.
func (f *frame) Shared() []float32 { return f.shared }

// A layout numbers the buffers of a program. A variable has two numbers if it lies both
// in its store, row by row, and in panels.
type layout struct {
	numbers map[*plan.Buffer]int
	shadows map[*shadow]int
	buffers []*plan.Buffer
	panels  map[int]*shadow // by number
}

func newLayout() *layout {
	return &layout{numbers: map[*plan.Buffer]int{}, shadows: map[*shadow]int{}, panels: map[int]*shadow{}}
}

func (l *layout) number(b *plan.Buffer) int {
	n, ok := l.numbers[b]
	if !ok {
		n = len(l.buffers)
		l.numbers[b] = n
		l.buffers = append(l.buffers, b)
	}
	return n
}

// inPanels returns the number of the panels of a variable.
func (l *layout) inPanels(b *plan.Buffer, s *shadow) int {
	n, ok := l.shadows[s]
	if !ok {
		n = len(l.buffers)
		l.shadows[s] = n
		l.panels[n] = s
		l.buffers = append(l.buffers, b)
	}
	return n
}

package cpu

import (
	"runtime"
	"sync/atomic"
	"unsafe"

	"github.com/gokeras/keras/internal/plan"
	"github.com/gokeras/keras/internal/team"
	"github.com/gokeras/keras/tensor"
)

// A frame is the memory of one run: the arena, and where every buffer lies.
type frame struct {
	p       *Program
	arrays  []*tensor.Tensor // by number of buffer
	floats  [][]float32      // the same, if float32
	calls   []callFrame
	shared  []float32
	workers []Memory
	work    func(team.Worker)

	ranges int     // of the parts of a task, one for each worker
	claims []claim // by task, and then by range
	done   atomic.Int64
}

const (
	line = 64   // bytes of a cache line
	page = 4096 // bytes that are told apart by the lower bits of an address
	// shade is between the places of large arrays in their pages, and shades is how many
	// places there are.
	shade, shades = page/4 + line, 8
)

var shaded atomic.Uint32

// lines returns n bytes that begin with a cache line. Large arrays begin at different
// places of pages: a weight and its averages, which are used together, would
// otherwise have the same lower bits all along, by which processors guess what loads
// depend on which stores.
func lines(n int) []byte {
	skip := 0
	if n >= page {
		skip = int(shaded.Add(1)%shades) * shade
	}
	mem := make([]uint64, (skip+n+line+7)/8)
	b := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(mem))), len(mem)*8)
	skip += -int(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) & (line - 1)
	return b[skip:][:n]
}

func floatLines(n int) []float32 {
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(lines(4*n)))), n)
}

func (p *Program) newFrame() *frame {
	f := &frame{p: p, shared: floatLines(p.shared)}
	arena := lines(p.plan.Arena)
	f.arrays = make([]*tensor.Tensor, len(p.memory.buffers))
	f.floats = make([][]float32, len(f.arrays))
	for i, b := range p.memory.buffers {
		switch b.Kind {
		case plan.Arena:
			f.set(i, tensor.FromMemory(arena[b.Offset:][:b.Bytes()], b.Type.DType, b.Type.Shape...))
		case plan.Variable:
			if s := p.memory.panels[i]; s != nil {
				f.floats[i] = s.data
			} else {
				f.set(i, p.source.Vars[b.Index].Store)
			}
		case plan.Constant:
			f.set(i, b.Array)
		}
	}
	for _, c := range p.calls {
		f.calls = append(f.calls, c.frame(f))
	}
	f.work = f.walk
	return f
}

// bytes returns the memory of a buffer.
func (f *frame) bytes(b int) []byte {
	if t := f.arrays[b]; t != nil {
		return t.Bytes()
	}
	x := f.floats[b]
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), 4*len(x))
}

func (f *frame) set(b int, t *tensor.Tensor) {
	f.arrays[b] = t
	if t.DType() == tensor.Float32 {
		f.floats[b] = tensor.Data[float32](t)
	}
}

// Run computes the program: it reads the inputs and writes the outputs, which must
// have the types that the program says and lie in memory of their own. Variables
// get their new values. Programs that change no variable may be run by several
// goroutines at once. Once a program has run, it allocates nothing.
func (p *Program) Run(inputs, outputs []*tensor.Tensor) error {
	if err := p.check("input", inputs, p.source.Inputs); err != nil {
		return err
	}
	if err := p.check("output", outputs, p.source.Outputs); err != nil {
		return err
	}
	for _, c := range p.stores {
		c.Settle()
	}
	for _, s := range p.shadows {
		s.fresh()
	}
	f := p.take()
	for i, b := range p.memory.buffers {
		switch b.Kind {
		case plan.Input:
			f.set(i, inputs[b.Index])
		case plan.Output:
			f.set(i, outputs[b.Index])
		}
	}
	f.attach()
	n := team.Workers(p.workers)
	for len(f.workers) < n {
		f.workers = append(f.workers, p.newMemory(f))
	}
	f.begin(n)
	team.Share(n, f.work)
	p.give(f)
	for _, s := range p.changed {
		s.changed()
	}
	for _, s := range p.moved {
		s.moved()
	}
	for _, c := range p.changes {
		c.Changed()
	}
	return nil
}

func (p *Program) take() *frame {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.idle); n > 0 {
		f := p.idle[n-1]
		p.idle = p.idle[:n-1]
		return f
	}
	return p.newFrame()
}

// give keeps f for the next run. It lets go of the caller's arrays.
func (p *Program) give(f *frame) {
	for i, b := range p.memory.buffers {
		if b.Kind == plan.Input || b.Kind == plan.Output {
			f.arrays[i], f.floats[i] = nil, nil
		}
	}
	f.attach()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) < 2*runtime.GOMAXPROCS(0) {
		p.idle = append(p.idle, f)
	}
}

// attach puts the caller's arrays in place for calls of Ref.
func (f *frame) attach() {
	for i, c := range f.p.calls {
		c.attach(f, &f.calls[i])
	}
}

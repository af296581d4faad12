package data

import (
	"context"
	"errors"
	"iter"
	"log/slog"
)

// Epochs cuts a data set into epochs. An epoch is one pass over the data, or
// StepsPerEpoch batches: then each epoch goes on where the last one stopped, and
// the data begins anew where it ends between two epochs. Where it ends within
// one, the epoch ends with it, and a warning is logged.
//
// It belongs to one goroutine, and must be closed.
type Epochs struct {
	// Data is where the batches come from. Required.
	Data Dataset

	// Options says how samples are put into batches. With StepsPerEpoch and
	// without a BatchSize, arrays are cut into so many batches. Default: see there.
	Options

	// StepsPerEpoch is the number of batches of an epoch. Default: those of one pass.
	StepsPerEpoch int

	// Order returns what draws the order of samples in the pass that begins with an epoch,
	// so that it depends on nothing before. Default: Options.Shuffle, for all passes.
	Order func(epoch int) Permuter

	// Logger is told when data runs out. Default: nobody is.
	Logger *slog.Logger

	next  func() (Batch, error, bool)
	stop  func()
	seen  int   // batches of this pass
	total int   // batches of a whole pass, once one is over
	peek  *item // what Peek has taken and Epoch hasn't
	epoch int   // number of the next epoch
	done  int   // batches of it that Seek leaves out
	begun bool  // whether a pass has begun since Seek
}

type item struct {
	batch Batch
	err   error
	ok    bool
}

// errEmpty says that a pass has nothing.
var errEmpty = errors.New("data: received a data set without batches, expected at least one")

// Steps returns the number of batches of an epoch, or -1 if it isn't known. Of
// a [Func] it is known after its first pass.
func (e *Epochs) Steps() int {
	if e.StepsPerEpoch > 0 {
		return e.StepsPerEpoch
	}
	if n := e.Data.Steps(e.options().BatchSize); n >= 0 {
		return n
	}
	if e.total > 0 {
		return e.total
	}
	return -1
}

// Seek makes the epoch of a number, counted from 0, the next one, without so many of its
// batches. With StepsPerEpoch arrays go on where that epoch would; other data begins anew.
func (e *Epochs) Seek(epoch, done int) {
	e.Close()
	e.epoch, e.done, e.begun = epoch, done, false
}

// Peek returns the first batch of the next epoch, to look at its shapes. The
// epoch still has it.
func (e *Epochs) Peek(ctx context.Context) (Batch, error) {
	if e.peek == nil {
		b, err, ok := e.first(ctx)
		e.peek = &item{b, err, ok}
	}
	if !e.peek.ok {
		return Batch{}, errEmpty
	}
	return e.peek.batch, e.peek.err
}

// Epoch returns the batches of the next epoch. An error is the last thing that
// it yields.
func (e *Epochs) Epoch(ctx context.Context) iter.Seq2[Batch, error] {
	return func(yield func(Batch, error) bool) {
		start := e.done
		defer func() { e.epoch, e.done = e.epoch+1, 0 }()
		for step := start; e.StepsPerEpoch <= 0 || step < e.StepsPerEpoch; step++ {
			b, err, ok := e.pull(ctx, step == start)
			switch {
			case err == nil && ctx.Err() != nil:
				b, err = Batch{}, ctx.Err()
			case err == nil && !ok && step == 0:
				err = errEmpty
			case !ok && e.StepsPerEpoch > 0:
				e.warn()
				return
			case !ok:
				return
			}
			if err != nil {
				e.Close()
			}
			if !yield(b, err) || err != nil {
				return
			}
		}
	}
}

// pull returns the next batch of an epoch.
func (e *Epochs) pull(ctx context.Context, first bool) (Batch, error, bool) {
	if p := e.peek; p != nil {
		e.peek = nil
		return p.batch, p.err, p.ok
	}
	if first {
		return e.first(ctx)
	}
	return e.advance()
}

// first returns the batch with which an epoch begins.
func (e *Epochs) first(ctx context.Context) (Batch, error, bool) {
	if e.next != nil && e.StepsPerEpoch > 0 {
		if b, err, ok := e.advance(); ok {
			return b, err, ok
		}
	}
	e.Close()
	o := e.options()
	from, skip := e.epoch, e.done
	if n := e.Data.Steps(o.BatchSize); !e.begun && n > 0 && e.StepsPerEpoch > 0 {
		epochs := (n + e.StepsPerEpoch - 1) / e.StepsPerEpoch // of a pass
		from -= e.epoch % epochs
		skip += e.epoch % epochs * e.StepsPerEpoch
	}
	e.begun = true
	if e.Order != nil {
		o.Shuffle = e.Order(from)
	}
	e.next, e.stop = iter.Pull2(e.Data.Batches(ctx, o))
	for range skip {
		if b, err, ok := e.advance(); err != nil || !ok {
			return b, err, ok
		}
	}
	return e.advance()
}

// advance returns the next batch of this pass. At its end there is none.
func (e *Epochs) advance() (Batch, error, bool) {
	if e.next == nil {
		return Batch{}, nil, false
	}
	b, err, ok := e.next()
	if ok && err == nil {
		e.seen++
		return b, nil, true
	}
	if !ok {
		e.total = e.seen
	}
	e.Close()
	return b, err, ok
}

// options completes what is given.
func (e *Epochs) options() Options {
	o := e.Options
	if o.buffers == nil {
		e.buffers = new(buffers)
		o.buffers = e.buffers
	}
	if a, ok := e.Data.(*Arrays); ok && o.BatchSize <= 0 && e.StepsPerEpoch > 0 {
		o.BatchSize = max(1, (a.Len()+e.StepsPerEpoch-1)/e.StepsPerEpoch)
	}
	o.BatchSize = o.batchSize()
	return o
}

func (e *Epochs) warn() {
	if e.Logger != nil {
		e.Logger.Warn("Your input ran out of data; interrupting training. Make sure that your data set can generate " +
			"at least steps_per_epoch * epochs batches.")
	}
}

// Close ends the pass that is under way. The next epoch begins a new one.
func (e *Epochs) Close() {
	if e.stop != nil {
		e.stop()
	}
	e.next, e.stop, e.seen, e.peek = nil, nil, 0, nil
}

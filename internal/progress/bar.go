// Package progress draws the progress of a loop as Keras does: a bar that is
// drawn over and over on a terminal, or one line when the loop is done.
//
// The text is that of keras.utils.Progbar, byte for byte. A frame that is drawn
// over on a terminal starts with as many backspaces as the previous one was
// wide, and a carriage return.
package progress

import (
	"cmp"
	"io"
	"time"
)

// Options are the settings of a [Bar].
type Options struct {
	// Target is the number of steps. Default: unknown.
	Target int

	// Width is the number of characters of the bar. Default: 20.
	Width int

	// Verbose says what is written: 0 nothing, 1 a bar, 2 one line at the end.
	// Default: 0.
	Verbose int

	// Interval is the time that must pass between two frames. Default: 50 ms.
	Interval time.Duration

	// Unit is what a step is called. Default: "step".
	Unit string

	// Terminal says that what is written is shown by a terminal. When it is not,
	// the bar is written once, when the loop is done, without control characters;
	// Keras writes every frame, with all its backspaces, into files too.
	// Default: false.
	Terminal bool

	// Average tells whether the mean of a value over the steps is shown and not
	// its latest. Default: never.
	Average func(name string) bool

	// Now is the clock. Default: time.Now.
	Now func() time.Time
}

// A Value is a number shown behind the bar.
type Value struct {
	Name  string
	Value float64
}

// A Bar shows how far a loop has come. The time it shows starts at [New].
type Bar struct {
	o      Options
	w      io.Writer
	values []value
	seen   int // steps at the last update

	start, firstStep, lastFrame time.Time

	line  line
	width int // of the frame that is on the terminal
}

// value is the sum of what was reported under a name and the number of steps it
// was reported for. Of a value that is not averaged it is the latest, once.
type value struct {
	name    string
	average bool
	sum     float64
	count   int
}

// New returns a bar that writes to w.
func New(w io.Writer, o Options) *Bar {
	o.Width = cmp.Or(o.Width, 20)
	o.Interval = cmp.Or(o.Interval, 50*time.Millisecond)
	o.Unit = cmp.Or(o.Unit, "step")
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Bar{o: o, w: w, start: o.Now(), line: line{styled: o.Terminal}}
}

// SetTarget sets the number of steps, for loops that learn it on the way.
func (b *Bar) SetTarget(n int) { b.o.Target = n }

// Update reports that current steps are done, and values, which are shown in
// the order in which their names first came. A frame is drawn if it is time for
// one; final ends the bar, and its values are shown as they are. It returns the
// error of writing.
func (b *Bar) Update(current int, values []Value, final bool) error {
	b.add(current, values, final)
	draws := b.o.Verbose == 1 && b.o.Terminal
	if b.o.Verbose == 0 || !draws && !final && current != 1 {
		return nil
	}
	now := b.o.Now()
	perStep := b.perStep(current, now)
	switch {
	case !final && (!draws || now.Sub(b.lastFrame) < b.o.Interval):
		return nil
	case b.o.Verbose == 1:
		b.frame(current, now, perStep, final)
	case b.o.Target > 0:
		b.summary(current, now, perStep)
	default:
		return nil
	}
	b.lastFrame = now
	_, err := b.w.Write(b.line.text)
	return err
}

// add takes up the values of an update.
func (b *Bar) add(current int, values []Value, final bool) {
	for i, v := range values {
		at := b.index(v.Name, i)
		if at < 0 {
			at = len(b.values)
			average := b.o.Average != nil && b.o.Average(v.Name)
			b.values = append(b.values, value{name: v.Name, average: average})
		}
		x := &b.values[at]
		if x.average && !final {
			n := max(current-b.seen, 1)
			x.sum += v.Value * float64(n)
			x.count += n
		} else {
			x.sum, x.count = v.Value, 1
		}
	}
	b.seen = current
}

// index returns where the value of a name is, or -1. It is likely at guess.
func (b *Bar) index(name string, guess int) int {
	if guess < len(b.values) && b.values[guess].name == name {
		return guess
	}
	for i := range b.values {
		if b.values[i].name == name {
			return i
		}
	}
	return -1
}

// perStep returns how many seconds a step takes. The first, which is often much
// slower, is left out as soon as there are more.
func (b *Bar) perStep(current int, now time.Time) float64 {
	if current == 0 {
		return 0
	}
	seconds := now.Sub(b.start).Seconds() / float64(current)
	if current > 1 && !b.firstStep.IsZero() {
		seconds = now.Sub(b.firstStep).Seconds() / float64(current-1)
	}
	if current == 1 {
		b.firstStep = now
	}
	return seconds
}

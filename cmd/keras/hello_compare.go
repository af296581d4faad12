package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// compareSizes trains the same network with each batch size and prints what comes
// of it: the lesson that a batch is one matrix product.
func (h *hello) compareSizes(ctx context.Context) error {
	d, err := load(h)
	if err != nil {
		return err
	}
	slices.Sort(h.compare)
	h.compare = slices.Compact(h.compare)
	h.say("The same network, %s, learns from %s with different batch sizes, for %s each (loss %s, optimizer %s). CPU: %s.",
		h.network(), plural(d.train.Len(), "image"), h.time(), h.loss, h.optimizer, processor())
	h.line("", "updates", "seconds", "speed-up", "after "+plural(h.epochs, "epoch"), "", "after "+h.time(), "", "")
	h.line("batch", "/epoch", "/epoch", "over "+commas(h.compare[0]), "loss", "accuracy", "loss", "accuracy", "epochs")
	trials := []*trial{}
	for _, size := range h.compare {
		t, err := h.try(ctx, d, size)
		if errors.Is(err, context.Canceled) {
			break
		}
		if err != nil {
			return err
		}
		trials = append(trials, t)
		t.SpeedUp = trials[0].Seconds / t.Seconds
		h.row(t)
	}
	for _, t := range trials {
		if h.cut(t) {
			fmt.Fprintf(h.out, "* cut: batch size %s got through %.3f of %s in %s\n", commas(t.BatchSize), t.AfterSeconds.Epochs, plural(h.epochs, "epoch"), h.time())
		}
	}
	lesson := lesson(trials)
	if lesson != "" {
		fmt.Fprintln(h.out, "\n"+fill(lesson, min(h.width, 100)))
	}
	interrupted := ctx.Err() != nil
	if interrupted {
		fmt.Fprintf(h.out, "\nInterrupted after %d of %s.\n", len(trials), plural(len(h.compare), "batch size"))
	}
	if h.json != "" {
		if err := h.writeComparison(trials, lesson, interrupted); err != nil {
			return err
		}
	}
	if interrupted {
		return errInterrupted
	}
	return nil
}

func (h *hello) writeComparison(trials []*trial, lesson string, interrupted bool) error {
	s := h.settings()
	s.BatchSize = 0 // there are many
	return writeJSON(h.json, struct {
		BatchSizes  []*trial `json:"batch_sizes"`
		Seconds     float64  `json:"seconds"`
		Lesson      string   `json:"lesson"`
		Interrupted bool     `json:"interrupted"`
		Settings    settings `json:"settings"`
	}{trials, h.seconds, lesson, interrupted, s})
}

func (h *hello) time() string { return fmt.Sprintf("%v s", h.seconds) }

// cut tells whether time ran out before the epochs were over.
func (h *hello) cut(t *trial) bool { return t.AfterEpochs.Epochs < float64(h.epochs) }

// line prints a line of the table, which fits 80 columns.
func (h *hello) line(cells ...any) {
	text := fmt.Sprintf("%6s %7s %8s %8s  %8s %8s  %7s %8s %6s", cells...)
	fmt.Fprintln(h.out, strings.TrimRight(text, " "))
}

func (h *hello) row(t *trial) {
	mark := ""
	if h.cut(t) {
		mark = "*"
	}
	loss, accuracy := t.AfterEpochs.values()
	lossThen, accuracyThen := t.AfterSeconds.values()
	h.line(commas(t.BatchSize), commas(t.Updates), fmt.Sprintf("%.2f", t.Seconds), fmt.Sprintf("%.1f×", t.SpeedUp),
		mark+number(loss), percent(accuracy), number(lossThen), percent(accuracyThen), fmt.Sprintf("%.2f", t.AfterSeconds.Epochs))
}

// lesson says what the table shows.
func lesson(trials []*trial) string {
	if len(trials) < 2 {
		return ""
	}
	slowest, fastest, best, most := trials[0], trials[0], trials[0], -1.
	for _, t := range trials {
		if t.Seconds < fastest.Seconds {
			fastest = t
		}
		if t.Seconds > slowest.Seconds {
			slowest = t
		}
		if _, accuracy := t.AfterSeconds.values(); accuracy > most {
			best, most = t, accuracy
		}
	}
	text := "Here the size of a batch makes no difference to the time of an epoch"
	if ratio := slowest.Seconds / fastest.Seconds; ratio >= 1.1 {
		text = fmt.Sprintf("A batch is one matrix product: with %s at a time an epoch takes 1/%.1f of the time it takes with %s",
			plural(fastest.BatchSize, "image"), ratio, commas(slowest.BatchSize))
		if fastest.Updates < slowest.Updates {
			text += fmt.Sprintf(", but has %s and not %s", plural(fastest.Updates, "update"), commas(slowest.Updates))
		}
	}
	return text + fmt.Sprintf("; in the same time, batches of %s learnt most (%s).", commas(best.BatchSize), percent(most))
}

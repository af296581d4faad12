package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/gokeras/keras"
)

func newTrial(size, updates int, seconds, accuracy float64) *trial {
	return &trial{
		BatchSize: size, Updates: updates, Seconds: figure(seconds),
		AfterSeconds: score{Epochs: 1, Test: keras.Results{{Name: "loss", Value: 1}, {Name: "accuracy", Value: accuracy}}},
	}
}

// TestLesson checks that the lesson is true whatever the table shows.
func TestLesson(t *testing.T) {
	for name, tt := range map[string]struct {
		trials []*trial
		want   string
	}{
		"none": {nil, ""},
		"one":  {[]*trial{newTrial(10, 60, 1, .5)}, ""},
		"usual": {
			[]*trial{newTrial(1, 6000, 100, .8), newTrial(10, 600, 20, .9), newTrial(1000, 6, 2, .7)},
			"A batch is one matrix product: with 1,000 images at a time an epoch takes 1/50.0 of the time it takes with 1, " +
				"but has 6 updates and not 6,000; in the same time, batches of 10 learnt most (90.00 %).",
		},
		"the smallest is the fastest": {
			[]*trial{newTrial(1, 600, 1, .8), newTrial(10, 60, 2, .7)},
			"A batch is one matrix product: with 1 image at a time an epoch takes 1/2.0 of the time it takes with 10; " +
				"in the same time, batches of 1 learnt most (80.00 %).",
		},
		"as fast": {
			[]*trial{newTrial(1, 600, 1, .5), newTrial(10, 60, 1.05, .5)},
			"Here the size of a batch makes no difference to the time of an epoch; in the same time, batches of 1 learnt most (50.00 %).",
		},
	} {
		if got := lesson(tt.trials); got != tt.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, tt.want)
		}
	}
}

// TestTable checks that its columns are aligned and fit 80 columns, whatever is in
// them.
func TestTable(t *testing.T) {
	var out bytes.Buffer
	h := &hello{out: &out, epochs: 2}
	results := func(loss, accuracy float64) keras.Results {
		return keras.Results{{Name: "loss", Value: loss}, {Name: "accuracy", Value: accuracy}}
	}
	for _, tr := range []*trial{
		{BatchSize: 1, Updates: 60000, Seconds: 1234.5, SpeedUp: 1, AfterEpochs: score{.01, results(88664080, 1)}, AfterSeconds: score{.01, results(12.5, 1)}},
		{BatchSize: 60000, Updates: 1, Seconds: .01, SpeedUp: 12345, AfterEpochs: score{2, results(.5, .05)}, AfterSeconds: score{999.99, results(.4, .1)}},
	} {
		h.row(tr)
	}
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	for _, l := range lines {
		if n := utf8.RuneCountInString(l); n > 80 {
			t.Errorf("%d columns: %s", n, l)
		}
	}
	if !strings.Contains(lines[0], "*8.9e+07") || strings.Contains(lines[1], "*") {
		t.Errorf("the first trial was cut, the second wasn't:\n%s", out.String())
	}
	percents := func(line string) (at []int) {
		for i, r := range []rune(line) {
			if r == '%' {
				at = append(at, i)
			}
		}
		return at
	}
	if a, b := percents(lines[0]), percents(lines[1]); len(a) != 2 || !slices.Equal(a, b) {
		t.Errorf("accuracies at %v and %v:\n%s", a, b, out.String())
	}
}

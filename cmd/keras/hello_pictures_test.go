package main

import (
	"bytes"
	"math"
	"strings"
	"testing"
)

// rectangle is an image that is black from (x0, y0) up to (x1, y1).
func rectangle(x0, y0, x1, y1 int) []uint8 {
	image := make([]uint8, 28*28)
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			image[28*y+x] = 255
		}
	}
	return image
}

func TestPicture(t *testing.T) {
	for name, tt := range map[string]struct {
		image          []uint8
		x0, y0, x1, y1 int // points with ink
	}{
		"blank":             {rectangle(0, 0, 0, 0), 0, 0, 0, 0},
		"full":              {rectangle(4, 4, 24, 24), 0, 0, 15, 15},
		"in a corner":       {rectangle(0, 0, 20, 20), 0, 0, 15, 15},
		"upright bar":       {rectangle(12, 4, 16, 24), 6, 0, 9, 15},
		"bar that's aside":  {rectangle(1, 8, 5, 28), 6, 0, 9, 15},
		"bar across":        {rectangle(4, 10, 24, 14), 0, 6, 15, 9},
		"larger than it is": {rectangle(0, 0, 28, 28), 0, 0, 15, 15},
	} {
		p := newPicture(tt.image)
		for y := range pictureWidth + 1 {
			for x := range pictureWidth {
				want := x >= tt.x0 && x < tt.x1 && y >= tt.y0 && y < tt.y1
				if p[y][x] != want {
					t.Errorf("%s: point (%d, %d) is %v, want %v", name, x, y, p[y][x], want)
				}
			}
		}
	}
}

func TestShow(t *testing.T) {
	d := &digits{images: append(rectangle(4, 4, 24, 24), rectangle(12, 4, 16, 24)...)}
	list := []reading{{Index: 0, Label: 3, Predicted: 3, Probability: 1}, {Index: 1, Label: 1, Predicted: 7, Probability: .5}}
	var out bytes.Buffer
	d.show(&out, list, false)
	full, bar := strings.Repeat("█", 15), "       ███"
	want := strings.Repeat(" "+full+bar+"\n", 7) + " " + strings.Repeat("▀", 15) + "       ▀▀▀\n" +
		"     3 100.00 %      7 50.00 %\n" +
		"                     it is a 1\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}

	out.Reset()
	d.show(&out, list[:1], true)
	if s := out.String(); !strings.Contains(s, "\x1b[32m    3 100.00 %") || strings.Contains(s, "it is") {
		t.Errorf("got %q, want green, and no remark", s)
	}
	out.Reset()
	d.show(&out, list[1:], true)
	if s := out.String(); !strings.Contains(s, "\x1b[31m    7 50.00 %") {
		t.Errorf("got %q, want red", s)
	}
}

func TestWorst(t *testing.T) {
	nan := figure(math.NaN())
	list := []reading{
		{Index: 0, Label: 1, Predicted: 1, Probability: 1},
		{Index: 1, Label: 1, Predicted: 2, Probability: .5},
		{Index: 2, Label: 1, Predicted: 2, Probability: nan},
		{Index: 3, Label: 1, Predicted: 2, Probability: .9},
		{Index: 4, Label: 1, Predicted: 2, Probability: .5},
	}
	for n, want := range [][]int{{}, {3}, {3, 1}, {3, 1, 4}, {3, 1, 4, 2}, {3, 1, 4, 2}} {
		got := []int{}
		for _, r := range worst(list, n) {
			got = append(got, r.Index)
		}
		if len(got) != len(want) {
			t.Errorf("the %d worst are %v, want %v", n, got, want)
			continue
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("the %d worst are %v, want %v", n, got, want)
				break
			}
		}
	}
	if list[0].Index != 0 || list[4].Index != 4 {
		t.Error("the list has changed")
	}
}

func TestSameBits(t *testing.T) {
	nan := float32(math.NaN())
	of := func(v ...float32) []reading { return []reading{{bits: v}} }
	for _, tt := range []struct {
		a, b []reading
		want bool
	}{
		{of(1, 2), of(1, 2), true},
		{of(nan), of(nan), true},
		{of(1, 2), of(1, math.Nextafter32(2, 3)), false},
		{of(0), of(float32(math.Copysign(0, -1))), false},
		{of(1), nil, false},
	} {
		if got := sameBits(tt.a, tt.b); got != tt.want {
			t.Errorf("sameBits(%v, %v) = %v", tt.a, tt.b, got)
		}
	}
}

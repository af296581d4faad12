package main

import (
	"fmt"
	"io"
	"strings"
)

// A picture has the 20 by 20 pixels that a digit of MNIST fills, in 15 by 15
// points. Each character shows two of them, one above the other.
const (
	pictureWidth = 15
	digitSize    = 20
)

// show draws images beside each other, with what was read below them: green if it
// is right and red if not, with colours.
func (d *digits) show(w io.Writer, list []reading, color bool) {
	pictures := make([]picture, len(list))
	for i, r := range list {
		pictures[i] = newPicture(d.images[r.Index*28*28:][:28*28])
	}
	for y := 0; y < pictureWidth; y += 2 {
		var line strings.Builder
		for _, p := range pictures {
			line.WriteByte(' ')
			for x := range pictureWidth {
				line.WriteString(block(p[y][x], p[y+1][x]))
			}
		}
		fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
	}
	var read, truth strings.Builder
	for _, r := range list {
		style, remark := "32", ""
		if r.Predicted != r.Label {
			style, remark = "31", fmt.Sprintf("it is a %d", r.Label)
		}
		text := fmt.Sprintf("%-*s", pictureWidth, fmt.Sprintf("    %d %s", r.Predicted, percent(float64(r.Probability))))
		if color {
			text = "\x1b[" + style + "m" + text + "\x1b[0m"
		}
		read.WriteString(" " + text)
		fmt.Fprintf(&truth, " %-*s", pictureWidth, "    "+remark)
	}
	fmt.Fprintln(w, strings.TrimRight(read.String(), " "))
	if s := strings.TrimRight(truth.String(), " "); s != "" {
		fmt.Fprintln(w, s)
	}
}

// A picture tells where there is ink. It has a row more than points, for the last
// line of characters.
type picture [pictureWidth + 1][pictureWidth]bool

// newPicture draws an image of 28 by 28 pixels.
func newPicture(image []uint8) (p picture) {
	left, top := middle(image)
	const scale = float64(digitSize) / pictureWidth
	for y := range pictureWidth {
		for x := range pictureWidth {
			p[y][x] = ink(image, left+scale*float64(x), top+scale*float64(y), scale) > 255/3.
		}
	}
	return p
}

// middle returns where the square begins that has the digit in its middle.
func middle(image []uint8) (left, top float64) {
	x0, y0, x1, y1 := 28, 28, 0, 0
	for i, v := range image {
		if v > 0 {
			x, y := i%28, i/28
			x0, y0, x1, y1 = min(x0, x), min(y0, y), max(x1, x+1), max(y1, y+1)
		}
	}
	return float64(x0+x1-digitSize) / 2, float64(y0+y1-digitSize) / 2
}

// ink returns the mean of the pixels in a square; there is none outside the image.
func ink(image []uint8, left, top, size float64) float64 {
	var sum float64
	for y := max(0, int(top)); y < 28 && float64(y) < top+size; y++ {
		for x := max(0, int(left)); x < 28 && float64(x) < left+size; x++ {
			sum += float64(image[28*y+x]) * overlap(x, left, size) * overlap(y, top, size)
		}
	}
	return sum / (size * size)
}

// overlap returns how much of pixel i is between from and from+size.
func overlap(i int, from, size float64) float64 {
	return max(0, min(float64(i+1), from+size)-max(float64(i), from))
}

func block(upper, lower bool) string {
	switch {
	case upper && lower:
		return "█"
	case upper:
		return "▀"
	case lower:
		return "▄"
	}
	return " "
}

package diagram

import (
	"cmp"
	"math"
	"slices"
	"unicode/utf8"
)

// Sizes of the picture, in pixels.
const (
	letter = 7.2 // width of a character
	line   = 18. // height of a line
	edge   = 10. // between text and box
	apart  = 28. // between boxes of a row
	below  = 44. // between rows
	margin = 16.
)

// A place is where a box or a bend of a long arrow lies.
type place struct {
	box           int // -1 for a bend
	row           int
	x, y          float64 // of the middle
	width, height float64
	up, down      []*place
	order         float64
}

// layout puts boxes into rows, each below all that lead to it (Sugiyama, Tagawa and
// Toda, 1981): long arrows get a bend in each row that they cross, rows are sorted by
// where their neighbours are, and boxes are put near the middle of these.
func (d *Diagram) layout() (rows [][]*place, boxes []*place) {
	for i, x := range d.Boxes {
		p := &place{box: i, height: line*float64(len(x.Lines)) + edge}
		for _, text := range x.Lines {
			p.width = max(p.width, letter*float64(utf8.RuneCountInString(text))+2*edge)
		}
		boxes = append(boxes, p)
	}
	for range boxes { // the longest way to each box; done when nothing moves
		moved := false
		for _, a := range d.Arrows {
			if from, to := boxes[a.From], boxes[a.To]; to.row <= from.row {
				to.row, moved = from.row+1, true
			}
		}
		if !moved {
			break
		}
	}
	add := func(p *place) {
		for len(rows) <= p.row {
			rows = append(rows, nil)
		}
		p.order = float64(len(rows[p.row]))
		rows[p.row] = append(rows[p.row], p)
	}
	for _, p := range boxes {
		add(p)
	}
	for _, a := range d.Arrows {
		at := boxes[a.From]
		for at.row+1 < boxes[a.To].row {
			bend := &place{box: -1, row: at.row + 1, width: 1, height: 1}
			add(bend)
			join(at, bend)
			at = bend
		}
		join(at, boxes[a.To])
	}
	for range 4 {
		for _, r := range rows {
			sortRow(r, func(p *place) []*place { return p.up })
		}
		for _, r := range slices.Backward(rows) {
			sortRow(r, func(p *place) []*place { return p.down })
		}
	}
	d.coordinates(rows)
	return rows, boxes
}

func join(a, b *place) { a.down, b.up = append(a.down, b), append(b.up, a) }

// sortRow sorts a row by the middle of the neighbours.
func sortRow(row []*place, neighbours func(*place) []*place) {
	middle := map[*place]float64{}
	for _, p := range row {
		middle[p] = p.order
		if list := neighbours(p); len(list) > 0 {
			sum := 0.
			for _, n := range list {
				sum += n.order
			}
			middle[p] = sum / float64(len(list))
		}
	}
	slices.SortStableFunc(row, func(a, b *place) int { return cmp.Compare(middle[a], middle[b]) })
	for i, p := range row {
		p.order = float64(i)
	}
}

// coordinates gives places their x and y.
func (d *Diagram) coordinates(rows [][]*place) {
	y := margin
	for _, r := range rows {
		x, height := 0., 0.
		for _, p := range r {
			p.x = x + p.width/2
			x += p.width + apart
			height = max(height, p.height)
		}
		for _, p := range r {
			p.y = y + height/2
		}
		y += height + below
	}
	for range 8 {
		for _, r := range rows {
			settle(r, func(p *place) []*place { return p.up })
		}
		for _, r := range slices.Backward(rows) {
			settle(r, func(p *place) []*place { return p.down })
		}
	}
	left := math.Inf(1)
	for _, r := range rows {
		for _, p := range r {
			left = min(left, p.x-p.width/2)
		}
	}
	for _, r := range rows {
		for _, p := range r {
			p.x += margin - left
		}
	}
}

// settle moves the places of a row towards the middle of their neighbours, as far as
// those beside them let them.
func settle(row []*place, neighbours func(*place) []*place) {
	for i, p := range row {
		list := neighbours(p)
		if len(list) == 0 {
			continue
		}
		want := 0.
		for _, n := range list {
			want += n.x / float64(len(list))
		}
		if i > 0 {
			before := row[i-1]
			want = max(want, before.x+(before.width+p.width)/2+apart)
		}
		if i+1 < len(row) && want > p.x {
			after := row[i+1]
			room := after.x - (after.width+p.width)/2 - apart
			if want > room && room > p.x {
				want = room
			}
		}
		p.x = want
	}
	for i := 1; i < len(row); i++ {
		if least := row[i-1].x + (row[i-1].width+row[i].width)/2 + apart; row[i].x < least {
			row[i].x = least
		}
	}
}

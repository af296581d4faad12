package main

import (
	"image/color"
	"math"
	"os"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// plot draws the cost of a sample against batch size, width and depth, side by
// side, with what it would be at the roof.
func (g *growth) plot(path string) error {
	var plots []*plot.Plot
	for _, p := range []struct {
		title  string
		points []point
		x      func(point) int
	}{
		{"batch size", g.Batch, func(p point) int { return p.Batch }},
		{"width", g.Width, func(p point) int { return p.Width }},
		{"depth", g.Depth, func(p point) int { return p.Depth }},
	} {
		var here, least plotter.XYs
		for _, q := range p.points {
			x := float64(p.x(q))
			here = append(here, plotter.XY{X: x, Y: q.perSample()})
			least = append(least, plotter.XY{X: x, Y: q.perSample() * q.gflops() / g.fma(q.Threads)})
		}
		one, err := panel(p.title, here, least)
		if err != nil {
			return err
		}
		plots = append(plots, one)
	}
	const width, height = 27 * vg.Centimeter, 9 * vg.Centimeter
	canvas := vgsvg.New(width, height)
	tiles := draw.Tiles{Rows: 1, Cols: len(plots), PadX: vg.Centimeter / 2, PadTop: vg.Millimeter * 2, PadBottom: vg.Millimeter * 2, PadLeft: vg.Millimeter * 2, PadRight: vg.Millimeter * 4}
	white := draw.New(canvas)
	white.FillPolygon(color.White, []vg.Point{{}, {X: width}, {X: width, Y: height}, {Y: height}})
	for i, p := range plots {
		p.Draw(tiles.At(white, i, 0))
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if _, err := canvas.WriteTo(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

// panel draws what was measured and what the roof allows, both axes logarithmic.
func panel(title string, here, least plotter.XYs) (*plot.Plot, error) {
	p := plot.New()
	p.X.Label.Text, p.Y.Label.Text = title, "µs a sample"
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.LogTicks{Prec: -1}, plot.LogTicks{Prec: -1}
	p.Legend.Top, p.Legend.Left = true, here[0].Y < here[len(here)-1].Y // off the line
	line, dots, err := plotter.NewLinePoints(here)
	if err != nil {
		return nil, err
	}
	roof, err := plotter.NewLine(least)
	if err != nil {
		return nil, err
	}
	line.Color = color.RGBA{R: 0xd0, A: 0xff}
	dots.Color, dots.Shape, dots.Radius = line.Color, draw.CircleGlyph{}, vg.Points(2)
	roof.Color, roof.Dashes = color.Gray{Y: 0x80}, []vg.Length{vg.Points(4), vg.Points(3)}
	p.Add(plotter.NewGrid(), roof, line, dots)
	// From a power of ten, so that there is more than one number on the axis.
	p.Y.Min = math.Pow(10, math.Floor(math.Log10(p.Y.Min)))
	p.Legend.Add("here", line, dots)
	p.Legend.Add("FMA roof", roof)
	return p, nil
}

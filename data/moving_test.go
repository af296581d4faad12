package data

import (
	"strings"
	"testing"

	"github.com/gokeras/keras/internal/allocs"
	"github.com/gokeras/keras/tensor"
)

// TestMoving gathers rows that are many enough for several pieces, with arrays of
// different sizes and types.
func TestMoving(t *testing.T) {
	const n, width = 300, 700
	x, y := tensor.New(tensor.Float32, n, width), tensor.New(tensor.Int64, n)
	for i := range n * width {
		tensor.Data[float32](x)[i] = float32(i)
	}
	for i := range n {
		tensor.Data[int64](y)[i] = int64(i)
	}
	rows := make([]int, n/2)
	for i := range rows {
		rows[i] = i * 37 % n
	}
	dst := Batch{
		X: []*tensor.Tensor{tensor.New(tensor.Float32, len(rows), width)},
		Y: []*tensor.Tensor{tensor.New(tensor.Uint8, len(rows))},
	}
	src := Batch{X: []*tensor.Tensor{x}, Y: []*tensor.Tensor{y}}
	var m moving
	if _, err := m.into(dst, src, rows); err != nil {
		t.Fatal(err)
	}
	if m.pieces < 2 {
		t.Errorf("%d pieces", m.pieces)
	}
	if !dst.X[0].Equal(x.Take(rows)) || !dst.Y[0].Equal(y.Take(rows).Cast(tensor.Uint8)) {
		t.Error("other rows")
	}
	if n := allocs.PerRun(10, func() { _, _ = m.into(dst, src, rows) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	rows[77] = n
	if _, err := m.into(dst, src, rows); err == nil || !strings.Contains(err.Error(), "data: x[0]: take: row 300") {
		t.Errorf("row out of range: %v", err)
	}
}

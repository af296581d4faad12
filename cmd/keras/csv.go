package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/gokeras/keras/tensor"
)

// readCSV returns the numbers in a file, a row for each line. A first line without any
// number is a heading; lines that begin with # are left out.
func readCSV(path string) (*tensor.Tensor, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text := bufio.NewReader(f)
	if mark, _ := text.Peek(3); string(mark) == "\ufeff" { // which Windows puts before text
		text.Discard(len(mark))
	}
	r := csv.NewReader(text)
	r.ReuseRecord, r.TrimLeadingSpace, r.Comment, r.FieldsPerRecord = true, true, '#', -1
	var numbers []float32
	rows, columns := 0, 0
	for first := true; ; first = false {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		line, _ := r.FieldPos(0)
		found := 0
		var wrong error
		for i, field := range record {
			x, err := strconv.ParseFloat(strings.TrimSpace(field), 32)
			switch {
			case err == nil || errors.Is(err, strconv.ErrRange):
				numbers = append(numbers, float32(x))
				found++
			case wrong == nil:
				wrong = fmt.Errorf("%s: line %d, column %d: received %q, expected a number", path, line, i+1, field)
			}
		}
		switch {
		case first && found == 0:
			continue
		case wrong != nil:
			return nil, wrong
		case rows > 0 && found != columns:
			return nil, fmt.Errorf("%s: line %d: received %s, expected %d as before", path, line, plural(found, "number"), columns)
		}
		rows, columns = rows+1, found
	}
	if rows == 0 {
		return nil, fmt.Errorf("%s: received no numbers", path)
	}
	return tensor.FromSlice(numbers, rows, columns), nil
}

// writeCSV writes an array, a line for each row.
func writeCSV(path string, t *tensor.Tensor) error {
	if t.Rank() > 2 {
		return fmt.Errorf("--output: received %q for an output of shape %v, expected a .npz or .npy file", path, t.Shape())
	}
	return writeFile(path, func(w io.Writer) error {
		columns := max(t.Shape()[1:].Size(), 1)
		bits := 32
		if t.DType() == tensor.Float64 {
			bits = 64
		}
		for i, x := range tensor.Data[float64](t.Cast(tensor.Float64)) {
			end := ","
			if (i+1)%columns == 0 {
				end = "\n"
			}
			if _, err := io.WriteString(w, strconv.FormatFloat(x, 'g', -1, bits)+end); err != nil {
				return err
			}
		}
		return nil
	})
}

package hdf5

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
)

// DatasetWriter is a dataset to be written.
type DatasetWriter struct {
	attributeWriter
	typ     Type
	space   dataspace
	size    int
	data    func(io.Writer) error
	address uint64
}

// Dataset adds a dataset at a path below g, in groups made if need be. An empty
// shape is a scalar. When the file is written, data is called for the elements'
// bytes in row-major, little-endian order: exactly as many as shape and type
// say. What is wrong with the arguments is returned by [Writer.WriteTo].
//
// BFloat16 is stored as Keras does: two opaque bytes and an attribute
// dtype="bfloat16".
func (g *GroupWriter) Dataset(path string, t Type, shape []int, data func(io.Writer) error) *DatasetWriter {
	g, name := g.split(path)
	d := &DatasetWriter{
		attributeWriter: attributeWriter{w: g.w, path: join(g.path, name)},
		typ:             t,
		space:           dataspace{shape: slices.Clone(shape)},
		data:            data,
	}
	g.add(name, d.path, d)
	if !slices.Contains(datasetTypes, t) {
		g.w.fail(d.path, fmt.Errorf("type %v can't be written", t))
	}
	var err error
	if d.size, err = d.space.bytes(t.Size); err != nil {
		g.w.fail(d.path, err)
	}
	if t == BFloat16 {
		d.SetAttr("dtype", "bfloat16")
	}
	return d
}

var datasetTypes = []Type{
	Int8, Int16, Int32, Int64, Uint8, Uint16, Uint32, Uint64, Float16, BFloat16, Float32, Float64, Boolean,
}

// Write adds a dataset of values as [GroupWriter.Dataset] does. They are read
// when the file is written, and aren't copied.
func Write[T number | bool](g *GroupWriter, path string, shape []int, values []T) *DatasetWriter {
	d := g.Dataset(path, typeOf[T](), shape, func(w io.Writer) error { return writeNumbers(w, values) })
	if n, err := d.space.len(); err == nil && n != len(values) {
		g.w.fail(d.path, fmt.Errorf("shape %v and %d values, expected %d", shape, len(values), n))
	}
	return d
}

// typeOf returns the type that elements of T are stored as.
func typeOf[T number | bool]() Type {
	var zero T
	switch any(zero).(type) {
	case bool:
		return Boolean
	case int8:
		return Int8
	case int16:
		return Int16
	case int32:
		return Int32
	case int64:
		return Int64
	case uint8:
		return Uint8
	case uint16:
		return Uint16
	case uint32:
		return Uint32
	case uint64:
		return Uint64
	case float32:
		return Float32
	}
	return Float64
}

// write writes the elements, filled up to a multiple of 8 bytes.
func (d *DatasetWriter) write(w *bufio.Writer) error {
	if d.data == nil {
		return errors.New("no data")
	}
	c := &countingWriter{w: w, limit: int64(d.size)}
	if err := d.data(c); err != nil {
		return err
	}
	if c.n != int64(d.size) {
		return fmt.Errorf("%d bytes of elements, expected %d", c.n, d.size)
	}
	_, err := w.Write(make([]byte, -d.size&7))
	return err
}

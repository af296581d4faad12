package mnist

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"io"

	"github.com/gokeras/keras/tensor"
)

// maxBytes is the size of the largest array that is read.
const maxBytes = 1<<31 - 1

// trusted is how much memory is taken on the word of a header.
const trusted = 1 << 26

// types has the element types by the third byte of a file.
var types = map[byte]tensor.DType{
	0x08: tensor.Uint8, 0x09: tensor.Int8, 0x0B: tensor.Int16,
	0x0C: tensor.Int32, 0x0D: tensor.Float32, 0x0E: tensor.Float64,
}

// ReadIDX returns the array in r, in the IDX format, in which MNIST and data sets
// made in its likeness are published, plain or compressed by gzip. The array may
// have any number of axes and elements of any of the format's types. ReadIDX
// errs if r ends too soon, goes on after the array, or says that it holds one of
// 2 GiB or more.
func ReadIDX(r io.Reader) (*tensor.Tensor, error) {
	in := bufio.NewReaderSize(r, 1<<16)
	if magic, _ := in.Peek(2); string(magic) == "\x1f\x8b" {
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("idx: %w", err)
		}
		return read(z)
	}
	return read(in)
}

func read(r io.Reader) (*tensor.Tensor, error) {
	var magic [4]byte
	if _, err := io.ReadFull(r, magic[:]); err != nil {
		return nil, fmt.Errorf("idx: header: %w", err)
	}
	dt, ok := types[magic[2]]
	if magic[0] != 0 || magic[1] != 0 || !ok {
		return nil, fmt.Errorf("idx: header: received % x, expected 00 00, a type and a number of axes", magic)
	}
	sizes := make([]byte, 4*int(magic[3]))
	if _, err := io.ReadFull(r, sizes); err != nil {
		return nil, fmt.Errorf("idx: header: %w", err)
	}
	shape := make(tensor.Shape, magic[3])
	n := int64(dt.Size())
	for i := range shape {
		size := int64(binary.BigEndian.Uint32(sizes[4*i:]))
		if n *= size; n > maxBytes || size > maxBytes {
			return nil, fmt.Errorf("idx: header: received an array of more than %d bytes", maxBytes)
		}
		shape[i] = int(size)
	}
	b, err := body(r, int(n))
	if err != nil {
		return nil, fmt.Errorf("idx: array of %v%v: %w", dt, shape, err)
	}
	var extra [1]byte
	if _, err := io.ReadFull(r, extra[:]); err == nil {
		return nil, fmt.Errorf("idx: array of %v%v: more bytes follow", dt, shape)
	} else if err != io.EOF {
		return nil, fmt.Errorf("idx: %w", err)
	}
	if dt.Size() == 1 {
		return tensor.FromMemory(b, dt, shape...), nil
	}
	t := tensor.New(dt, shape...)
	to := t.Bytes()
	switch dt.Size() {
	case 2:
		for i := 0; i < len(b); i += 2 {
			binary.NativeEndian.PutUint16(to[i:], binary.BigEndian.Uint16(b[i:]))
		}
	case 4:
		for i := 0; i < len(b); i += 4 {
			binary.NativeEndian.PutUint32(to[i:], binary.BigEndian.Uint32(b[i:]))
		}
	case 8:
		for i := 0; i < len(b); i += 8 {
			binary.NativeEndian.PutUint64(to[i:], binary.BigEndian.Uint64(b[i:]))
		}
	}
	return t, nil
}

// body reads n bytes. Many are not made room for before they come.
func body(r io.Reader, n int) ([]byte, error) {
	if n <= trusted {
		b := make([]byte, n)
		_, err := io.ReadFull(r, b)
		return b, err
	}
	var b bytes.Buffer
	if m, err := io.CopyN(&b, r, int64(n)); err != nil {
		return nil, fmt.Errorf("received %d of %d bytes: %w", m, n, err)
	}
	return b.Bytes(), nil
}

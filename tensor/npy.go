package tensor

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
)

// LoadNPY returns the array in a .npy file, as [ReadNPY] does.
func LoadNPY(path string) (*Tensor, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	t, err := ReadNPY(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return t, nil
}

// SaveNPY writes t to a .npy file, which is there whole or not at all.
func SaveNPY(path string, t *Tensor) error {
	return save(path, func(w io.Writer) error { return WriteNPY(w, t) })
}

const npyMagic = "\x93NUMPY"

// npyDTypes has NumPy's codes of the element types.
var npyDTypes = [...]string{
	Float32: "f4", Float64: "f8", Int8: "i1", Int16: "i2", Int32: "i4", Int64: "i8",
	Uint8: "u1", Uint16: "u2", Uint32: "u4", Uint64: "u8", Bool: "b1",
}

// WriteNPY writes t in NumPy's .npy format, version 1.0: the bytes that
// numpy.save writes.
func WriteNPY(w io.Writer, t *Tensor) error {
	order := "<"
	if t.dtype.Size() == 1 {
		order = "|"
	}
	// NumPy writes (2, 3) as Python does, and leaves room for the first axis to grow.
	h := fmt.Appendf(nil, "{'descr': '%s%s', 'fortran_order': False, 'shape': %v, }", order, npyDTypes[t.dtype], t.shape)
	if len(t.shape) > 0 {
		h = append(h, bytes.Repeat([]byte(" "), 21-len(strconv.Itoa(t.shape[0])))...)
	}
	const start, align = len(npyMagic) + 4, 64
	h = append(h, bytes.Repeat([]byte(" "), align-(start+len(h)+1)%align)...)
	h = append(h, '\n')
	if len(h) > math.MaxUint16 {
		return fmt.Errorf("npy: shape: received %d axes, expected fewer", len(t.shape))
	}
	h = append(binary.LittleEndian.AppendUint16([]byte(npyMagic+"\x01\x00"), uint16(len(h))), h...)
	if _, err := w.Write(h); err != nil {
		return err
	}
	b := t.Bytes()
	if !littleEndian {
		b = bytes.Clone(b)
		swap(b, t.dtype.Size())
	}
	_, err := w.Write(b)
	return err
}

// ReadNPY reads an array in NumPy's .npy format, of version 1, 2 or 3, in either
// order of bytes and of axes. Half-precision numbers become float32. It reads no
// further than the array goes. It errs if the array has elements that aren't
// numbers or bools, and never takes much more memory than r has bytes.
func ReadNPY(r io.Reader) (*Tensor, error) {
	h, err := readNPYHeader(r)
	if err != nil {
		return nil, fmt.Errorf("npy: %w", err)
	}
	var t *Tensor
	if h.half {
		var raw *Tensor
		if raw, err = readElements(r, Uint16, h.shape); err == nil {
			h.fix(raw)
			t = fromHalf(raw)
		}
	} else if t, err = readElements(r, h.dtype, h.shape); err == nil {
		h.fix(t)
	}
	if err != nil {
		return nil, fmt.Errorf("npy: array of %v%v: %w", h.dtype, h.shape, err)
	}
	if h.fortran {
		t = t.fromFortran()
	}
	return t, nil
}

// fix brings what was read into the machine's form.
func (h *npyHeader) fix(t *Tensor) {
	if h.big == littleEndian {
		swap(t.Bytes(), t.dtype.Size())
	}
	if t.dtype == Bool {
		b := t.Bytes()
		for i, v := range b {
			if v > 1 { // which no bool of Go's may be
				b[i] = 1
			}
		}
	}
}

var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// swap turns around the bytes of each element.
func swap(b []byte, size int) {
	switch size {
	case 2:
		for i := 0; i < len(b); i += 2 {
			binary.BigEndian.PutUint16(b[i:], binary.LittleEndian.Uint16(b[i:]))
		}
	case 4:
		for i := 0; i < len(b); i += 4 {
			binary.BigEndian.PutUint32(b[i:], binary.LittleEndian.Uint32(b[i:]))
		}
	case 8:
		for i := 0; i < len(b); i += 8 {
			binary.BigEndian.PutUint64(b[i:], binary.LittleEndian.Uint64(b[i:]))
		}
	}
}

// readElements reads an array. Memory for more than a part of it is only taken
// when the part has come, whatever the shape says.
func readElements(r io.Reader, dt DType, shape Shape) (*Tensor, error) {
	const part = 1 << 24
	n := shape.Size() * dt.Size()
	mem := New(Uint64, (min(n, part)+7)/8).Bytes()
	for got := 0; ; {
		m, err := io.ReadFull(r, mem[got:min(n, len(mem))])
		if got += m; err != nil && got < n {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, fmt.Errorf("after %d of %d bytes: %w", got, n, err)
		}
		if got == n {
			return FromMemory(mem, dt, shape...), nil
		}
		more := New(Uint64, (min(n, 2*len(mem))+7)/8).Bytes()
		copy(more, mem)
		mem = more
	}
}

// fromFortran returns an array whose elements are t's, read in the order in
// which the first axis is the fastest.
func (t *Tensor) fromFortran() *Tensor {
	c := New(t.dtype, t.shape...)
	size := t.dtype.Size()
	to, from := c.Bytes(), t.Bytes()
	index := make([]int, len(t.shape))
	strides := make([]int, len(t.shape)) // in t
	step := size
	for i, n := range t.shape {
		strides[i] = step
		step *= n
	}
	at := 0
	for len(to) > 0 {
		to = to[copy(to, from[at:at+size]):]
		for axis := len(index) - 1; axis >= 0; axis-- {
			index[axis]++
			if at += strides[axis]; index[axis] < t.shape[axis] {
				break
			}
			at -= index[axis] * strides[axis]
			index[axis] = 0
		}
	}
	return c
}

// fromHalf returns numbers of half precision, given as their bits, as float32.
func fromHalf(t *Tensor) *Tensor {
	c := New(Float32, t.shape...)
	out := Data[float32](c)
	for i, h := range Data[uint16](t) {
		sign, exp, frac := uint32(h>>15), uint32(h>>10&31), uint32(h&1023)
		switch {
		case exp == 31: // infinity, NaN
			out[i] = math.Float32frombits(sign<<31 | 255<<23 | frac<<13)
		case exp == 0: // a multiple of 2⁻²⁴
			out[i] = math.Float32frombits(sign<<31 | math.Float32bits(float32(frac)*(1.0/(1<<24))))
		default:
			out[i] = math.Float32frombits(sign<<31 | (exp+127-15)<<23 | frac<<13)
		}
	}
	return c
}
